"""Reception days and bookings in tests: half days that are there, and somebody who books; say only what the test is about."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.cast import DONGFEN, Cast, unit
from wolaiban.duty.actions.booking import VisitWish, booked
from wolaiban.duty.booked import Booking, ReceptionDay
from wolaiban.people.actor import ANYBODY, Actor
from wolaiban.workflow.idempotency import Once
from wolaiban.workflow.performing import begin, perform

PHONE = "13900000071"
WEDNESDAY = date(2026, 9, 23)  # tests stand on Monday the 21st


def drawn_up(cast: Cast, by: str = "qin", code: str = DONGFEN, **answers: Any) -> ReceptionDay:
    given = {
        "day": WEDNESDAY, "half": "morning", "way": "secretary", "place": "村委会一楼", "slots": 2, **answers,
    }  # fmt: skip
    event = begin("draw_up", on=ReceptionDay(unit=unit(code)), by=cast.actor(by), answers=given)
    return ReceptionDay.objects.get(pk=event.subject)  # type: ignore[attr-defined]


def published(cast: Cast, by: str = "qin", **answers: Any) -> ReceptionDay:
    day = drawn_up(cast, by, **answers)
    perform("publish", on=day, by=cast.actor(by))
    return again(day)


def again(day: ReceptionDay) -> ReceptionDay:
    return ReceptionDay.objects.select_related("unit__studio").get(pk=day.pk)


def book(
    day: ReceptionDay, phone: str = PHONE, *, by: Actor = ANYBODY, once: Once | None = None, **what: Any
) -> Booking:
    return booked(VisitWish(again(day), phone, **what), by=by, once=once)


def take(step: str, booking: Booking, by: Actor | None = None, **answers: Any) -> Booking:
    """By whoever shows the slip, unless another is named."""
    perform(step, on=booking, by=by or Actor.with_slip(booking.number), answers=answers)
    return Booking.objects.select_related("reception_day").get(pk=booking.pk)
