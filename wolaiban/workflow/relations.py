"""What somebody is to a subject, by the units and people that its columns name: who holds which role, declared."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from wolaiban.people.actor import Actor
from wolaiban.people.models import Post
from wolaiban.people.officers import holds_office, serves
from wolaiban.process.words import LEADS, OFFICERS, RoleWord
from wolaiban.workflow.kinds import Roles
from wolaiban.workflow.paths import reached


@dataclass(frozen=True)
class WorksFor:
    """Officers of the unit to which a path leads, or of any where it leads to more."""

    role: RoleWord
    unit: str

    def holds(self, post: Post, parts: Any) -> bool:
        return any(serves(post.unit, unit) for unit in reached(parts, self.unit))


@dataclass(frozen=True)
class NamedBy:
    """The person in a column, for as long as they work for the unit in another.

    With `or_lead` its leads, while nobody is named or who was has left.
    """

    role: RoleWord
    person: str
    unit: str
    or_lead: bool = False

    def holds(self, post: Post, parts: Any) -> bool:
        unit, named = getattr(parts.subject, self.unit), getattr(parts.subject, f"{self.person}_id")
        if not serves(post.unit, unit):
            return False
        if post.user_id == named:
            return True
        return self.or_lead and post.function_word in LEADS and not (named and holds_office(named, unit))


def roles_by(
    *relations: WorksFor | NamedBy, begins: Callable[[Actor, Any], Roles]
) -> Callable[[Actor, Any], Roles]:
    """`Kind.roles` for what stands in columns; `begins` says who may begin a subject, which is not there yet.

    A role comes from the first of somebody's posts that gives it. The clock has its own.
    """
    clock = type(relations[0].role)

    def held(actor: Actor, parts: Any) -> Roles:
        if actor.is_clock:
            return {clock("clock"): None}
        if not parts.subject.seq:
            return begins(actor, parts)
        return dict(each(actor, parts))

    def each(actor: Actor, parts: Any) -> Iterator[tuple[RoleWord, Post]]:
        for post in actor.posts_as(OFFICERS)[::-1]:
            yield from ((one.role, post) for one in relations if one.holds(post, parts))

    return held
