"""Who may change what about notices."""

from __future__ import annotations

from wolaiban.cases.models import Case
from wolaiban.notices.models import Delivery
from wolaiban.people.actor import Actor
from wolaiban.people.authority import kept_from
from wolaiban.process.errors import NotAllowed
from wolaiban.process.words import DISTRICT_OFFICERS, OFFICERS, Function

CARETAKERS = DISTRICT_OFFICERS | {Function.ADMINISTRATOR}


def may_reword(actor: Actor) -> bool:
    """The district words its own messages."""
    return any(post.unit.is_district for post in actor.posts_as(CARETAKERS))


def require_caretaker(actor: Actor) -> None:
    if not may_reword(actor):
        raise NotAllowed(what="修改消息文本", who="区联席办或系统管理员")


def keeps_the_machine(actor: Actor) -> bool:
    """Who answers for the installation: administrators and the director of the district."""
    return any(unit.is_district for unit in kept_from(actor))


def require_machine_keeper(actor: Actor) -> None:
    if not keeps_the_machine(actor):
        raise NotAllowed(what="查看系统的运行情况", who="区级系统管理员")


def may_resend(actor: Actor, delivery: Delivery) -> bool:
    """Officers who see the case; what is about no case, the district. Reads `message`."""
    if delivery.message.case_id is None:
        return may_reword(actor)
    if not actor.posts_as(OFFICERS):
        return False
    return Case.objects.visible_to(actor).filter(pk=delivery.message.case_id).exists()
