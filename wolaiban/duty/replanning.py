"""The days of reception after another calendar was loaded: which rosters no longer have them as the rule does."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import lru_cache

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.utils.timezone import localdate, now

from wolaiban.catalogue.calendars import refresh
from wolaiban.catalogue.models import CalendarLoad
from wolaiban.duty.models import Roster, Shift
from wolaiban.duty.months import Month
from wolaiban.duty.parts import RosterParts
from wolaiban.duty.process import DRAFT, POSTED
from wolaiban.duty.receptions import ReceptionRule, reception_days
from wolaiban.duty.rules import reception_rule
from wolaiban.duty.words import DutyPart
from wolaiban.places.models import STUDIO_KINDS
from wolaiban.process.calendar import BEIJING, Calendar, in_force

SETTLING = timedelta(minutes=1)  # until then another process may still draw up by the calendar of before

_settled = 0  # the load after which this process found nothing left to move


def days_ahead(parts: RosterParts, today: date) -> list[date] | None:
    """On which days from tomorrow on people are to be received; None where nobody receives, as above the studios."""
    if not parts.unit.is_studio_level:
        return None
    return _planned(reception_rule(), parts.subject.as_month, today, in_force())


def is_replanned(parts: RosterParts) -> bool:
    """Whether the shifts stand on other days than the rule has by the calendar in force."""
    today = localdate()
    planned = days_ahead(parts, today)
    return planned is not None and planned != [shift.day for shift in receptions_ahead(parts, today)]


def receptions_ahead(parts: RosterParts, today: date) -> list[Shift]:
    ahead = [one for one in parts.shifts if one.part == DutyPart.SECRETARY and one.day > today]
    return sorted(ahead, key=lambda one: one.day)


@lru_cache(maxsize=64)
def _planned(rule: ReceptionRule, month: Month, today: date, calendar: Calendar) -> list[date]:
    return [day for day in reception_days(rule, month, calendar.works) if day > today]


def outdated(at: datetime) -> Iterator[tuple[int, str]]:
    """Open rosters, key and number, that a newly loaded calendar moves. Nothing is asked once all are moved."""
    global _settled  # noqa: PLW0603 -- what this process knows
    calendar = refresh()
    if calendar.version in (0, _settled):  # none was loaded, or nothing is left to move
        return
    loaded_at = CalendarLoad.objects.values_list("loaded_at", flat=True).get(pk=calendar.version)
    began, clean = now(), True
    for pk, number in _moved_by(calendar, at.astimezone(BEIJING).date()):
        clean = False
        yield pk, number
    if clean and began > loaded_at + SETTLING:
        _settled = calendar.version


def _moved_by(calendar: Calendar, today: date) -> Iterator[tuple[int, str]]:
    ahead = Shift.objects.filter(roster=OuterRef("pk"), part=str(DutyPart.SECRETARY), day__gt=today)
    rosters = Roster.objects.filter(stage__in=[str(DRAFT), str(POSTED)], month__gte=today.replace(day=1))
    studios = rosters.filter(unit__kind__in=sorted(STUDIO_KINDS)).order_by("pk")
    days = studios.annotate(days=ArraySubquery(ahead.order_by("day").values("day")))
    for pk, number, month, found in days.values_list("pk", "number", "month", "days"):
        if found != _planned(reception_rule(), Month(month), today, calendar):
            yield pk, number
