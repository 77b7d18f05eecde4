"""After a calendar of working days was loaded: the deadlines that were counted by another are counted anew, each with an event."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.utils.timezone import now

from wolaiban.cases.models import Case
from wolaiban.cases.timing import moved_by_calendar
from wolaiban.catalogue.calendars import refresh
from wolaiban.catalogue.models import CalendarLoad
from wolaiban.process.words import OPEN_STAGES

SETTLING = timedelta(
    minutes=1
)  # until then another process may still begin a clock by the calendar of before

_settled = 0  # the load after which this process found nothing left to move


def moved(at: datetime | None = None) -> Iterator[tuple[int, str]]:
    """The open cases, key and number, whose deadline the newest calendar moves. Nothing is asked once all are counted.

    May be broken off and begun anew: what was counted is not found again.
    """
    global _settled  # noqa: PLW0603 -- what this process knows
    version = refresh().version
    if version == _settled:
        return
    loaded_at = CalendarLoad.objects.values_list("loaded_at", flat=True).get(pk=version)
    began, clean = at or now(), True
    for case in _counted_before(version):
        if moved_by_calendar(case):
            clean = False
            yield case.pk, case.number
    if clean and began > loaded_at + SETTLING:
        _settled = version


def _counted_before(version: int) -> Iterator[Case]:
    columns = ("number", "stage", "counted_from", "counted_by", "edition", "category", "tier")
    waiting = Case.objects.filter(stage__in=sorted(OPEN_STAGES), counted_by__lt=version)
    return waiting.only(*columns).order_by("pk").iterator()
