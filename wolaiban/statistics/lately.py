"""What residents said lately in one unit, for those who work for it or above it: nothing is withheld from them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.db.models import Sum

from wolaiban.places.models import Unit
from wolaiban.statistics.models import Tally

DAYS = 30
TOLD = ("received", "handled", "evaluated", "satisfied", "solved")


@dataclass(frozen=True)
class Lately:
    """The sums of the last days; what each counts says `indicators`."""

    received: int
    handled: int
    evaluated: int
    satisfied: int
    solved: int

    @property
    def satisfied_share(self) -> str:
        return self._share(self.satisfied)

    @property
    def solved_share(self) -> str:
        return self._share(self.solved)

    def _share(self, number: int) -> str:
        """Of a hundred, cut and not rounded: 100 % is only what is whole."""
        tenths = number * 1000 // self.evaluated if self.evaluated else 0
        return f"{tenths // 10}.{tenths % 10}%" if self.evaluated else ""


def lately(unit: Unit, today: date) -> Lately:
    rows = Tally.objects.filter(
        area=unit, whole=not unit.is_studio_level, day__gt=today - timedelta(days=DAYS)
    )
    if not settings.DEMO:
        rows = rows.filter(invented=False)
    added = rows.aggregate(**{f"all_{name}": Sum(name) for name in TOLD})
    return Lately(**{name: added[f"all_{name}"] or 0 for name in TOLD})
