"""Gaps: days of posted rosters on which nobody is there of whom one must be."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from wolaiban.duty.models import Shift
from wolaiban.duty.process import POSTED, RosterStage
from wolaiban.duty.rules import counted_functions
from wolaiban.duty.words import DutyPart, ShiftOrigin
from wolaiban.people.models import Absence, Post
from wolaiban.places.models import STUDIO_KINDS


def lacking_shifts(
    first: date, last: date, *, as_it_was: bool = False, stages: Iterable[RosterStage] = (POSTED,)
) -> QuerySet[Shift]:
    """The same as `parts.RosterParts.lacking`, asked of all rosters at once: of those that stand at these stages.

    `as_it_was` asks of days that are past: an account that was closed since was open then.
    """
    shifts = Shift.objects.filter(day__range=(first, last), part=str(DutyPart.DAY))
    held = Post.objects.filter(
        Q(ends=None) | Q(ends__gt=OuterRef("day")),
        user=OuterRef("person"),
        starts__lte=OuterRef("day"),
    )
    held = held if as_it_was else held.filter(user__is_active=True)
    here = held.filter(unit__studio=OuterRef("roster__unit__studio"))
    counted = here.as_any_of(sorted(counted_functions()))
    sent = Q(origin=str(ShiftOrigin.COVER)) & Exists(held.filter(unit=OuterRef("roster__unit__parent")))
    above = ~Q(roster__unit__kind__in=sorted(STUDIO_KINDS)) & Exists(here)
    away = Absence.objects.filter(
        user=OuterRef("person"), starts__lte=OuterRef("day"), ends__gt=OuterRef("day")
    )
    there = (Exists(counted) | sent | above) & ~Exists(away)
    return shifts.filter(roster__stage__in=[str(stage) for stage in stages]).exclude(there)
