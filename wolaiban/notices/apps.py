"""The room of notices."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "wolaiban.notices"
    label = "notices"
    verbose_name = "告知"
