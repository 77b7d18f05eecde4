"""The room of associates."""

from django.apps import AppConfig


class AssociatesConfig(AppConfig):
    name = "wolaiban.associates"
    label = "associates"
    verbose_name = "队员"

    def ready(self) -> None:
        from wolaiban.associates import verifying  # noqa: PLC0415 -- needs Django's models
        from wolaiban.ledger import registry  # noqa: PLC0415

        registry.register_check("associates", verifying.findings)
