"""Who may write a typical answer, who may release it, who may take it back."""

from __future__ import annotations

from wolaiban.cases.models import Case
from wolaiban.cases.roles import Circle, Standing, serves, standing
from wolaiban.people.actor import Actor
from wolaiban.process.errors import NotAllowed, NotNow
from wolaiban.process.words import DISTRICT_OFFICERS, LEADS, OFFICERS, RequestKind, Role, Stage
from wolaiban.publicity.models import TypicalAnswer
from wolaiban.publicity.states import EditKind, TypicalState

WRITERS = frozenset({Role.AGENT, Role.HANDLER, Role.LEAD, Role.SUPERVISOR})
WHO_WRITES = "经办单位、代理工作室或区联席办的工作人员"
WHO_RELEASES = "工作室负责人、镇街负责人或区联席办"


def may_write(actor: Actor, case: Case, roles: Standing | None = None) -> bool:
    """Officers who had to do with the case (`roles`, if known); nothing is ever published of an accusation."""
    if case.kind == RequestKind.ACCUSATION or not actor.posts_as(OFFICERS):
        return False
    return not WRITERS.isdisjoint(standing(actor, Circle.of(case)) if roles is None else roles)


def may_release(actor: Actor, typical: TypicalAnswer) -> bool:
    """The head of the studio or of the township where the matter lay, or the district's office. Reads `case.unit`."""
    case = typical.case
    for post in actor.posts_as(LEADS | DISTRICT_OFFICERS):
        unit = post.unit
        if unit.is_district or unit.pk == case.township_id or serves(unit, case.unit):
            return True
    return False


def may_rewrite(actor: Actor, typical: TypicalAnswer) -> bool:
    """Whoever could have written it, and whoever looks through it before it is released."""
    return may_write(actor, typical.case) or may_release(actor, typical)


def has_written(actor: Actor, typical: TypicalAnswer) -> bool:
    wrote = typical.edits.filter(kind__in=[EditKind.WRITTEN, EditKind.REWRITTEN])
    return actor.user is not None and wrote.filter(by=actor.user).exists()


def check_may_write(actor: Actor, case: Case) -> None:
    if not may_write(actor, case):
        raise NotAllowed(what="为这一件拟写典型答复", who=WHO_WRITES)
    if case.stage != Stage.CLOSED:
        raise NotNow("事项办结以后，才能拟写典型答复。")


def check_may_rewrite(actor: Actor, typical: TypicalAnswer) -> None:
    if not may_rewrite(actor, typical):
        raise NotAllowed(what="修改这条典型答复", who=f"{WHO_WRITES}、{WHO_RELEASES}")
    if typical.state != TypicalState.DRAFT:
        raise NotNow("已经公布或撤下的不能再改。内容有误的，请撤下后重新拟写。")


def check_may_release(actor: Actor, typical: TypicalAnswer) -> None:
    if not may_release(actor, typical):
        raise NotAllowed(what="审核公布典型答复", who=WHO_RELEASES)
    if typical.state != TypicalState.DRAFT:
        raise NotNow("这条已经公布或撤下。请刷新后查看。")
    if has_written(actor, typical):
        raise NotNow("拟写或修改过的人不能自己公布，请另一位负责人审核。")


def check_may_withdraw(actor: Actor, typical: TypicalAnswer) -> None:
    if not (may_release(actor, typical) or has_written(actor, typical)):
        raise NotAllowed(what="撤下典型答复", who=f"拟写人、{WHO_RELEASES}")
    if typical.state == TypicalState.WITHDRAWN:
        raise NotNow("这条已经撤下。")
