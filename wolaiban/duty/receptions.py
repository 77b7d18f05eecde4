"""On which days secretaries receive: one day of the week, and what becomes of it when that is a day off. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from wolaiban.duty.months import Month

LOOKED_BACK = timedelta(days=21)  # no holiday is longer, so no day is put off further
Works = Callable[[date], bool]


@dataclass(frozen=True)
class ReceptionRule:
    """`weekday` counts from Monday as 0. With `puts_off` a day off is made up for on the next working day."""

    weekday: int
    puts_off: bool


def usual_days(rule: ReceptionRule, first: date, last: date) -> list[date]:
    """The days of the week from `first` to `last`, days off among them."""
    start = first + timedelta(days=(rule.weekday - first.weekday()) % 7)
    return [start + timedelta(days=n) for n in range(0, (last - start).days + 1, 7)]


def held_for(rule: ReceptionRule, usual: date, works: Works) -> date | None:
    """When people are received for the sake of one usual day; None where it is left out."""
    if works(usual):
        return usual
    if not rule.puts_off:
        return None
    day = usual
    while not works(day):
        day += timedelta(days=1)
    return day


def reception_days(rule: ReceptionRule, month: Month, works: Works) -> list[date]:
    """The days of a month on which people are received, each once."""
    usual = usual_days(rule, month.first - LOOKED_BACK, month.last)
    held = {held_for(rule, day, works) for day in usual}
    return sorted(day for day in held if day is not None and month.first <= day <= month.last)


def days_off_ahead(rule: ReceptionRule, today: date, works: Works) -> list[date]:
    """The usual days of the coming week on which nobody receives, because they are days off: said a week ahead."""
    return [day for day in usual_days(rule, today, today + timedelta(days=7)) if not works(day)]
