"""Counting time: service spans, working days with their swapped days, and statutory days.

A calendar that was loaded here counts first, then the national one of `chinesecalendar`. For years that neither knows,
Monday to Friday count, without the holidays that the law fixes. Whoever runs this says which calendar is in force (`use`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from types import MappingProxyType
from zoneinfo import ZoneInfo

import chinese_calendar

from wolaiban.process.holidays import by_law
from wolaiban.process.words import Measure

BEIJING = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True)
class Span:
    """A length of time as the catalogue states it: 24 hours, 3 days, 1 working day."""

    amount: int
    measure: Measure

    def __str__(self) -> str:
        return f"{self.amount} {self.measure.label}"


class Calendar:
    """Which days are worked. `version` numbers the loads that went into it: 0, none."""

    def __init__(self, version: int = 0, loaded: Mapping[int, Mapping[date, bool]] = MappingProxyType({})):
        self.version = version
        self._loaded = loaded  # by year: the days that are not as the week would have them
        self._said: dict[date, bool] = {}

    def works(self, day: date) -> bool:
        """Asked a thousand times for each day, so what was found is kept."""
        said = self._said.get(day)
        if said is None:
            said = self._said[day] = self._look(day)
        return said

    def knows(self, year: int) -> bool:
        """Whether that year was loaded or published."""
        return year in self._loaded or _published(date(year, 1, 1)) is not None

    def has_loaded(self, year: int) -> bool:
        return year in self._loaded

    def _look(self, day: date) -> bool:
        usual = day.weekday() < 5 and day not in by_law(day.year)
        if day.year in self._loaded:
            return self._loaded[day.year].get(day, usual)
        published = _published(day)
        return usual if published is None else published


def _published(day: date) -> bool | None:
    """What the State Council published for that day, or None while it has not."""
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return None


_in_force = Calendar()


def use(calendar: Calendar) -> None:
    """From now on this process counts by this calendar."""
    global _in_force  # noqa: PLW0603 -- one for the whole process, exchanged whole
    _in_force = calendar


def in_force() -> Calendar:
    return _in_force


def is_working_day(day: date) -> bool:
    return _in_force.works(day)


def later(start: datetime, span: Span, by: Calendar | None = None) -> datetime:
    """The moment a service span ends: same clock time, hours and days as they run, working days by the calendar."""
    if span.measure is Measure.HOURS:
        return start + timedelta(hours=span.amount)
    if span.measure is Measure.DAYS:
        return start + timedelta(days=span.amount)
    local = start.astimezone(BEIJING)
    day = nth_working_day_after(local.date(), span.amount, by)
    return datetime.combine(day, local.timetz())


def nth_working_day_after(day: date, count: int, by: Calendar | None = None) -> date:
    """The `count`-th working day after `day`, which itself does not count."""
    works = (by or _in_force).works
    while count > 0:
        day += timedelta(days=1)
        count -= works(day)
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
