"""One operation for each step of every kind but the case: made of its table, like those of a case."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.http import Http404
from ninja import Router
from pydantic import BaseModel, Field

from wolaiban.api.asking import form_asking, required_of
from wolaiban.api.entrance import ApiRequest, TokenAuth
from wolaiban.api.files import NotThere, looked_at, opened
from wolaiban.api.sending import PARAMETER, once_of
from wolaiban.api.shapes import SENDING, refusals
from wolaiban.cases.process import CASE
from wolaiban.people.actor import Actor
from wolaiban.people.models import Scope
from wolaiban.process.errors import BadAnswer
from wolaiban.process.words import in_order
from wolaiban.workflow.choices import listed
from wolaiban.workflow.idempotency import Once, once_only
from wolaiban.workflow.kinds import Kind, every_kind
from wolaiban.workflow.models import AbstractEvent
from wolaiban.workflow.offers import AvailableStep, require
from wolaiban.workflow.performing import perform

AnyKind = Kind[Any, Any]
subjects = Router(tags=["办理"])


class Taken(BaseModel):
    """What was done, as it was written down: the same each time the same is sent again."""

    number: str = Field(title="编号")
    step: str = Field(title="步骤")
    seq: int = Field(title="第几条进展")
    stage: str = Field(title="办后的环节")
    at: str = Field(title="时间")
    hash: str = Field(title="这条进展的哈希")


def endpoint_for(kind: AnyKind, step: str) -> Callable[..., Taken]:
    form = form_asking(kind.process.asked[step], name=f"{kind.name}_{step}")

    def take(request: ApiRequest, number: str, answers: BaseModel) -> Taken:
        sent = once_of(request)
        once = Once(sent.key, sent.digest) if sent else None
        act = partial(_take, kind, step, request, number, answers, once)
        event = once_only(once, kind=kind, by=request.actor, act=act)
        return Taken(
            number=number, step=event.step, seq=event.seq, stage=event.target, at=event.told["at"],
            hash=bytes(event.hash).hex(),
        )  # fmt: skip

    take.__annotations__["answers"] = form
    if not required_of(kind.process.asked[step]):
        take.__defaults__ = (form.model_construct(),)
    return take


def _take(
    kind: AnyKind, step: str, request: ApiRequest, number: str, answers: BaseModel, once: Once | None
) -> AbstractEvent:
    """Whether the step is the actor's comes first: what it may be answered with may name what they may not see."""
    subject = kind.visible_to(request.actor).filter(number=number).first()
    if subject is None:
        raise Http404
    offered = require(request.actor, subject, step)
    given = {name: value for name, value in answers if value is not None}
    seen = given.pop("seen", None)
    found = _found(offered, kind.load(subject), request.actor, given)
    return perform(step, on=subject, by=request.actor, answers=found, expected_version=seen, once=once)


def _found(offered: AvailableStep, parts: Any, by: Actor, given: dict[str, Any]) -> dict[str, Any]:
    """The answers as `perform` takes them: what is chosen by its code as the thing itself, files as they may be kept."""
    kind, found, faults = offered.kind, dict(given), dict[str, str]()
    for asked in kind.process.asked[offered.step.name]:
        value = given.get(asked.name)
        if value in (None, "", []) or not (asked.kind.is_listed or asked.kind.is_files):
            continue
        try:
            if asked.kind.is_files:
                found[asked.name] = opened(looked_at(value))
            else:
                there = listed(kind, parts, by, asked.question)
                several = asked.kind.is_several
                found[asked.name] = [there[code] for code in value] if several else there[value]
        except KeyError:
            faults[asked.name] = f"“{asked.label}”没有这个选项。"
        except NotThere as why:
            faults[asked.name] = str(why)
    if faults:
        raise BadAnswer(faults)
    return found


def operation(kind: AnyKind, name: str) -> dict[str, Any]:
    step = kind.process.by_name[name]
    source = "、".join(stage.label for stage in in_order(step.source))
    who = "、".join(role.label for role in step.by_hand)
    asks = "、".join(asked.label for asked in kind.process.asked[name] if asked.required) or "无"
    return {
        "operation_id": f"{kind.name}_{name}",
        "url_name": f"{kind.name}_{name}",
        "summary": f"{kind.process.label}：{step.label}",
        "description": f"由{who}办，须在：{source}。必填：{asks}。令牌须有“{Scope.ACT.label}”权限。",
        "response": {200: Taken},
        "auth": TokenAuth(Scope.ACT),
        "openapi_extra": refusals(SENDING, parameters=[PARAMETER]),
    }


OPERATIONS = tuple(
    (kind, row.name)
    for kind in every_kind()
    if kind.process is not CASE  # see `steps`
    for row in kind.process.steps
    if row.by_hand and not row.begins
)
for each, name in OPERATIONS:
    path = f"/{each.name}/{{number}}/steps/{name}"
    subjects.add_api_operation(path, ["POST"], endpoint_for(each, name), **operation(each, name))
