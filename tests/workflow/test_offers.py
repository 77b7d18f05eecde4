"""What may be done with a subject, by whom; and what happened to it, told to whom."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.cast import Cast
from tests.workflow.kind import KIND, Errand
from wolaiban.process.errors import NotNow, NotYours
from wolaiban.workflow.history import story_of
from wolaiban.workflow.kinds import every_kind, kind_named, kind_of, register
from wolaiban.workflow.offers import available, require
from wolaiban.workflow.performing import perform


def test_buttons_are_what_the_table_opens_with_what_stands_in_the_way(errands: Cast, errand: Errand) -> None:
    assert [one.step.name for one in available(errands.actor("bai"), Errand(asker=errand.asker))] == ["ask"]
    perform("add_stop", on=errand, by=errands.actor("bai"), answers={"what": "东门"})
    offered = {one.step.name: one.obstacle for one in available(errands.actor("qin"), errand)}
    assert list(offered) == ["tick", "finish", "rest"]
    assert isinstance(offered["finish"], NotNow)
    assert offered["tick"] is None


def test_a_form_is_drawn_only_for_those_who_may_take_the_step_now(errands: Cast, errand: Errand) -> None:
    perform("add_stop", on=errand, by=errands.actor("bai"), answers={"what": "东门"})
    assert require(errands.actor("qin"), errand, "tick").label == "到一站"
    with pytest.raises(NotYours):
        require(errands.actor("bai"), errand, "tick")
    with pytest.raises(NotNow, match="还有 1 站"):
        require(errands.actor("qin"), errand, "finish")


def test_a_story_tells_words_only_to_whom_they_are_for(errands: Cast, errand: Errand) -> None:
    qin, bai = errands.actor("qin"), errands.actor("bai")
    perform("finish", on=errand, by=qin, answers={"what": "米没有了"})
    errand.refresh_from_db()
    parts = KIND.load(errand)

    told = story_of(errand, KIND.roles(bai, parts))
    assert [(one.who, one.label) for one in told] == [(str(bai), "托付"), (str(qin), "办妥")]
    assert [(quote.label, quote.words) for one in told for quote in one.quotations] == [
        ("什么事", "买米"),
        ("什么事", "米没有了"),
    ]
    assert [len(one.quotations) for one in story_of(errand, KIND.roles(qin, parts))] == [1, 0]


def test_kinds_are_known_by_name_and_row(errands: Cast, errand: Errand) -> None:
    assert KIND in every_kind()
    assert kind_named("errand") is KIND
    assert kind_of(errand) is KIND
    with pytest.raises(LookupError):
        kind_of(errand.asker)


def test_two_kinds_share_no_prefix_and_no_table(errands: Cast) -> None:
    other = replace(KIND, process=replace(KIND.process, name="other"))
    with pytest.raises(ValueError, match="errand"):
        register(other)
