"""All sums together, for whoever checks them or counts them anew: those of matters, and those of receptions."""

from __future__ import annotations

from collections.abc import Iterator

from wolaiban.statistics import counting, receptions
from wolaiban.statistics.counting import Sums, TallyKey
from wolaiban.statistics.receptions import ReceptionKey


def recount() -> None:
    counting.recount()
    receptions.recount()


def differences() -> list[tuple[TallyKey | ReceptionKey, Sums, Sums]]:
    """What is kept, and what it should be, by day; of sums that nothing was counted into yet, nothing."""
    return sorted(_differences(), key=lambda found: found[0].day)


def _differences() -> Iterator[tuple[TallyKey | ReceptionKey, Sums, Sums]]:
    if counting.READER.is_current():
        for key, (kept, counted) in counting.differences().items():
            yield key, kept, counted
    if receptions.READER.is_current():
        for told, (kept, counted) in receptions.differences().items():
            yield told, kept, counted
