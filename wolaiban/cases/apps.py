"""The cases room."""

from django.apps import AppConfig

from wolaiban.workflow.chain import alg_of_today


class CasesConfig(AppConfig):
    name = "wolaiban.cases"
    label = "cases"
    verbose_name = "事项"

    def ready(self) -> None:
        """Refuse to start rather than to register; let the ledger know what it is to sign and to verify."""
        from wolaiban.cases.triggers import TRIGGERS  # noqa: PLC0415 -- needs Django's models
        from wolaiban.cases.verifying.kind import CASES, receipts  # noqa: PLC0415
        from wolaiban.ledger import registry  # noqa: PLC0415

        alg_of_today()
        registry.register_kind(CASES)
        registry.register_check("receipts", receipts)
        registry.register_triggers(TRIGGERS)
