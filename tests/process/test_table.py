"""The grammar of the table: every step × role × stage is allowed exactly when its row says so."""

import re

import pytest

from wolaiban.process import rules
from wolaiban.process.errors import NotYours, TooLate, UnknownStep
from wolaiban.process.questions import ASKED, QUESTIONS, Kind
from wolaiban.process.table import BY_NAME, LADDERS, STEPS, Step
from wolaiban.process.words import OPEN_STAGES, Role, Stage

every_step = pytest.mark.parametrize("step", STEPS, ids=lambda step: step.name)


@every_step
@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("stage", Stage)
def test_a_step_is_refused_exactly_when_its_row_says_so(step: Step, role: Role, stage: Stage) -> None:
    if role not in step.by:
        with pytest.raises(NotYours):
            rules.check(step.name, at=stage, roles={role})
    elif stage not in step.source:
        with pytest.raises(TooLate):
            rules.check(step.name, at=stage, roles={role})
    else:
        assert rules.check(step.name, at=stage, roles={role}) is step
    assert (step in rules.steps_open_to({role}, stage)) == (role in step.by and stage in step.source)


def test_a_step_nobody_wrote_is_unknown() -> None:
    with pytest.raises(UnknownStep) as refusal:
        rules.check("vanish", at=Stage.REPORTED, roles=set(Role))
    assert refusal.value.status == 404


def test_names_are_used_once_and_can_stand_in_a_url() -> None:
    assert len(BY_NAME) == len(STEPS)
    assert all(re.fullmatch(r"[a-z]+(_[a-z]+)*", step.name) for step in STEPS)


@every_step
def test_every_row_can_be_taken_by_somebody_from_somewhere(step: Step) -> None:
    assert step.by
    assert step.source
    assert step.label


@every_step
def test_every_question_of_a_row_is_written(step: Step) -> None:
    assert all(asked.name in QUESTIONS for asked in ASKED[step.name])
    assert all(asked.question.choices for asked in ASKED[step.name] if asked.kind is Kind.CHOICE)


def test_every_question_is_asked_by_some_step() -> None:
    asked = {question.name for questions in ASKED.values() for question in questions}
    assert asked == set(QUESTIONS)


def test_every_guard_belongs_to_a_row() -> None:
    assert set(rules.GUARDS) <= set(BY_NAME)


def test_every_open_stage_has_a_ladder_the_clock_may_climb() -> None:
    assert set(LADDERS) == OPEN_STAGES
    for stage, ladder in LADDERS.items():
        for rung in ladder:
            assert Role.CLOCK in BY_NAME[rung.act].by
            assert stage in BY_NAME[rung.act].source
        assert [rung.share for rung in ladder] == sorted(rung.share for rung in ladder)


def test_every_stage_can_be_reached_and_every_open_stage_left() -> None:
    reached = {Stage.REPORTED} | {to for step in STEPS for to in step.to if to}
    assert reached == set(Stage)
    for stage in OPEN_STAGES:
        ways_on = [step.targets(stage) for step in STEPS if stage in step.source]
        assert any(stage not in targets for targets in ways_on)


def test_a_refusal_names_who_may() -> None:
    with pytest.raises(NotYours, match="承办单位负责人"):
        rules.check("whistle", at=Stage.WORKING, roles={Role.HANDLER})


def test_only_the_residents_side_judges_and_never_the_handler() -> None:
    assert BY_NAME["dispute"].by == {Role.RESIDENT}
    assert BY_NAME["confirm"].by == {Role.RESIDENT, Role.AGENT}  # the agent, on the resident's word
    assert Role.HANDLER not in BY_NAME["call_back"].by
    assert BY_NAME["uphold"].by == BY_NAME["redo"].by == {Role.ABOVE}
