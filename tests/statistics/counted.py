"""Counting in tests; and the sums of an area."""

from __future__ import annotations

from django.db.models import Sum

from wolaiban.places.models import Unit
from wolaiban.statistics import counting
from wolaiban.statistics.models import Tally


def count_all() -> None:
    """As the worker does every minute. Nobody else writes events here, so that all of them are counted at once."""
    assert not counting.sweep().is_behind


def sums(area: Unit, *, whole: bool = False, **which: object) -> dict[str, int]:
    """The sums of an area that are not zero."""
    found = Tally.objects.filter(area=area, whole=whole, **which)
    added = found.aggregate(**{f"sum_{name}": Sum(name) for name in Tally.SUMS})
    return {name: added[f"sum_{name}"] for name in Tally.SUMS if added[f"sum_{name}"]}
