"""The room of publicity."""

from django.apps import AppConfig


class PublicityConfig(AppConfig):
    name = "wolaiban.publicity"
    label = "publicity"
    verbose_name = "宣传"
