"""The counter of 东坟村 in tests: numbers handed out, called and heard; say only what the test is about."""

from __future__ import annotations

from typing import Any

from tests.cast import DONGFEN, Cast, unit
from tests.duty.book import entry
from wolaiban.duty.actions.counter import call_next, given_out
from wolaiban.duty.actions.recording import recorded
from wolaiban.duty.models import Reception, Ticket
from wolaiban.workflow.idempotency import Once
from wolaiban.workflow.performing import perform


def hand_out(
    cast: Cast, by: str = "bai", *, code: str = DONGFEN, once: Once | None = None, **answers: Any
) -> Ticket:
    event = given_out(unit(code), by=cast.actor(by), answers=answers, once=once)
    return Ticket.objects.get(pk=event.subject)  # type: ignore[attr-defined]


def take(cast: Cast, step: str, ticket: Ticket, by: str = "bai", **answers: Any) -> Ticket:
    perform(step, on=ticket, by=cast.actor(by), answers=answers)
    ticket.refresh_from_db()
    return ticket


def next_one(cast: Cast, by: str = "bai", *, once: Once | None = None, **answers: Any) -> Ticket:
    event = call_next(unit(DONGFEN), by=cast.actor(by), answers=answers, once=once)
    return Ticket.objects.get(pk=event.subject)  # type: ignore[attr-defined]


def hear(cast: Cast, ticket: Ticket, by: str = "bai", *, once: Once | None = None, **what: Any) -> Reception:
    """Write a visit down with the ticket of whoever came."""
    written = entry(**what)
    with_it = type(written)(**{**vars(written), "ticket": ticket})
    event = recorded(with_it, by=cast.actor(by), once=once)
    ticket.refresh_from_db()
    return Reception.objects.get(pk=event.subject)  # type: ignore[attr-defined]
