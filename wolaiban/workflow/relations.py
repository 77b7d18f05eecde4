"""What somebody is to a subject, by the units and people that its columns name: the holders of its table, asked of rows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from wolaiban.people.actor import Actor
from wolaiban.people.models import Post
from wolaiban.people.officers import holds_office, serves
from wolaiban.process.grammar import Process
from wolaiban.process.holders import RoleHolder
from wolaiban.process.words import LEADS, OFFICERS
from wolaiban.workflow.kinds import Roles
from wolaiban.workflow.paths import reached


def roles_by(
    process: Process[Any, Any, Any], *, begins: Callable[[Actor, Any], Roles]
) -> Callable[[Actor, Any], Roles]:
    """`Kind.roles` of a kind whose table names the holders; `begins` says who may begin one, which is not there yet.

    Each role comes with the first of the actor's posts that gives it. The clock has its own.
    """

    def held(actor: Actor, parts: Any) -> Roles:
        if actor.is_clock:
            return {process.roles("clock"): None}
        if not parts.subject.seq:
            return begins(actor, parts)
        posts = actor.posts_as(OFFICERS)[::-1]
        return {one.role: post for post in posts for one in process.holders if _holds(one, post, parts)}

    return held


def _holds(one: RoleHolder, post: Post, parts: Any) -> bool:
    units = [unit for unit in reached(parts, one.unit) if serves(post.unit, unit)]
    if one.only_leads and post.function_word not in LEADS:
        return False
    if not (units and one.named):
        return bool(units)
    named = getattr(parts.subject, f"{one.named}_id")
    if post.user_id == named:
        return True
    return one.or_lead and post.function_word in LEADS and not (named and holds_office(named, units[0]))
