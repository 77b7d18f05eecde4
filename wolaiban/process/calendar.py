"""Counting time: service spans, working days with their swapped days, and statutory days.

The national calendar comes from `chinesecalendar`; for years it does not know yet, Monday to Friday count.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import chinese_calendar

from wolaiban.process.words import Measure

BEIJING = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True)
class Span:
    """A length of time as the catalogue states it: 24 hours, 3 days, 1 working day."""

    amount: int
    measure: Measure

    def __str__(self) -> str:
        return f"{self.amount} {self.measure.label}"


def is_working_day(day: date) -> bool:
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:  # the State Council has not published that year yet
        return day.weekday() < 5


def later(start: datetime, span: Span) -> datetime:
    """The moment a service span ends: same clock time, hours and days as they run, working days by the calendar."""
    if span.measure is Measure.HOURS:
        return start + timedelta(hours=span.amount)
    if span.measure is Measure.DAYS:
        return start + timedelta(days=span.amount)
    local = start.astimezone(BEIJING)
    day = nth_working_day_after(local.date(), span.amount)
    return datetime.combine(day, local.timetz())


def nth_working_day_after(day: date, count: int) -> date:
    """The `count`-th working day after `day`, which itself does not count."""
    while count > 0:
        day += timedelta(days=1)
        count -= is_working_day(day)
    return day


def end_of(day: date) -> datetime:
    """The first moment that is no longer in that Beijing day."""
    return datetime.combine(day + timedelta(days=1), time(0), tzinfo=BEIJING)


def statutory_last_day(start: datetime, days: int) -> date:
    """The last day of a statutory limit in calendar days.

    The day of the trigger does not count, and a last day that is a holiday rolls to the next working
    day: general civil counting practice (domain.md §1.1, marked as from memory).
    """
    day = start.astimezone(BEIJING).date() + timedelta(days=days)
    while not is_working_day(day):
        day += timedelta(days=1)
    return day


def within_working_days(start: datetime, count: int, now: datetime) -> bool:
    """Whether `now` is not yet past the end of the `count`-th working day after `start`."""
    return now < end_of(nth_working_day_after(start.astimezone(BEIJING).date(), count))
