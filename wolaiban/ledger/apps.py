"""The ledger room."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "wolaiban.ledger"
    label = "ledger"
    verbose_name = "台账核验"
