"""One operation for each row of the process table that a person may take."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from ninja import Router
from pydantic import BaseModel

from wolaiban.api.answers import AnswerSetting
from wolaiban.api.asking import form_asking, required_of
from wolaiban.api.entrance import ApiRequest, TokenAuth
from wolaiban.api.finding import answers_of
from wolaiban.api.sending import PARAMETER, once_of
from wolaiban.api.shapes import SENDING, Done, refusals
from wolaiban.cases.history.case_view import visible_case
from wolaiban.cases.kind import KIND
from wolaiban.cases.process import CASE, CaseStep
from wolaiban.cases.roles import Circle, require_open
from wolaiban.people.actor import Actor
from wolaiban.people.models import Scope
from wolaiban.process.words import in_order
from wolaiban.workflow.idempotency import Once, once_only
from wolaiban.workflow.models import AbstractEvent
from wolaiban.workflow.performing import perform

AROUND = ("holder__parent__parent", "merged_into")  # what the rules look at; the lock reads the rest
FOR_PEOPLE = tuple(step for step in CASE.on_it.values() if step.by_hand)
steps = Router(tags=["办理"])


def endpoint_for(step: CaseStep) -> Callable[..., Done]:
    form = form_asking(CASE.asked[step.name], name=step.name)

    def take(request: ApiRequest, number: str, answers: BaseModel) -> Done:
        once = once_of(request)
        act = partial(_take, step, number=number, by=request.actor, answers=answers, once=once)
        return Done.of(once_only(once, kind=KIND, by=request.actor, act=act))

    take.__annotations__["answers"] = form
    if not required_of(CASE.asked[step.name]):
        take.__defaults__ = (form.model_construct(),)
    return take


def _take(step: CaseStep, *, number: str, by: Actor, answers: BaseModel, once: Once | None) -> AbstractEvent:
    """Whether the step is the actor's comes first: what it may be answered with names other people in the case."""
    case = visible_case(by, number, AROUND)
    circle = Circle.of(case)
    require_open(step.name, by, circle)
    given = {name: value for name, value in answers if value is not None}
    seen = given.pop("seen", None)
    found = answers_of(step, given, AnswerSetting(circle, by))
    return perform(step.name, on=case, by=by, answers=found, expected_version=seen, once=once)


def description_of(step: CaseStep) -> str:
    source = "、".join(stage.label for stage in in_order(step.source))
    who = "、".join(role.label for role in step.by_hand)
    asks = "、".join(asked.label for asked in CASE.asked[step.name] if asked.required) or "无"
    return f"由{who}办，此件须在：{source}。必填：{asks}。令牌须有“{Scope.ACT.label}”权限。"


def operation(step: CaseStep) -> dict[str, Any]:
    return {
        "operation_id": step.name,
        "url_name": step.name,
        "summary": step.label,
        "description": description_of(step),
        "response": {200: Done},
        "auth": TokenAuth(Scope.ACT),
        "openapi_extra": refusals(SENDING, parameters=[PARAMETER]),
    }


for row in FOR_PEOPLE:
    steps.add_api_operation(f"/cases/{{number}}/{row.name}", ["POST"], endpoint_for(row), **operation(row))
