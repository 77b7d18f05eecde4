"""What holds of the process of every kind: written once, asked of whatever the registry knows.

That tables do not contradict themselves is checked when they are made (`contradictions`); here is what they answer.
"""

from itertools import product
from typing import Any

import pytest

from wolaiban.process.errors import NotNow, NotYours, ProcessError, TooLate
from wolaiban.process.questions import Asked
from wolaiban.process.registry import AnyProcess, every_process

every_kind = pytest.mark.parametrize("process", every_process(), ids=lambda process: process.name)
every_step = pytest.mark.parametrize(
    ("process", "name"),
    [(process, step.name) for process in every_process() for step in process.steps],
    ids=lambda value: value if isinstance(value, str) else value.name,
)


def refusal_of(process: AnyProcess, name: str, stage: Any, role: Any) -> type[ProcessError] | None:
    try:
        assert process.check(name, at=stage, roles={role}) is process.by_name[name]
    except ProcessError as refused:
        return type(refused)
    return None


@every_step
def test_a_step_is_refused_exactly_when_its_row_says_so(process: AnyProcess, name: str) -> None:
    """Each role at each stage, and where nothing is there yet. One test a step: all that differs from the row is told."""
    step = process.by_name[name]
    wrong = []
    for role, stage in product(process.all_roles, (None, *process.all_stages)):
        starts = step.begins if stage is None else stage in step.source
        refusal = None if starts else (TooLate if stage else NotNow)
        expected = NotYours if role not in step.by else refusal
        outcome = refusal_of(process, name, stage, role)
        is_open = step in process.open_to({role}, stage)
        if outcome is not expected or is_open is not (expected is None):
            wrong.append((role, stage, outcome, is_open))
    assert not wrong


@every_step
def test_every_question_of_a_step_has_words_and_a_reason_to_give_it(process: AnyProcess, name: str) -> None:
    asked = process.asked[name]
    assert all(isinstance(each, Asked) and each.label and each.label in each.missing for each in asked)
    assert len({each.name for each in asked}) == len(asked)


@every_step
def test_who_takes_a_step_is_one_of_those_who_may(process: AnyProcess, name: str) -> None:
    step = process.by_name[name]
    assert process.acting_as(step, process.all_roles) in step.by
    assert process.acting_as(step, set(process.all_roles) - step.by) is None


@every_kind
def test_a_kind_is_known_by_one_name(process: AnyProcess) -> None:
    assert [other.name for other in every_process()].count(process.name) == 1
    assert process.open_to(set(process.all_roles), None), "something begins it"


@every_kind
def test_words_of_stages_and_roles_fit_the_columns_of_an_event(process: AnyProcess) -> None:
    assert all(len(step.name) <= 24 for step in process.steps)
    assert all(len(stage.value) <= 12 for stage in process.all_stages)
    assert all(len(role.value) <= 12 for role in process.all_roles)
