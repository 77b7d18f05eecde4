"""What the clock does about reception days and bookings: the list the day before, reminders, what has passed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from wolaiban.duty.booking_parts import BookingParts, ReceptionDayParts
from wolaiban.duty.booking_process import AHEAD, ARRIVED, DRAFT
from wolaiban.process.calendar import BEIJING, end_of, is_working_day
from wolaiban.workflow.kinds import DueStep

REMINDED_AT, LISTED_AT, URGED_AT = time(10), time(16), time(9)
A_DAY = timedelta(days=1)


def _moment(day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, tzinfo=BEIJING)


def day_alarms(parts: ReceptionDayParts) -> Iterator[DueStep]:
    """What is over is put away; before, whoever receives is given the list once, on the working day before."""
    day = parts.subject
    if not day.stage_word.is_open:
        return
    if day.stage == DRAFT:
        yield DueStep(end_of(day.day), "expire")
        return
    yield DueStep(end_of(day.day), "file")
    listed = _moment(working_day_before(day.day), LISTED_AT)
    if day.rung == 0 and listed >= day.counted_from:
        yield DueStep(listed, "list_up", of_ladder=True)


def working_day_before(day: date) -> date:
    day -= A_DAY
    while not is_working_day(day):
        day -= A_DAY
    return day


def booking_alarms(parts: BookingParts) -> Iterator[DueStep]:
    """A reminder the day before, unless it was booked later than that; the day after, what became of it."""
    booking = parts.subject
    day = booking.reception_day.day
    if booking.stage in AHEAD:
        yield DueStep(end_of(day), "miss")  # first: whoever is reminded too late only laughs
        reminded = _moment(day - A_DAY, REMINDED_AT)
        if booking.rung == 0 and reminded >= booking.counted_from:
            yield DueStep(reminded, "remind", of_ladder=True)
    elif booking.stage == ARRIVED and booking.rung == 0:
        yield DueStep(_moment(day + A_DAY, URGED_AT), "ask_outcome", of_ladder=True)
