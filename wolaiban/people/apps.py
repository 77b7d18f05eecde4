"""The people room."""

from django.apps import AppConfig
from django.core import checks


class PeopleConfig(AppConfig):
    name = "wolaiban.people"
    verbose_name = "人员"

    def ready(self) -> None:
        from wolaiban.people import composition, enrolling  # noqa: PLC0415 -- models are loaded only now
        from wolaiban.people.second_factor import faults  # noqa: PLC0415

        checks.register(faults, "settings")
        checks.register(composition.faults, "settings")
        enrolling.leave_traces()
