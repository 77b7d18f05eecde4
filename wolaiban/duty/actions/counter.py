"""What is done at a counter: a number is handed out, the next one called, the day closed."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from django.db import transaction

from wolaiban.duty.kind import TICKETS
from wolaiban.duty.models import Ticket
from wolaiban.duty.queries.line import of_today
from wolaiban.duty.ticket_process import WAITING
from wolaiban.people.actor import Actor
from wolaiban.places.models import Unit
from wolaiban.process.errors import NotNow
from wolaiban.workflow.idempotency import Once, once_only
from wolaiban.workflow.kinds import Answers
from wolaiban.workflow.models import AbstractEvent
from wolaiban.workflow.performing import begin, in_turn

NOBODY_WAITS = "现在没有人在等。"


def given_out(
    unit: Unit, *, by: Actor, answers: Answers = {}, once: Once | None = None, at: datetime | None = None
) -> AbstractEvent:
    """Give out the next number of the day; pressed twice under one key, one. Raises as `begin`."""
    act = partial(begin, "hand_out", on=Ticket(unit=unit), by=by, answers=answers, once=once, at=at)
    return once_only(once, kind=TICKETS, by=by, act=act)


def call_next(unit: Unit, *, by: Actor, answers: Answers = {}, once: Once | None = None) -> AbstractEvent:
    """Call the first who waits; pressed twice under one key, one. NotNow where nobody does, else as `perform`."""
    return once_only(once, kind=TICKETS, by=by, act=partial(_call_next, unit, by, answers, once))


@transaction.atomic(durable=True)
def _call_next(unit: Unit, by: Actor, answers: Answers, once: Once | None) -> AbstractEvent:
    """Whoever calls at the same moment holds the first one's row: then the next is taken, and nobody waits for nobody."""
    waiting = of_today(unit).filter(stage=WAITING).order_by("place")
    ticket = waiting.select_for_update(skip_locked=True, of=("self",)).first()
    if ticket is None:
        raise NotNow(NOBODY_WAITS)
    (event,) = in_turn([("call", answers)], on=ticket, by=by, once=once)
    return event


@transaction.atomic(durable=True)
def close_counter(unit: Unit, *, by: Actor, answers: Answers = {}) -> int:
    """Give an outcome to all who still wait today, and return how many they were; raises as `perform`.

    Who is being heard stays called: their reception is the outcome.
    """
    waiting = of_today(unit).filter(stage=WAITING).select_for_update(of=("self",))
    tickets = list(waiting.order_by("pk"))
    for ticket in tickets:
        in_turn([("close_day", answers)], on=ticket, by=by)
    return len(tickets)
