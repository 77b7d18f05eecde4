"""The room of importing."""

from django.apps import AppConfig


class ImportingConfig(AppConfig):
    name = "wolaiban.importing"
    label = "importing"
    verbose_name = "导入"
