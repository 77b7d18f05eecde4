"""The people room."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "wolaiban.people"
    verbose_name = "人员"
