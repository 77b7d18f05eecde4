"""The ledger room."""

from django.apps import AppConfig
from django.core import checks


class LedgerConfig(AppConfig):
    name = "wolaiban.ledger"
    label = "ledger"
    verbose_name = "台账核验"

    def ready(self) -> None:
        from wolaiban.ledger import bookmarks, guards, registry, submissions  # noqa: PLC0415 -- needs Django's models
        from wolaiban.ledger.cosigning import faults  # noqa: PLC0415
        from wolaiban.ledger.traces import TraceChain  # noqa: PLC0415

        checks.register(faults, "settings")
        registry.register_kind(TraceChain())
        registry.register_check("submissions", submissions.findings)
        registry.register_check("bookmarks", bookmarks.findings)
        registry.register_triggers(guards.TRIGGERS)
