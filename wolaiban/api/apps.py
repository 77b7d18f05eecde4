"""The room of api."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "wolaiban.api"
    label = "api"
    verbose_name = "程序接口"
