"""An associate as the engine knows one."""

from __future__ import annotations

from wolaiban.associates.models import Associate
from wolaiban.associates.parts import AssociateParts, is_of, visible_to
from wolaiban.associates.process import ASSOCIATE, OFFICER, SELF
from wolaiban.associates.steps import BODIES
from wolaiban.people.actor import Actor
from wolaiban.people.officers import serves
from wolaiban.process.words import OFFICERS
from wolaiban.workflow.kinds import Kind, Roles, register
from wolaiban.workflow.relations import roles_by


def at_the_counter(actor: Actor, parts: AssociateParts) -> Roles:
    """Who may enlist somebody: officers of the unit where they come."""
    unit = parts.subject.unit if parts.subject.unit_id else None
    posts = [post for post in actor.posts_as(OFFICERS) if unit and serves(post.unit, unit)]
    return {OFFICER: posts[0]} if posts else {}


in_office = roles_by(ASSOCIATE, begins=at_the_counter)


def roles(actor: Actor, parts: AssociateParts) -> Roles:
    held = in_office(actor, parts)
    if parts.subject.seq and is_of(actor, parts.subject):
        return {**held, SELF: next(iter(actor.own_posts), None)}
    return held


KIND: Kind[Associate, AssociateParts] = register(
    Kind(
        process=ASSOCIATE,
        model=Associate,
        prefix="DY",
        load=AssociateParts,
        roles=roles,
        visible_to=visible_to,
        bodies=BODIES,
        worded=("skill_line", "speech"),
        added={2: {"terms": []}},
        held_by="unit",
        page="/associates/{pk}/",
    )
)
