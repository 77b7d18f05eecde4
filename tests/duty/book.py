"""The reception book in tests: entries with sensible answers; say only what the test is about."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from tests.cast import DONGFEN, Cast, unit
from wolaiban.cases.actions.registering import Reporter
from wolaiban.cases.models import Case
from wolaiban.duty.actions.recording import BookEntry, recorded
from wolaiban.duty.models import Reception
from wolaiban.duty.parts import ReceptionParts
from wolaiban.workflow.idempotency import Once

USUAL = {
    "outcome": "answered",
    "words": "问翻建要哪些手续，讲清楚了。",
    "way": "counter",
    "heads": 1,
    "times": "first",
}


def entry(
    code: str = DONGFEN,
    reporters: Sequence[Reporter] = (),
    case: Case | None = None,
    **answers: Any,
) -> BookEntry:
    door = unit(code)
    given = {"topic": ReceptionParts(Reception(unit=door)).topics[0], **USUAL, **answers}
    return BookEntry(door, given, reporters, case, invented=True)


def write(
    cast: Cast,
    by: str = "bai",
    *,
    once: Once | None = None,
    at: datetime | None = None,
    **what: Any,
) -> Reception:
    event = recorded(entry(**what), by=cast.actor(by), once=once, at=at)
    return Reception.objects.get(pk=event.subject)  # type: ignore[attr-defined]
