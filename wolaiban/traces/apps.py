"""The room of the traces."""

from django.apps import AppConfig


class TracesConfig(AppConfig):
    name = "wolaiban.traces"
    label = "traces"
    verbose_name = "留痕"
