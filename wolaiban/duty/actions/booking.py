"""Booking a talk on a reception day: for oneself, or by the studio for whoever is on the telephone."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.utils.timezone import now

from wolaiban.cases.models import Case
from wolaiban.catalogue.models import Category
from wolaiban.duty.booked import Booking, ReceptionDay
from wolaiban.duty.booking_steps import NotFree
from wolaiban.duty.kind import BOOKINGS
from wolaiban.duty.queries.days import free_days, why_not_now
from wolaiban.people.actor import Actor
from wolaiban.workflow.idempotency import Once, once_only
from wolaiban.workflow.performing import begin

BEGINS = "book"


@dataclass(frozen=True)
class VisitWish:
    """Who wants to come when: nothing but a telephone is asked of them. `case` is what they come about, if it is one."""

    day: ReceptionDay
    phone: str = field(repr=False)
    topic: Category | None = None
    case: Case | None = None


def booked(wish: VisitWish, *, by: Actor, once: Once | None = None) -> Booking:
    """Take a seat, or raise why there is none; again under the same key, the first. Raises NotFree, and as `begin`."""
    day = wish.day
    answers: dict[str, Any] = {"day": day, "phone": wish.phone} | (
        {"topic": wish.topic} if wish.topic else {}
    )
    on = Booking(unit=day.unit, case=wish.case)
    act = partial(_booked, on, day, by=by, once=once, answers=answers)
    event = once_only(once, kind=BOOKINGS, by=by, act=act)
    return Booking.objects.select_related("reception_day__unit", "resident").get(pk=event.subject)  # type: ignore[attr-defined]


def _booked(on: Booking, day: ReceptionDay, **how: Any) -> Any:
    refuse_unfit(day)
    return begin(BEGINS, on=on, **how)


def refuse_unfit(day: ReceptionDay) -> None:
    """Raise NotFree for a day on which nobody can come any more; whether it is full is asked under its lock."""
    moment = now()
    if (why := why_not_now(day, moment)) is not None:
        raise NotFree(why, free_days(day.unit, moment, but=day.pk))
