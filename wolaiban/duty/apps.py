"""The room of duty."""

from django.apps import AppConfig


class DutyConfig(AppConfig):
    name = "wolaiban.duty"
    label = "duty"
    verbose_name = "值班"

    def ready(self) -> None:
        from wolaiban.duty import verifying  # noqa: PLC0415 -- needs Django's models
        from wolaiban.ledger import registry  # noqa: PLC0415

        registry.register_check("duty", verifying.findings)
