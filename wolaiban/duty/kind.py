"""A roster, a rotation, a reception, a ticket, a reception day and a booking as the engine knows them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from wolaiban.duty.booked import Booking, ReceptionDay
from wolaiban.duty.booking_clock import booking_alarms, day_alarms
from wolaiban.duty.booking_parts import BookingParts, ReceptionDayParts, visible_bookings, visible_days
from wolaiban.duty.booking_process import BOOKING, RECEPTION_DAY, RESIDENT
from wolaiban.duty.booking_steps import BOOKING_BODIES, DAY_BODIES
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
from wolaiban.workflow.kinds import About, Answers, Kind, Roles, register
from wolaiban.workflow.models import FORGET
from wolaiban.workflow.relations import roles_by


def at_the_door(process: Process[Any, Any, Any]) -> Callable[[Actor, Any], Roles]:
    """Who may begin one: officers of the unit whose door it is for; what is the leaders' alone, they."""
    officer = process.roles("officer")
    lead = next((role for role in process.roles if role.value == "lead"), officer)

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


def touched_by_day(step: str, day: ReceptionDay, answers: Answers) -> Iterable[Booking]:
    """Whoever is still to come is told when a day is called off."""
    return ReceptionDayParts(day).ahead if step == "cancel_day" and day.pk else ()


RECEPTION_DAYS: Kind[ReceptionDay, ReceptionDayParts] = register(
    Kind(
        process=RECEPTION_DAY,
        model=ReceptionDay,
        prefix="JD",
        load=ReceptionDayParts,
        roles=roles_by(RECEPTION_DAY, begins=at_the_door(RECEPTION_DAY)),
        visible_to=visible_days,
        bodies=DAY_BODIES,
        worded=("place", "topics"),
        alarms=day_alarms,
        joined=touched_by_day,
        held_by="unit",
        page="/reception-days/{pk}/",
    )
)


def touched_by_booking(step: str, booking: Booking, answers: Answers) -> list[ReceptionDay]:
    """The days of which seats are taken and given back: while they are locked no seat is given twice."""
    chosen = [one for one in answers.values() if isinstance(one, ReceptionDay)]
    if step == "move" and booking.reception_day_id is not None:
        chosen.append(booking.reception_day)
    return list({day.pk: day for day in chosen}.values())


_staff_roles = roles_by(BOOKING, begins=at_the_door(BOOKING))


def roles_in_booking(actor: Actor, parts: BookingParts) -> Roles:
    """Whoever is about to book, or shows the slip, is the resident."""
    number = parts.subject.number
    if actor.is_public and (actor.slip == number if parts.subject.seq else True):
        return {RESIDENT: None}
    return {} if actor.is_public else _staff_roles(actor, parts)


BOOKINGS: Kind[Booking, BookingParts] = register(
    Kind(
        process=BOOKING,
        model=Booking,
        prefix="YY",
        load=BookingParts,
        roles=roles_in_booking,
        visible_to=visible_bookings,
        bodies=BOOKING_BODIES,
        alarms=booking_alarms,
        joined=touched_by_booking,
        about=About("case", frozenset(BOOKING.by_name) - {"book"}),
        held_by="unit",
        page="/bookings/{pk}/",
        public_page="/booked/",
    )
)
