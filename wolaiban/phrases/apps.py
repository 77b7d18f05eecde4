"""The room of phrases."""

from django.apps import AppConfig


class PhrasesConfig(AppConfig):
    name = "wolaiban.phrases"
    label = "phrases"
    verbose_name = "常用语"
