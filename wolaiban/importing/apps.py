"""The room of importing."""

from django.apps import AppConfig


class ImportingConfig(AppConfig):
    name = "wolaiban.importing"
    label = "importing"
    verbose_name = "导入"

    def ready(self) -> None:
        from wolaiban.importing.forgetting import PERIOD  # noqa: PLC0415 -- needs Django's models
        from wolaiban.retention.registry import register  # noqa: PLC0415

        register(PERIOD)
