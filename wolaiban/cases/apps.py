"""The cases room."""

from django.apps import AppConfig

from wolaiban.workflow.chain import alg_of_today


class CasesConfig(AppConfig):
    name = "wolaiban.cases"
    label = "cases"
    verbose_name = "事项"

    def ready(self) -> None:
        """Refuse to start rather than to register."""
        alg_of_today()
