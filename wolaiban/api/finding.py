"""From what a program names to what it means: codes, sign-in names and numbers become rows, files are cleaned."""

from __future__ import annotations

from typing import Any

from wolaiban.api.answers import SENT, AnswerSetting
from wolaiban.api.files import NotThere, opened
from wolaiban.cases.process import CASE, CaseStep
from wolaiban.cases.roles import standing
from wolaiban.process.errors import BadAnswer
from wolaiban.process.words import Role
from wolaiban.workflow.answers import checked


def answers_of(step: CaseStep, given: dict[str, Any], setting: AnswerSetting) -> dict[str, Any]:
    """The answers as `perform` takes them, or BadAnswer with everything that is wrong with them at once."""
    kinds = {asked.name: asked for asked in CASE.asked[step.name]}
    role = CASE.acting_as(step, standing(setting.actor, setting.circle))
    answers, faults = dict(given), {}
    for name in kinds.keys() & given.keys():
        value, kind = given[name], SENT[type(kinds[name].kind)]
        if not kind.finds or value in (None, [], ""):
            continue
        try:
            answers[name] = kind.find(value, setting)
        except NotThere as why:
            faults[name] = str(why) or f"“{kinds[name].label}”没有这个选项。"
    if faults:
        raise BadAnswer(_all_faults(step, role, answers) | faults)
    _open_files(step, role, answers)
    return answers


def _open_files(step: CaseStep, role: Role | None, answers: dict[str, Any]) -> None:
    for asked in CASE.asked[step.name]:
        if asked.kind.is_files and answers.get(asked.name):
            if faults := _all_faults(step, role, answers):
                raise BadAnswer(faults)
            try:
                answers[asked.name] = opened(answers[asked.name])
            except NotThere as why:
                raise BadAnswer({asked.name: str(why)}) from None


def _all_faults(step: CaseStep, role: Role | None, answers: dict[str, Any]) -> dict[str, str]:
    try:
        checked(CASE, step, role, answers)
    except BadAnswer as refusal:
        return refusal.fields
    return {}
