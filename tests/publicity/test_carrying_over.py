"""What was recorded before there were events: carried over into a chain that verifies as any other."""

from __future__ import annotations

from datetime import timedelta
from importlib import import_module
from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from django.utils.timezone import now

from tests.cast import Cast
from wolaiban.publicity.kind import KIND
from wolaiban.publicity.models import TypicalAnswer
from wolaiban.workflow import chain
from wolaiban.workflow.bodies import after_of
from wolaiban.workflow.history import story_of
from wolaiban.workflow.models import Event

EVENTS_OF = import_module("wolaiban.publicity.migrations.0002_events_in_place_of_edits")._events
LIVES = {
    "draft": [("written", "bai"), ("rewritten", "fang")],
    "released": [("written", "bai"), ("released", "qin")],
    "withdrawn": [("written", "bai"), ("released", "qin"), ("withdrawn", "bai")],
}


@pytest.mark.parametrize("stage", LIVES)
def test_a_record_becomes_an_event_of_a_chain(cast: Cast, stage: str) -> None:
    case, then = cast.moved_to("closed", cast.report()), now()
    typical = TypicalAnswer.objects.create(
        case=case, number="DX-2026-000001", question="问", answer="答", stage=stage, changed_at=then,
        released_at=None if stage == "draft" else then, township=case.township,
    )  # fmt: skip
    typical.withdrawn_because = "政策变了" if stage == "withdrawn" else ""  # type: ignore[attr-defined]
    edits = [
        SimpleNamespace(kind=kind, by_id=cast.user(who).pk, at=then + timedelta(minutes=n))
        for n, (kind, who) in enumerate(LIVES[stage])
    ]
    events: list[Any] = Event.objects.bulk_create(EVENTS_OF(apps, typical, edits))

    prev = b""
    for event in events:
        told = {"alg": event.alg, "number": typical.number, "seq": event.seq, "prev": prev}
        assert bytes(event.hash) == chain.event_hash(**told, body=bytes(event.body))
        prev = bytes(event.hash)
    assert (typical.seq, bytes(typical.head)) == (len(edits), prev)
    assert events[-1].told["after"] == after_of(KIND, typical, KIND.load(typical))
    told_now = story_of(typical, {})
    assert [(one.step, one.who) for one in told_now] == [
        ({"written": "write", "rewritten": "rewrite", "released": "release", "withdrawn": "withdraw"}[kind],
         str(cast.user(who))) for kind, who in LIVES[stage]
    ]  # fmt: skip
    assert [quote.words for one in told_now for quote in one.quotations] == (
        ["政策变了"] if stage == "withdrawn" else []
    )
