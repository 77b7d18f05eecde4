"""Cases that the clock looks at though nothing wakes it: above all those whose deadline a newly loaded calendar moves.

Each is counted anew with an event.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.utils.timezone import now

from wolaiban.cases.bounds import LONGEST_PAUSE
from wolaiban.cases.models import Case
from wolaiban.cases.timing import moved_by_calendar
from wolaiban.catalogue.calendars import refresh
from wolaiban.catalogue.models import CalendarLoad
from wolaiban.process.words import OPEN_STAGES

SETTLING = timedelta(
    minutes=1
)  # until then another process may still begin a clock by the calendar of before

_settled = 0  # the load after which this process found nothing left to move


def unwoken(at: datetime) -> Iterator[tuple[int, str]]:
    """Those that were moved, and those that were paused when a pause still had no end; key and number."""
    yield from moved(at)
    longest_ago = at - timedelta(days=min(LONGEST_PAUSE.values()))
    endless = Case.objects.filter(paused_at__lte=longest_ago, paused_until=None, wake_at=None)
    yield from endless.values_list("pk", "number")


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
