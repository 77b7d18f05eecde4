"""A typical answer as the engine knows it: who is what to it, and what its steps change."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from wolaiban.cases.models import Case
from wolaiban.cases.queries.parties import people_behind
from wolaiban.cases.roles import Circle, standing
from wolaiban.cases.roles import Standing as CaseRoles
from wolaiban.people.actor import Actor
from wolaiban.people.officers import serves
from wolaiban.process.errors import BadAnswer
from wolaiban.process.words import DISTRICT_OFFICERS, LEADS, OFFICERS, RequestKind, Role, Stage
from wolaiban.publicity.models import TypicalAnswer
from wolaiban.publicity.process import AUTHOR, RELEASER, TYPICAL_ANSWER, WRITER, Facts
from wolaiban.residents.suspicions import suspicions
from wolaiban.workflow.context import StepContext
from wolaiban.workflow.kinds import Kind, Roles, register
from wolaiban.workflow.models import Event

WRITERS = frozenset({Role.AGENT, Role.HANDLER, Role.LEAD, Role.SUPERVISOR})


@dataclass
class TypicalParts:
    typical: TypicalAnswer

    @cached_property
    def authors(self) -> set[int | None]:
        """Whoever wrote or changed it."""
        events = Event.objects.filter(process=TYPICAL_ANSWER.name, subject=self.typical.pk)
        return set(events.filter(step__in=["write", "rewrite"]).values_list("actor", flat=True))


def may_write(actor: Actor, case: Case, roles: CaseRoles | None = None) -> bool:
    """Officers who had to do with the case (`roles`, if known); nothing is ever published of an accusation."""
    if case.kind == RequestKind.ACCUSATION or not actor.posts_as(OFFICERS):
        return False
    return not WRITERS.isdisjoint(standing(actor, Circle.of(case)) if roles is None else roles)


def roles(actor: Actor, parts: TypicalParts) -> Roles:
    """Releases: the head of the studio or of the township where the matter lay, or the district's office."""
    case, post = parts.typical.case, next(iter(actor.posts_as(OFFICERS)), None)
    held: Roles = {WRITER: post} if may_write(actor, case) else {}
    if actor.user and actor.user.pk in parts.authors:
        held = {**held, AUTHOR: post}
    for lead in actor.posts_as(LEADS | DISTRICT_OFFICERS):
        if lead.unit.is_district or lead.unit_id == case.township_id or serves(lead.unit, case.unit):
            return {**held, RELEASER: lead}
    return held


def facts(actor: Actor, parts: TypicalParts, held: Roles, at: datetime) -> Facts:
    return Facts(
        case_closed=parts.typical.case.stage == Stage.CLOSED,
        written_by_me=not actor.selves.isdisjoint(parts.authors),
    )


def write(context: StepContext[TypicalAnswer, TypicalParts]) -> None:
    typical = context.subject
    case = typical.case
    typical.township = case.township
    typical.topic = case.category.path.partition(" / ")[0] if case.category else ""
    rewrite(context)


def rewrite(context: StepContext[TypicalAnswer, TypicalParts]) -> None:
    context.fill("question", "answer", "checked_by_hand")
    context.subject.version += 1
    _refuse_identities(context.subject, "answer")


def release(context: StepContext[TypicalAnswer, TypicalParts]) -> None:
    """Looked through once more: a complainant may have told us their name since."""
    _refuse_identities(context.subject, "")
    context.subject.released_at = context.at


def _refuse_identities(typical: TypicalAnswer, field: str) -> None:
    found = suspicions(f"{typical.question}\n{typical.answer}", people_behind(typical.case))
    if certain := [str(one) for one in found if one.certain]:
        raise BadAnswer({field: f"里面有{'、'.join(certain)}，请改成一般的说法。"})
    if found and not typical.checked_by_hand:
        shown = "、".join(map(str, found))
        raise BadAnswer({field: f"可能认出是谁：{shown}。请改掉；确实无妨的，勾选“已逐处核对”。"})


KIND: Kind[TypicalAnswer, TypicalParts] = register(
    Kind(
        process=TYPICAL_ANSWER,
        model=TypicalAnswer,
        prefix="DX",
        load=TypicalParts,
        roles=roles,
        visible_to=TypicalAnswer.objects.visible_to,
        facts=facts,
        bodies={"write": write, "rewrite": rewrite, "release": release},
        worded=("topic", "question", "answer"),
        held_by="township",
    )
)
