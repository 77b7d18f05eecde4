"""The ledger room."""

from django.apps import AppConfig
from django.core import checks


class LedgerConfig(AppConfig):
    name = "wolaiban.ledger"
    label = "ledger"
    verbose_name = "台账核验"

    def ready(self) -> None:
        from wolaiban.ledger.cosigning import faults  # noqa: PLC0415 -- needs Django's models

        checks.register(faults, "settings")
