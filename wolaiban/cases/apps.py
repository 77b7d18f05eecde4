"""The cases room."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "wolaiban.cases"
    label = "cases"
    verbose_name = "事项"
