"""What is answered: the shapes of cases, steps and stories as programs read them."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Self

from pydantic import BaseModel, Field

from wolaiban.cases.models import Event
from wolaiban.people.models import Scope
from wolaiban.places.models import Unit
from wolaiban.process.words import Word
from wolaiban.workflow.models import AbstractEvent


class Named(BaseModel):
    """A code for programs and the name people read."""

    code: str
    name: str

    @classmethod
    def word(cls, word: Word | None) -> Self | None:
        return cls(code=word.value, name=word.label) if word is not None else None

    @classmethod
    def unit(cls, unit: Unit) -> Self:
        return cls(code=unit.code, name=str(unit))


class Done(BaseModel):
    """What was done, as it was written down: the same each time the same is sent again."""

    number: str = Field(title="件号")
    step: str = Field(title="步骤")
    seq: int = Field(title="第几条进展")
    stage: str = Field(title="办后的环节")
    turn: int = Field(title="办后的 turn")
    at: datetime = Field(title="时间")
    hash: str = Field(title="这条进展的哈希")

    @classmethod
    def of(cls, event: AbstractEvent) -> Self:
        """Everything from the event itself, whatever has become of the case since."""
        assert isinstance(event, Event)
        return cls(
            number=event.case.number,
            step=event.step,
            seq=event.seq,
            stage=event.target,
            turn=event.after["turn"],
            at=event.at,
            hash=bytes(event.hash).hex(),
        )


class CaseLine(BaseModel):
    """A case in a list. What is null is not told to the reader, or not known yet."""

    number: str
    title: str
    stage: Named
    urgent: bool
    unit: Named
    holder: Named
    registered_at: datetime
    deadline: datetime | None
    paused: bool
    tier: Named | None
    category: Named | None
    channel: Named | None
    handler: str | None


class CaseList(BaseModel):
    cases: list[CaseLine]
    older: int | None = Field(description="下一页：以 older 传回")
    newer: int | None = Field(description="上一页：以 newer 传回")


class StepQuestion(BaseModel):
    """One question of a step. `choices` is null where anything may be written, or where there are too many to list."""

    name: str
    label: str
    help: str
    required: bool
    choices: list[Named] | None


class OpenStep(BaseModel):
    """A step that is the reader's to take; `obstacle` says what must happen first."""

    name: str
    label: str
    obstacle: str | None
    asks: list[StepQuestion]


class Party(BaseModel):
    """Somebody who complains, masked."""

    id: int
    name: str
    phone: str
    relation: Named
    representative: bool
    reachable: bool
    is_me: bool
    answered_at: datetime | None
    judged_at: datetime | None
    solved: Named | None
    satisfaction: Named | None


class Called(BaseModel):
    """A department that was whistled for."""

    department: Named
    leads: bool
    state: Named
    report_due: datetime | None
    due: datetime | None
    question: str
    contact: str


class File(BaseModel):
    id: int
    name: str
    media_type: str
    size: int
    url: str


class Said(BaseModel):
    label: str
    words: str


class Told(BaseModel):
    """One event in plain words, as the page tells it."""

    step: str
    who: str
    post: str
    told: str
    at: datetime
    moved_to: str
    stage: Named | None
    facts: list[Said]
    quotations: list[Said]
    attachments: list[File]


class Joined(BaseModel):
    """What was said in a matter that was merged into the one that is read."""

    number: str | None = Field(description="您不能打开的不说")
    story: list[Told]


class CaseRead(CaseLine):
    """A case with its story, newest first, and the steps open to the reader."""

    turn: int
    place: str
    agent: str
    kind: Named | None
    merged_into: str | None
    closed_at: datetime | None
    disposition: Named | None
    why: list[str] = Field(description="时限怎么来的")
    parties: list[Party]
    summonses: list[Called]
    steps: list[OpenStep]
    story: list[Told]
    joined: list[Joined]


class UnitFound(Named):
    full_name: str
    kind: Named


class CategoryFound(Named):
    path: str
    tier: Named


class Me(BaseModel):
    """For whom a token speaks, and what it opens."""

    username: str
    name: str
    posts: list[str]
    token: str
    scopes: list[Scope]
    expires_at: datetime


class Problem(BaseModel):
    """Why it was refused. `type` is for programs, `title` for people; `errors` says what is wrong by field."""

    type: str
    title: str
    status: int
    errors: dict[str, str] | None = None


PROBLEM: dict[str, Any] = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
REFUSALS = {
    400: "请求的内容格式不对",
    401: "没有令牌，或令牌已失效",
    403: "令牌没有这项权限，或不由您来办",
    404: "没有，或您不能查看",
    409: "此件有了新的进展，或先要办别的",
    410: "已经删除",
    413: "内容太大",
    415: "不是 JSON",
    422: "填写有误，errors 逐项说明",
    429: "太频繁，Retry-After 是要等的秒数",
    503: "没有收到，请稍后再试",
}
READING, SENDING = (400, 401, 403, 404, 422, 429, 503), tuple(REFUSALS)


def refusals(statuses: tuple[int, ...], **more: Any) -> dict[str, Any]:
    """For the published schema: how each status is told."""
    told = {status: {"description": REFUSALS[status], "content": PROBLEM} for status in statuses}
    return {"responses": told, **more}
