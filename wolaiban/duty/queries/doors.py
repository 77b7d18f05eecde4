"""At whose door somebody is on duty: of units that share a studio, the one where it stands."""

from __future__ import annotations

from wolaiban.people.actor import Actor
from wolaiban.people.officers import works_for
from wolaiban.places.models import Unit
from wolaiban.process.words import OFFICERS


def door_of(unit: Unit) -> Unit:
    """The unit at whose door the studio of a unit stands; itself where that is not known."""
    studio = unit.studio
    if studio is None or studio.code in (None, unit.code):
        return unit
    return Unit.objects.filter(code=studio.code).first() or unit


def own_door(actor: Actor, code: str = "") -> Unit | None:
    """The door of the unit with this code, if somebody works there; without one, that of their longest post."""
    units = [post.unit for post in actor.posts_as(OFFICERS) if post.unit.studio_id]
    if code:
        named = Unit.objects.select_related("studio", "parent", "township").filter(code=code).first()
        return door_of(named) if named and works_for(actor, named) else None
    return door_of(units[0]) if units else None
