"""Counting events as they come, each once, without asking those who write them to wait or to do anything."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import NamedTuple, TypeVar

from django.db import connection, transaction
from django.db.models import Model

from wolaiban.cases.models import Event
from wolaiban.statistics import formulas
from wolaiban.statistics.indicators import FORMULAS
from wolaiban.statistics.models import Tally
from wolaiban.workflow.reader import Read, Reader, Stretch

CASES_AT_A_TIME = 20_000


class TallyKey(NamedTuple):
    area: int
    whole: bool
    invented: bool
    day: date


Sums = tuple[int, ...]
Key = TypeVar("Key")


def count(stretch: Stretch) -> None:
    """Bring the sums up to the end of the stretch, before which every event is settled. In the reader's transaction."""
    with connection.cursor() as cursor:
        cursor.execute(formulas.TOUCHED, [stretch.since, stretch.upto])
        touched = [pk for (pk,) in cursor.fetchall()]
        for start in range(0, len(touched), CASES_AT_A_TIME):
            cases = touched[start : start + CASES_AT_A_TIME]
            cursor.execute(formulas.ADD, {"upto": stretch.upto, "since": stretch.since, "cases": cases})


def forget() -> None:
    Tally.objects.all().delete()


READER = Reader("statistics", count, (Event,), version=FORMULAS, forget=forget)


def sweep() -> Read:
    """Count what has settled since the last time. Safe to run side by side, and to be killed at any moment."""
    return READER.read(Event)


def recount() -> int:
    """Count everything that was counted anew, from the first event on; readers see the old sums until it is done."""
    return READER.read_anew(Event)


def differences() -> dict[TallyKey, tuple[Sums, Sums]]:
    """Where the sums that are kept are not those of a full recount: both, for each day and area. Changes nothing."""
    return different(READER, Event, _sums)


def different(
    reader: Reader, source: type[Model], sums: Callable[[], dict[Key, Sums]]
) -> dict[Key, tuple[Sums, Sums]]:
    """The same of any table of sums that a reader counts into."""
    with transaction.atomic():
        mark = reader.held(source)
        kept = sums()
        reader.begin_anew(mark, source)
        fresh = sums()
        transaction.set_rollback(True)
    nothing = (0,) * max(map(len, (*kept.values(), *fresh.values())), default=0)
    both = {key: (kept.get(key, nothing), fresh.get(key, nothing)) for key in kept.keys() | fresh.keys()}
    return {key: (was, should_be) for key, (was, should_be) in both.items() if was != should_be}


def _sums() -> dict[TallyKey, Sums]:
    rows = Tally.objects.values_list("area_id", "whole", "invented", "day", *Tally.SUMS)
    return {TallyKey(*row[:4]): row[4:] for row in rows.iterator()}
