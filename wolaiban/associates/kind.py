"""An associate and a committee of mediators as the engine knows them."""

from __future__ import annotations

from wolaiban.associates.clock import REMINDERS, alarms
from wolaiban.associates.committees import COMMITTEE_BODIES, CommitteeParts, visible_committees
from wolaiban.associates.models import Associate, MediationCommittee
from wolaiban.associates.parts import AssociateParts, is_of, visible_to
from wolaiban.associates.process import ASSOCIATE, COMMITTEE, OFFICER, SELF, CommitteeRole
from wolaiban.associates.signing_up import SIGNING_UP, joined
from wolaiban.associates.steps import BODIES
from wolaiban.people.actor import ANYBODY, Actor
from wolaiban.people.officers import serves
from wolaiban.process.words import LEADS, OFFICERS
from wolaiban.workflow import chain
from wolaiban.workflow.kinds import Kind, Roles, register
from wolaiban.workflow.relations import roles_by


def at_the_counter(actor: Actor, parts: AssociateParts) -> Roles:
    """Who may enlist somebody: officers of the unit where they come; on their own phone they offer it themselves."""
    if actor == ANYBODY:
        return {SELF: None}
    unit = parts.subject.unit if parts.subject.unit_id else None
    posts = [post for post in actor.posts_as(OFFICERS) if unit and serves(post.unit, unit)]
    return {OFFICER: posts[0]} if posts else {}


def where_it_is(actor: Actor, parts: CommitteeParts) -> Roles:
    """Who may write a committee down: those who work where it is."""
    unit = parts.subject.unit if parts.subject.unit_id else None
    posts = [post for post in actor.posts_as(OFFICERS)[::-1] if unit and serves(post.unit, unit)]
    leading = [post for post in posts if post.function_word in LEADS]
    held = ((CommitteeRole.LEAD, leading), (CommitteeRole.OFFICER, posts))
    return {role: found[-1] for role, found in held if found}


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
        bodies={**BODIES, **SIGNING_UP, **REMINDERS},
        alarms=alarms,
        joined=joined,
        worded=("skill_line", "speech"),
        added={2: {"terms": []}, 3: {"reminders": chain.digest({"rows": []}), "wake_at": None}},
        held_by="unit",
        page="/associates/{pk}/",
    )
)
COMMITTEES: Kind[MediationCommittee, CommitteeParts] = register(
    Kind(
        process=COMMITTEE,
        model=MediationCommittee,
        prefix="TW",
        load=CommitteeParts,
        roles=roles_by(COMMITTEE, begins=where_it_is),
        visible_to=visible_committees,
        bodies=COMMITTEE_BODIES,
        held_by="unit",
        page="/associates/committees/{pk}/",
    )
)
