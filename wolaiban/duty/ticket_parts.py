"""What is read around a ticket: who is at the counter, which number comes next, what may be chosen, who may see it."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import Exists, Max, OuterRef, Q, QuerySet

from wolaiban.catalogue.models import Category
from wolaiban.duty.models import Reception, Ticket
from wolaiban.duty.parts import doors_of, fields_of_today
from wolaiban.duty.queries.now import at_the_counter
from wolaiban.duty.ticket_process import CLOCK, TicketRole
from wolaiban.people.actor import Actor
from wolaiban.people.officers import served_as, serves
from wolaiban.places.models import Unit
from wolaiban.process.words import LEADS, OFFICERS
from wolaiban.workflow.kinds import Roles
from wolaiban.workflow.parts import Parts
from wolaiban.workflow.visible import in_office


class TicketParts(Parts[Ticket]):
    subject: Ticket

    @property
    def unit(self) -> Unit:
        unit: Unit = self.subject.unit
        return unit

    @property
    def topics(self) -> list[Category]:
        return fields_of_today()

    @cached_property
    def on_duty(self) -> frozenset[int]:
        return at_the_counter(self.unit)

    @property
    def unheard(self) -> list[Reception]:
        """What was written down at this door on the day of the ticket, and closes no other."""
        taken = Ticket.objects.filter(reception=OuterRef("pk"))
        found = Reception.objects.filter(~Exists(taken), unit=self.unit, at__date=self.subject.day)
        return list(found.select_related("topic").order_by("-pk"))

    def next_place(self, day: date) -> int:
        """One more than the last of the day. Until the transaction ends nobody else draws one at this door.

        The lock lets others refer to the unit, as every row of it does.
        """
        Unit.objects.select_for_update(no_key=True, of=("self",)).get(pk=self.unit.pk)
        last = Ticket.objects.filter(unit=self.unit, day=day).aggregate(last=Max("place"))["last"]
        return (last or 0) + 1


def ticket_roles(actor: Actor, parts: Any) -> Roles:
    """Leads of the door, and whoever is on duty there; while nobody is, everybody who works there."""
    if actor.is_clock:
        return {CLOCK: None}
    if parts.subject.unit_id is None:
        return {}
    posts = [post for post in actor.posts_as(OFFICERS) if serves(post.unit, parts.unit)]
    leading = [post for post in posts if post.function_word in LEADS]
    me = actor.user.pk if actor.user else None
    on_duty = posts if posts and (not parts.on_duty or me in parts.on_duty) else []
    held = ((TicketRole.LEAD, leading), (TicketRole.ON_DUTY, on_duty))
    return {role: found[0] for role, found in held if found}


def visible_tickets(actor: Actor) -> QuerySet[Ticket]:
    """To those who work at the counter, and to nobody above: in a small village a topic and an hour are somebody."""
    tickets = Ticket.objects.all()
    return tickets if actor.is_clock else tickets.filter(served_as(actor, OFFICERS, "unit"))


def counted_tickets(actor: Actor) -> QuerySet[Ticket]:
    """For figures alone: of the doors that somebody serves or watches over."""
    near = Q(unit__in=doors_of(actor).values("pk")) if actor.posts_as(OFFICERS) else Q(pk__in=[])
    return in_office(Ticket, actor, near)
