"""A sponsorship as the engine knows it."""

from __future__ import annotations

from typing import Any

from wolaiban.cases.confiding import is_kept_from
from wolaiban.cases.models import Case
from wolaiban.people.actor import Actor
from wolaiban.people.models import Post
from wolaiban.process.words import LEADS
from wolaiban.sponsorship.clock import alarms, unwoken
from wolaiban.sponsorship.models import Sponsorship
from wolaiban.sponsorship.parts import LEADING, SponsorshipParts, visible_to
from wolaiban.sponsorship.process import LEADER, NAMER, QUIET, SPONSORSHIP, SponsorshipRole
from wolaiban.sponsorship.steps import BODIES
from wolaiban.workflow.kinds import About, Kind, Roles, register
from wolaiban.workflow.relations import roles_by


def namer_of(actor: Actor, case: Case) -> Post | None:
    """The post in which somebody names who stands for a case: a lead of its township or of the district who may see it."""
    posts = (post for post in actor.posts_as(LEADS) if not is_kept_from(post, case))
    return next((p for p in posts if p.unit.is_district or p.unit_id == case.township_id), None)


def _begins(actor: Actor, parts: SponsorshipParts) -> dict[SponsorshipRole, Post]:
    post = namer_of(actor, parts.subject.case)
    return {NAMER: post} if post else {}


_by_columns = roles_by(SPONSORSHIP, begins=_begins)


def roles(actor: Actor, parts: SponsorshipParts) -> Roles:
    """The leader is one for as long as they lead there: a post that only watches over cases does as well."""
    subject, held = parts.subject, dict(_by_columns(actor, parts))
    if subject.seq:
        own = (post for post in actor.posts_as(LEADING) if post.user_id == subject.leader_id)
        post = next((post for post in own if post.unit_id == subject.unit_id), None)
        held |= {LEADER: post} if post else {}
    return held


def _as_was_set(parts: Any) -> None:
    """No limit of a stage: bodies set until when the leader looks."""


KIND: Kind[Sponsorship, SponsorshipParts] = register(
    Kind(
        process=SPONSORSHIP,
        model=Sponsorship,
        prefix="BA",
        load=SponsorshipParts,
        roles=roles,
        visible_to=visible_to,
        bodies=BODIES,
        limit=_as_was_set,
        alarms=alarms,
        unwoken=unwoken,
        about=About("case", QUIET),
        held_by="unit",
        page="/sponsorships/{pk}/",
    )
)
