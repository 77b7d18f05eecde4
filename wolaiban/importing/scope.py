"""Who may bring in a ledger from the browser, and where its rows may go."""

from __future__ import annotations

from wolaiban.cases.queries.before_registering import units_open_to
from wolaiban.people.actor import Actor
from wolaiban.people.models import Post
from wolaiban.places.models import Unit
from wolaiban.places.queries import UnitQuerySet
from wolaiban.process.errors import NotAllowed
from wolaiban.process.words import OFFICERS

WHO = "工作室、镇街或区联席办的工作人员"


def posts_that_import(actor: Actor) -> tuple[Post, ...]:
    """Officers of studios, townships and the district; no department, no volunteer, nobody who only watches."""
    return tuple(post for post in actor.posts_as(OFFICERS) if not post.unit.is_department)


def may_import(actor: Actor) -> bool:
    return bool(posts_that_import(actor))


def importer(actor: Actor) -> Actor:
    """The actor in those posts alone: what they may register as a volunteer is no part of it. Raises NotAllowed."""
    posts = posts_that_import(actor)
    if not posts:
        raise NotAllowed(what="导入台账", who=WHO)
    return Actor(actor.user, posts)


def may_spread(actor: Actor) -> bool:
    return any(post.unit.is_district for post in posts_that_import(actor))


def units_for(actor: Actor) -> UnitQuerySet:
    """Where rows may go: the villages of one's studio, the subtree of one's township, the whole district."""
    return units_open_to(importer(actor)).order_by("code")


def usual_unit(actor: Actor) -> Unit | None:
    """Where rows that name none are meant for, as a first guess; none for the district."""
    if may_spread(actor):
        return None
    return next((post.unit for post in posts_that_import(actor)), None)
