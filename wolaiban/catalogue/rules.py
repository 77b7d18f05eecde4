"""Who may change the catalogue, and what an edition must have before it is published."""

from __future__ import annotations

from wolaiban.people.actor import Actor
from wolaiban.process.errors import NotAllowed
from wolaiban.process.words import DISTRICT_OFFICERS, Function

CARETAKERS = DISTRICT_OFFICERS | {Function.ADMINISTRATOR}


def may_edit(actor: Actor) -> bool:
    """The district's officers and administrators, in a post at the district itself."""
    return any(post.unit.is_district for post in actor.posts_as(CARETAKERS))


def require_caretaker(actor: Actor) -> None:
    if not may_edit(actor):
        raise NotAllowed(what="修改事项目录", who="区联席办或系统管理员")
