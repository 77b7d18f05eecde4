"""A resident is heard at every open stage, in words or otherwise; and what was sent twice is written down once."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest
from pytest_django import Settings

from tests.cast import WAYS, Cast
from wolaiban.cases.kind import KIND
from wolaiban.cases.models import Case, Event
from wolaiban.ledger.verifying import Verification
from wolaiban.people.actor import Actor
from wolaiban.process.errors import BadAnswer, NotNow, Stale, TooLate
from wolaiban.process.words import OPEN_STAGES
from wolaiban.uploads.cleaning import Cleaned
from wolaiban.workflow.idempotency import KeyReused, Once, once_only
from wolaiban.workflow.offers import available
from wolaiban.workflow.performing import perform

VOICE = Cleaned(b"a voice", "audio/ogg", "录音.ogg")
OPEN = [stage for stage in WAYS if stage in OPEN_STAGES]


@pytest.fixture
def rail(cast: Cast) -> Case:
    return cast.report()


@pytest.mark.parametrize("stage", OPEN)
def test_something_can_be_added_at_every_open_stage(cast: Cast, rail: Case, stage: str) -> None:
    cast.moved_to(stage, rail)

    event = cast.take("supply", rail, "wang")

    assert (event.source, event.target) == (stage, stage)


@pytest.mark.parametrize("step", ["supply", "dispute", "reopen"])
def test_words_or_a_voice_but_something(
    cast: Cast, rail: Case, step: str, settings: Settings, tmp_path: object
) -> None:
    settings.DATA_DIR = tmp_path
    cast.moved_to("closed" if step == "reopen" else "answered", rail)
    wang = cast.actor("wang")

    with pytest.raises(BadAnswer) as refusal:
        perform(step, on=rail, by=wang, answers={})
    assert set(refusal.value.fields) == {"words"}
    with pytest.raises(BadAnswer):
        perform(step, on=rail, by=wang, answers={"words": "\u200b\u200b"})
    assert perform(step, on=rail, by=wang, answers={"photos": [VOICE]}).answers["photos"]


def test_the_level_above_is_asked_for_and_the_case_stays_where_it_is(cast: Cast, rail: Case) -> None:
    cast.moved_to("working", rail)
    holder, deadline = rail.holder, rail.deadline

    cast.take("ask_up", rail, "wang", words="村里一直没有人来。")

    assert (rail.stage, rail.holder, rail.deadline) == ("working", holder, deadline)
    assert not list(Verification().findings())


def test_above_the_district_there_is_nobody_to_ask(cast: Cast) -> None:
    case = cast.report(kind="accusation")

    with pytest.raises(NotNow, match="区里"):
        cast.take("ask_up", case, "wang", words="请上一级。")
    (offer,) = [o for o in available(cast.actor("wang"), case) if o.step.name == "ask_up"]
    assert offer.obstacle


def sent(step: str, case: Case, by: Actor, answers: dict[str, Any], *, key: str = "k", **how: Any) -> Event:
    """As a face does it: the key of the form, and a digest of what it held."""
    once = Once.of(key, f"{step} {case.pk} {answers}".encode())
    act = partial(perform, step, on=case, by=by, answers=answers, once=once, **how)
    event = once_only(once, kind=KIND, by=by, act=act)
    assert isinstance(event, Event)
    return event


def test_a_form_sent_twice_is_taken_once(cast: Cast, rail: Case) -> None:
    wang, said = cast.actor("wang"), {"words": " 是 3 号楼。 "}

    first = sent("supply", rail, wang, said)
    again = sent("supply", rail, wang, said)

    assert again == first
    assert rail.events.filter(step="supply").count() == 1


def test_something_else_under_the_same_key_is_refused(cast: Cast, rail: Case) -> None:
    wang = cast.actor("wang")
    sent("supply", rail, wang, {"words": "是 3 号楼。"})
    with pytest.raises(KeyReused):
        sent("supply", rail, wang, {"words": "也是 4 号楼。"})

    sent("supply", rail, wang, {"words": "也是 4 号楼。"}, key="k2")
    sent("supply", rail, wang, {"words": "是 3 号楼。"}, key="k3")
    assert rail.events.filter(step="supply").count() == 3


def test_the_same_words_of_two_people_are_two(cast: Cast) -> None:
    case = cast.report(reporters=("wang", "li"))
    for who in ("wang", "li"):
        sent("urge", case, cast.actor(who), {})

    assert case.events.filter(step="urge").count() == 2


def test_of_those_without_an_account_the_key_is_the_secret(cast: Cast, rail: Case) -> None:
    holder = Actor.with_receipt(rail.complainants.get().pk)

    first = sent("urge", rail, holder, {})

    assert sent("urge", rail, holder, {}) == first
    assert sent("urge", rail, holder, {}, key="another") != first
    assert sent("urge", rail, cast.actor("wang"), {}) != first


def test_a_judgement_sent_twice_does_not_come_too_late(
    cast: Cast, rail: Case, settings: Settings, tmp_path: object
) -> None:
    settings.DATA_DIR = tmp_path
    cast.moved_to("answered", rail)
    wang, turn = cast.actor("wang"), rail.turn
    said = {"solved": "yes", "satisfaction": "basically", "words": "装好了。", "photos": [VOICE]}

    first = sent("confirm", rail, wang, said, expected_version=turn)
    assert sent("confirm", rail, wang, said, expected_version=turn) == first
    with pytest.raises(KeyReused):
        sent("confirm", rail, wang, said | {"solved": "no"}, expected_version=turn)
    with pytest.raises(Stale):
        perform("confirm", on=rail, by=wang, answers=said | {"solved": "no"}, expected_version=turn)
    with pytest.raises(TooLate):
        perform("confirm", on=rail, by=wang, answers=said | {"solved": "no"})
