"""The room of the engine."""

from django.apps import AppConfig


class WorkflowConfig(AppConfig):
    name = "wolaiban.workflow"
    label = "workflow"
    verbose_name = "流程"
