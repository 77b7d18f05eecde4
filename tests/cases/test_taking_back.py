"""A slip of the hand: whoever has just done it takes it back, for ten minutes, and both stand in the history."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import transaction
from django.utils.timezone import now

from tests.cast import Cast
from wolaiban.cases.history.case_view import CaseReader, visible_case
from wolaiban.cases.history.timeline import Telling
from wolaiban.cases.models import Case
from wolaiban.desk.cases.page import CasePage
from wolaiban.ledger.verifying import Verification
from wolaiban.process.errors import NotNow, NotYours, TooLate
from wolaiban.workflow.performing import in_turn

MOVES_ON = {"turn", "seq", "head", "changed_at", "wake_at"}


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(now(), tick=True) as traveller:
        yield traveller


def columns(case: Case) -> dict[str, object]:
    found = Case.objects.values().get(pk=case.pk)
    return {name: value for name, value in found.items() if name not in MOVES_ON}


def people(case: Case) -> list[Any]:
    return list(case.complainants.order_by("pk").values())


@pytest.mark.parametrize("stage", ["reported", "working", "resolved", "answered"])
def test_all_stands_as_it_stood_and_both_stand_in_the_history(cast: Cast, rail: Case, stage: str) -> None:
    cast.moved_to(stage, rail)
    row, parties = columns(rail), people(rail)
    step = {"reported": "accept", "working": "resolve", "resolved": "answer", "answered": "confirm"}[stage]

    cast.take(step, rail, "qin")
    assert columns(rail) != row
    cast.take("take_back", rail, "qin")

    assert (columns(rail), people(rail)) == (row, parties)
    assert list(rail.events.order_by("-seq").values_list("step", flat=True))[:2] == ["take_back", step]
    assert list(Verification().findings()) == []


def test_one_after_the_other_goes_back_and_may_be_done_again(cast: Cast, rail: Case) -> None:
    cast.moved_to("answered", rail)
    for stage in ("resolved", "working", "reported"):
        cast.take("take_back", rail, "qin")
        assert rail.stage == stage
    assert (rail.handler, rail.category) == (None, None)
    with pytest.raises(TooLate):
        cast.take("take_back", rail, "qin")

    cast.take("accept", rail, "qin")
    cast.take("resolve", rail, "qin", result="这回写对了。")
    cast.take("answer", rail, "qin")
    assert rail.stage == "answered"
    assert list(Verification().findings()) == []


def test_what_was_done_in_one_go_goes_back_in_one(cast: Cast) -> None:
    case = cast.report(category=cast.category())
    usual = {step: cast.usual(step, case, "qin") for step in ("resolve", "answer", "confirm")}
    with transaction.atomic():
        in_turn(list(usual.items()), on=case, by=cast.actor("qin"))

    event = cast.take("take_back", case, "qin")

    assert case.stage == "reported"
    assert event.answers == {"back_to": 1, "undone": ["resolve", "answer", "confirm"]}
    shown = CasePage(visible_case(cast.actor("qin"), case.number), cast.actor("qin"))
    assert shown.story[0].told == "撤回了刚才的办结、反馈、评价，重来"


def test_after_ten_minutes_it_stands(cast: Cast, rail: Case, clock: time_machine.Traveller) -> None:
    cast.moved_to("resolved", rail)
    clock.shift(timedelta(minutes=9, seconds=50))
    page = CasePage(visible_case(cast.actor("qin"), rail.number), cast.actor("qin"))
    assert page.take_back is not None
    assert page.take_back_left in {"0:09", "0:10"}

    clock.shift(timedelta(seconds=11))
    with pytest.raises(NotNow, match="已过 10 分钟"):
        cast.take("take_back", rail, "qin")


def test_nobody_takes_back_what_another_did(cast: Cast, rail: Case) -> None:
    cast.moved_to("resolved", rail)  # by qin
    with pytest.raises(NotNow, match="谁办的，谁才能撤回"):
        cast.take("take_back", rail, "bai")
    with pytest.raises(NotYours):
        cast.take("take_back", rail, "gao")


@pytest.mark.parametrize(("step", "by"), [("note", "bai"), ("supply", "wang"), ("urge", "shen")])
def test_once_somebody_has_acted_it_stands(cast: Cast, rail: Case, step: str, by: str) -> None:
    cast.moved_to("resolved", rail)
    cast.take(step, rail, by)
    with pytest.raises(NotNow, match="之后已有新的进展"):
        cast.take("take_back", rail, "qin")


def test_an_acceptance_for_somebody_else_is_taken_back_by_whoever_pressed_it(cast: Cast, rail: Case) -> None:
    cast.take("accept", rail, "bai", handler=cast.user("qin"))
    with pytest.raises(NotNow, match="谁办的，谁才能撤回"):
        cast.take("take_back", rail, "qin")
    cast.take("take_back", rail, "bai")
    assert (rail.stage, rail.handler) == ("reported", None)
    assert list(Verification().findings()) == []


def test_a_residents_no_is_not_taken_back(cast: Cast, rail: Case) -> None:
    cast.moved_to("answered", rail)
    cast.take("confirm", rail, "qin", solved="no", satisfaction="unsatisfied")
    assert rail.stage == "disputed"
    with pytest.raises(TooLate):
        cast.take("take_back", rail, "qin")


def test_the_clock_goes_on_from_where_it_was(cast: Cast, rail: Case) -> None:
    cast.moved_to("working", rail)
    deadline, wake = rail.deadline, rail.wake_at
    cast.take("resolve", rail, "qin")
    assert rail.deadline != deadline
    cast.take("take_back", rail, "qin")
    assert (rail.deadline, rail.wake_at) == (deadline, wake)


def test_a_forged_taking_back_is_found(cast: Cast, rail: Case) -> None:
    """By somebody else's hand, or long after: the verifier knows the rule by itself."""
    from wolaiban.cases.verifying.invariants import wrongs

    cast.moved_to("resolved", rail)
    cast.take("take_back", rail, "qin")
    before, told = (event.told for event in rail.events.order_by("seq")[2:4])
    assert list(wrongs(told, before)) == []
    for forged in (
        {"actor": cast.user("bai").pk},
        {"at": (now() + timedelta(hours=1)).isoformat()},
        {"answers": {**told["answers"], "back_to": told["seq"]}},
    ):
        assert list(wrongs({**told, **forged}, before))


def story(cast: Cast, who: str, case: Case) -> list[Telling]:
    actor = cast.actor(who)
    return CaseReader(visible_case(actor, case.number), actor).story


def test_what_was_said_by_mistake_is_not_read_outside(cast: Cast, rail: Case) -> None:
    """It may have been meant for somebody else."""
    cast.moved_to("resolved", rail)
    cast.take("answer", rail, "qin", message="李家的低保批下来了。")
    assert "李家" in str(story(cast, "wang", rail))

    cast.take("take_back", rail, "qin")
    assert "李家" not in str(story(cast, "wang", rail))
    assert [telling.step for telling in story(cast, "wang", rail)][:2] == ["take_back", "answer"]
    assert "李家" in str(story(cast, "qin", rail))
    cast.take("answer", rail, "qin", message="扶手装好了。")
    assert "扶手装好了" in str(story(cast, "wang", rail))


def test_the_form_starts_with_what_was_taken_back(cast: Cast, rail: Case) -> None:
    from wolaiban.web.forms import step_form

    cast.moved_to("working", rail)
    cast.take("resolve", rail, "qin", result="换了闭门器。", disposition="partly")
    assert step_form("answer", rail, cast.actor("qin"))["message"].value() == "换了闭门器。"

    cast.take("take_back", rail, "qin")
    form = step_form("resolve", rail, cast.actor("qin"))
    assert (form["result"].value(), form["disposition"].value()) == ("换了闭门器。", "partly")
