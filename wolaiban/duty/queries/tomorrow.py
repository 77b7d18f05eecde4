"""The shifts of one day, as they stand in posted rosters: of whom it is told the evening before."""

from __future__ import annotations

from datetime import date

from wolaiban.duty.models import Shift
from wolaiban.duty.process import POSTED


def posted_shifts(day: date) -> list[Shift]:
    """Each with its person and its unit, in one query."""
    shifts = Shift.objects.filter(day=day, roster__stage=str(POSTED))
    return list(shifts.select_related("person", "roster__unit").order_by("pk"))
