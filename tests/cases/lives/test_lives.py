"""Scripted lives leave the very history that is kept in `kept.jsonl`: what is rewritten inside changes nothing outside.

A wanted change is taken over with KEEP_LIVES=1; the difference is for the reviewer. A new step stands in a life of its
own behind all others: anywhere else it moves the moments and the keys of whatever comes later.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.cases.lives.naming import Names, rows_beside
from tests.cases.lives.script import LIVES, Stage
from tests.cast import Cast
from wolaiban.cases.actions import correcting
from wolaiban.cases.models import Event
from wolaiban.cases.process import CASE
from wolaiban.cases.steps import answer as answering
from wolaiban.ledger.verifying import Verification
from wolaiban.residents import actions as residents

KEPT = Path(__file__).with_name("kept.jsonl")
KEEP = "add a life behind the others; where the change is wanted: KEEP_LIVES=1 make test T=tests/cases/lives/test_lives.py"
ELSEWHERE = {"recount_time", "proceed"}  # see test_recounting, tests/mediation


@pytest.fixture
def play(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Stage:
    """All lives, played. Who is called back is not left to the lot, nor when somebody is forgotten to the clock."""
    stage = Stage(cast)
    monkeypatch.setattr(answering, "CALLED_BACK_ONE_IN", 1)
    monkeypatch.setattr(residents, "now", lambda: stage.at)
    monkeypatch.setattr(correcting, "now", lambda: stage.at)
    for life in LIVES:
        life(stage)
    return stage


def lines(play: Stage) -> Iterator[str]:
    """One for each event, with what has changed since the event before, then one for the rows beside them."""
    names = Names(play.cases)
    for case in play.cases.values():
        before: dict[str, Any] = {}
        for event in Event.objects.filter(case=case).select_related("case").order_by("seq"):
            told = names.event(event)
            after, told["after"] = told["after"], {
                name: value for name, value in told["after"].items() if before.get(name, "?") != value
            }  # fmt: skip
            before = after
            yield _line(told)
        yield _line({"beside": rows_beside(names, case)})


def _line(told: dict[str, Any]) -> str:
    return json.dumps(told, ensure_ascii=False, sort_keys=True, default=str)


def test_the_history_is_the_one_that_was_kept(play: Stage) -> None:
    written = list(lines(play))
    if os.environ.get("KEEP_LIVES"):
        KEPT.write_text("\n".join(written) + "\n", encoding="utf-8")
    assert written == KEPT.read_text(encoding="utf-8").splitlines(), KEEP


def test_every_step_is_in_it_and_the_verifier_finds_nothing_wrong(play: Stage) -> None:
    taken = set(Event.objects.values_list("step", flat=True).distinct())
    assert taken == CASE.by_name.keys() - ELSEWHERE
    assert list(Verification().findings()) == []
