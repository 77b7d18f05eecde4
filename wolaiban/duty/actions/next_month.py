"""Next month's rosters, drawn up by the clock for every door that has a rotation."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError
from django.db.models import Exists, OuterRef, QuerySet

from wolaiban.duty.models import Roster, Rotation
from wolaiban.duty.months import Month
from wolaiban.duty.process import IN_FORCE
from wolaiban.people.actor import CLOCK
from wolaiban.process.errors import ProcessError
from wolaiban.workflow.performing import begin

log = logging.getLogger(__name__)
FROM_DAY = 20  # of the month before: five days before leaders are urged


@dataclass(frozen=True)
class DrawnUp:
    """How many rosters were drawn up, and the units of which it was refused."""

    number: int
    failed: tuple[str, ...]


def draw_up_when_due(today: date) -> DrawnUp:
    """From the twentieth on. A worker that was down makes up for it; what is there is not drawn up again."""
    return draw_up_missing(Month.of(today).next) if today.day >= FROM_DAY else DrawnUp(0, ())


def draw_up_missing(month: Month) -> DrawnUp:
    """A draft for each door whose rotation is in force and that has none of this month. Each by itself: one that fails is
    told, and stops no other. ProcessError where the month is none that may be drawn up now.
    """
    number, failed = 0, list[str]()
    for rotation in without_roster(month):
        try:
            begin("draw_up", on=Roster(unit=rotation.unit), by=CLOCK, answers={"month": month})
            number += 1
        except (ProcessError, IntegrityError) as refusal:  # another has drawn it up meanwhile
            log.warning("duty: %s of %s was not drawn up: %s", month, rotation.unit.code, refusal)
            failed.append(rotation.unit.full_name)
    return DrawnUp(number, tuple(failed))


def without_roster(month: Month) -> QuerySet[Rotation]:
    drawn = Roster.objects.filter(unit=OuterRef("unit"), month=month.first)
    found = Rotation.objects.filter(~Exists(drawn), stage=str(IN_FORCE))
    return found.select_related("unit__studio", "unit__parent", "unit__township").order_by("unit__code")
