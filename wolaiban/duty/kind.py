"""A roster, a rotation, a reception and a ticket as the engine knows them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from wolaiban.duty.clock import alarms, unwoken
from wolaiban.duty.models import Reception, Roster, Rotation, Ticket
from wolaiban.duty.parts import (
    ReceptionParts,
    RosterParts,
    RotationParts,
    visible_receptions,
    visible_rosters,
    visible_rotations,
)
from wolaiban.duty.process import RECEIVES, RECEPTION, ROSTER, ROTATION
from wolaiban.duty.steps import RECEPTION_BODIES, ROSTER_BODIES, ROTATION_BODIES
from wolaiban.duty.ticket_parts import TicketParts, ticket_roles, visible_tickets
from wolaiban.duty.ticket_process import TICKET
from wolaiban.duty.ticket_steps import TICKET_BODIES, ticket_alarms
from wolaiban.people.actor import Actor
from wolaiban.people.officers import serves
from wolaiban.process.grammar import Process
from wolaiban.process.words import LEADS, OFFICERS
from wolaiban.workflow.kinds import About, Kind, Roles, register
from wolaiban.workflow.models import FORGET
from wolaiban.workflow.relations import roles_by


def at_the_door(process: Process[Any, Any, Any]) -> Callable[[Actor, Any], Roles]:
    """Who may begin one: officers of the unit whose door it is for; what is the leaders' alone, they."""
    lead, officer = process.roles("lead"), process.roles("officer")

    def begins(actor: Actor, parts: Any) -> Roles:
        if parts.subject.unit_id is None:
            return {}
        posts = [post for post in actor.posts_as(OFFICERS)[::-1] if serves(post.unit, parts.unit)]
        leading = [post for post in posts if post.function_word in LEADS]
        return {role: held[-1] for role, held in ((lead, leading), (officer, posts)) if held}

    return begins


ROSTERS: Kind[Roster, RosterParts] = register(
    Kind(
        process=ROSTER,
        model=Roster,
        prefix="ZB",
        load=RosterParts,
        roles=roles_by(ROSTER, begins=at_the_door(ROSTER)),
        visible_to=visible_rosters,
        bodies=ROSTER_BODIES,
        alarms=alarms,
        unwoken=unwoken,
        held_by="unit",
        page="/rosters/{pk}/",
    )
)
ROTATIONS: Kind[Rotation, RotationParts] = register(
    Kind(
        process=ROTATION,
        model=Rotation,
        prefix="LZ",
        load=RotationParts,
        roles=roles_by(ROTATION, begins=at_the_door(ROTATION)),
        visible_to=visible_rotations,
        bodies=ROTATION_BODIES,
        held_by="unit",
        page="/rosters/rotations/{pk}/",
    )
)
RECEPTIONS: Kind[Reception, ReceptionParts] = register(
    Kind(
        process=RECEPTION,
        model=Reception,
        prefix="JF",
        load=ReceptionParts,
        roles=roles_by(RECEPTION, begins=at_the_door(RECEPTION)),
        visible_to=visible_receptions,
        bodies=RECEPTION_BODIES,
        about=About("case", frozenset({"annotate", "strike", FORGET})),
        audiences={
            ("record", "words"): RECEIVES,
            ("annotate", "more"): RECEIVES,
            ("strike", "reason"): RECEIVES,
        },
        held_by="unit",
        page="/receptions/{pk}/",
    )
)
TICKETS: Kind[Ticket, TicketParts] = register(
    Kind(
        process=TICKET,
        model=Ticket,
        prefix="PH",
        load=TicketParts,
        roles=ticket_roles,
        visible_to=visible_tickets,
        bodies=TICKET_BODIES,
        alarms=ticket_alarms,
        held_by="unit",
        page="/receptions/tickets/{pk}/",
    )
)
