"""The room of the engine."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class WorkflowConfig(AppConfig):
    name = "wolaiban.workflow"
    label = "workflow"
    verbose_name = "流程"

    def ready(self) -> None:
        """Every room that has a kind registers it in its module `kind`."""
        autodiscover_modules("kind")
