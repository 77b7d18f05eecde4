"""Counting in tests: up to the last event, which nobody else is writing here; and the sums of an area."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Max, Sum

from wolaiban.cases.models import Event
from wolaiban.places.models import Unit
from wolaiban.statistics import counting
from wolaiban.statistics.models import Tally


@transaction.atomic
def count_all() -> None:
    """As a sweep does; a sweep itself would wait for the transactions of tests that run beside this one."""
    bookmark = counting.locked()
    counting.advance(bookmark, Event.objects.aggregate(top=Max("pk"))["top"] or 0)
    bookmark.save()


def sums(area: Unit, *, whole: bool = False, **which: object) -> dict[str, int]:
    """The sums of an area that are not zero."""
    found = Tally.objects.filter(area=area, whole=whole, **which)
    added = found.aggregate(**{f"sum_{name}": Sum(name) for name in Tally.SUMS})
    return {name: added[f"sum_{name}"] for name in Tally.SUMS if added[f"sum_{name}"]}
