"""The vault's room."""

from django.apps import AppConfig


class ResidentsConfig(AppConfig):
    name = "wolaiban.residents"
    label = "residents"
    verbose_name = "居民身份保险库"
