"""What the process of a case promises, beside what holds of every process."""

from dataclasses import replace

import pytest

from wolaiban.cases.presentation import PRESENTATION, ToldTo
from wolaiban.cases.process import CASE
from wolaiban.process.contradictions import Contradiction
from wolaiban.process.words import OPEN_STAGES, Role, Stage


def test_every_open_stage_has_a_ladder() -> None:
    assert set(CASE.ladders) == OPEN_STAGES


def test_a_case_begins_by_being_reported() -> None:
    assert [(step.name, step.to) for step in CASE.steps if step.begins] == [("register", (Stage.REPORTED,))]


def test_only_the_residents_side_judges_and_never_the_handler() -> None:
    by = {step.name: step.by for step in CASE.steps}
    assert by["dispute"] == {Role.RESIDENT}
    assert by["confirm"] == {Role.RESIDENT, Role.AGENT}  # the agent, on the resident's word
    assert Role.HANDLER not in by["call_back"]
    assert by["uphold"] == by["redo"] == {Role.ABOVE}


def test_what_cannot_be_raised_is_flagged() -> None:
    rungs = [rung for ladder in CASE.ladders.values() for rung in ladder if rung.act == "raise"]
    assert rungs
    assert {rung.at_top for rung in rungs} == {"flag"}


def test_nobody_is_told_an_answer_that_no_step_gives() -> None:
    for name in (("note", "advise"), ("advise", "text")):
        told_to = {**PRESENTATION.told_to, name: {ToldTo.PARTIES}}
        with pytest.raises(Contradiction, match=f"{name[0]} tells {name[1]}"):
            replace(CASE, presentation=replace(PRESENTATION, told_to=told_to))


def test_whoever_took_a_step_is_told_in_a_sentence_what_is_so_now() -> None:
    """Not “已办理：办结。”, which says no more than the button did. Who was forgotten or put right is told elsewhere."""
    pressed = {step.name for step in CASE.on_it.values() if step.by_hand}
    assert pressed - PRESENTATION.said.keys() <= {"erase", "correct"}
    for name, sentence in PRESENTATION.said.items():
        assert sentence.endswith("。"), name
        assert "：" not in sentence, name


def test_what_officers_write_down_is_told_apart_by_its_name() -> None:
    """What they ask of residents, what they take down for them, what they note for themselves."""
    called = {name: CASE.called_for(CASE.by_name[name], Role.AGENT) for name in ("ask", "supply", "note")}
    assert called == {"ask": "请居民补充", "supply": "代记补充", "note": "工作记录"}
