"""The days on which secretaries receive by the posted rosters, opened for booking by the clock."""

from __future__ import annotations

import logging
from datetime import date, timedelta

from django.db import IntegrityError
from django.db.models import Exists, OuterRef, QuerySet

from wolaiban.duty.booked import ReceptionDay
from wolaiban.duty.models import Shift
from wolaiban.duty.words import DayWay, DutyPart, HalfDay
from wolaiban.people.actor import CLOCK
from wolaiban.places.models import Unit
from wolaiban.process.errors import ProcessError
from wolaiban.workflow.performing import begin

log = logging.getLogger(__name__)
LOOKED_AHEAD = timedelta(days=30)
USUAL_SLOTS = 6
LONGEST_PLACE = 80


def open_days(today: date) -> int:
    """How many half days were opened. What is there, or was called off, is not opened again."""
    number = 0
    for shift in _unopened(today):
        for half in HalfDay:
            try:
                begin("open", on=_half_day(shift, half), by=CLOCK)
                number += 1
            except (ProcessError, IntegrityError) as refusal:  # another has opened it meanwhile
                log.warning("duty: %s of %s was not opened: %s", shift.day, shift.roster.unit.code, refusal)
    return number


def _unopened(today: date) -> QuerySet[Shift]:
    """Each day of which nothing is there yet for the secretary."""
    there = ReceptionDay.objects.filter(unit=OuterRef("roster__unit"), day=OuterRef("day"), leader=None)
    shifts = Shift.objects.filter(
        ~Exists(there), part=str(DutyPart.SECRETARY), person__isnull=False, roster__stage="posted",
        day__gt=today, day__lte=today + LOOKED_AHEAD,
    )  # fmt: skip
    return shifts.select_related("roster__unit__studio").order_by("day", "roster__unit__code")


def _half_day(shift: Shift, half: HalfDay) -> ReceptionDay:
    unit: Unit = shift.roster.unit
    place = (unit.studio.address if unit.studio else "") or f"{unit.short_name}我来办工作室"
    return ReceptionDay(
        unit=unit, day=shift.day, half=str(half), way=str(DayWay.SECRETARY), place=place[:LONGEST_PLACE],
        slots=USUAL_SLOTS,
    )  # fmt: skip
