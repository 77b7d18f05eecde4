"""What the steps of a ticket change, and what the clock does about one that has no outcome."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta

from wolaiban.duty.models import Ticket
from wolaiban.duty.rules import duty_hours
from wolaiban.duty.ticket_parts import TicketParts
from wolaiban.duty.ticket_process import WAITING
from wolaiban.process.calendar import BEIJING
from wolaiban.workflow.context import StepContext
from wolaiban.workflow.kinds import DueStep
from wolaiban.workflow.usual import fill

TicketContext = StepContext[Ticket, TicketParts]


def hand_out(context: TicketContext) -> None:
    subject = context.subject
    subject.day, subject.given_at = context.at.astimezone(BEIJING).date(), context.at
    subject.place = context.parts.next_place(subject.day)
    context.fill("topic")


def call(context: TicketContext) -> None:
    subject = context.subject
    subject.called_at = subject.called_at or context.at
    subject.last_called_at = context.at
    subject.desk = context.answers.get("desk", subject.desk)


def serve(context: TicketContext) -> None:
    context.subject.reception = context.answers["reception"]


TICKET_BODIES = {
    "hand_out": hand_out,
    "call": call,
    "call_again": call,
    "serve": serve,
    "leave": fill("phone_back"),
    "close_day": fill("phone_back"),
}


def ticket_alarms(parts: TicketParts) -> Iterator[DueStep]:
    if parts.subject.stage_word.is_open:
        yield DueStep(closes_at(parts.subject), "close_day")


def closes_at(ticket: Ticket) -> datetime:
    """When the doors close; whoever is being heard then, or came in the evening, has until midnight."""
    closing = datetime.combine(ticket.day, duty_hours().closes, tzinfo=BEIJING)
    if ticket.stage == WAITING and ticket.given_at < closing:
        return closing
    return datetime.combine(ticket.day + timedelta(days=1), time(0), tzinfo=BEIJING)
