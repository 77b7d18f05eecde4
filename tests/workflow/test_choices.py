"""What is listed for a question, for whom; and a table or a kind that lists what is not there."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest

from tests.cast import URBAN, Cast, unit
from tests.workflow.kind import ERRAND, KIND
from wolaiban.people.actor import CLOCK
from wolaiban.process.answers import OneListed
from wolaiban.process.contradictions import Contradiction
from wolaiban.process.questions import NoMore, Question
from wolaiban.process.words import Tier
from wolaiban.workflow import kinds
from wolaiban.workflow.choices import code_of, listed
from wolaiban.workflow.kinds import register
from wolaiban.workflow.paths import reached


class Rows:
    """Two tasks of the same unit, one reported by somebody."""

    def __init__(self, place: Any = None, person: int | None = None) -> None:
        self.subject = SimpleNamespace(place=place)
        reported = SimpleNamespace(pk=1, owner=place, person_id=person, state="reported")
        self.tasks = [reported, SimpleNamespace(pk=2, owner=place, person_id=None, state="open")]


def codes(answer: OneListed, rows: Rows, by: Any = CLOCK) -> list[str]:
    return list(listed(KIND, rows, by, Question("task", "哪项", answer)))


def test_rows_are_listed_by_what_they_are() -> None:
    assert codes(OneListed("tasks"), Rows()) == ["1", "2"]
    assert codes(OneListed("tasks", lambda task: task.state == "open"), Rows()) == ["2"]


def test_rows_are_listed_by_what_the_actor_is_to_them(cast: Cast) -> None:
    he = cast.actor("he")
    assert he.user
    rows = Rows(unit(URBAN), he.user.pk)
    assert codes(OneListed("tasks", for_unit="owner"), rows, he) == ["1", "2"]
    assert codes(OneListed("tasks", for_unit="owner"), rows, cast.actor("gao")) == []
    assert codes(OneListed("tasks", not_by="person"), rows, he) == ["2"]
    assert codes(OneListed("tasks", not_by="person"), rows, cast.actor("gao")) == ["1", "2"]
    assert codes(OneListed("tasks.owner"), rows) == [unit(URBAN).code]


def test_a_path_leads_from_the_parts_or_from_the_subject() -> None:
    place = SimpleNamespace(code="1")
    assert reached(Rows(place), "place") == [place]
    assert reached(Rows(place), "tasks.owner.code") == ["1", "1"]
    with pytest.raises(AttributeError):
        reached(Rows(place), "nothing")


def test_what_is_listed_is_sent_by_its_number_code_value_or_key() -> None:
    assert code_of(SimpleNamespace(pk=1, number="HS-1")) == "HS-1"
    assert code_of(SimpleNamespace(pk=1, code="01")) == "01"
    assert code_of(Tier.MINOR) == "minor"
    assert code_of(SimpleNamespace(pk=1)) == "1"


@pytest.mark.parametrize(
    "wrong",
    [
        {"waits": {"fly": ()}},
        {"waits": {"finish": (NoMore("what", "还有。"),)}},
        {"waits": {"finish": (NoMore("nothing", "还有。"),)}},
        {"together": {"ask": ("what", "tier")}},
        {"together": {"fly": ("tier",)}},
    ],
)
def test_a_table_that_waits_for_nothing_is_refused(wrong: Any) -> None:
    with pytest.raises(Contradiction):
        replace(ERRAND, **wrong)


@pytest.mark.parametrize("answer", [OneListed(), OneListed("tasks")])
def test_a_kind_that_lists_nothing_for_a_question_is_refused(
    answer: OneListed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kinds, "_registered", {})
    asking = replace(ERRAND, questions={**ERRAND.questions, "to": Question("to", "转给", answer)})
    with pytest.raises(ValueError, match="to"):
        register(replace(KIND, process=asking))
    register(replace(KIND, process=asking, choices={"to": lambda parts: []}))
    assert kinds.every_kind()
