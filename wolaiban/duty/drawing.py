"""A month drawn up from a rotation: who takes which part of which day. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence, Set
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from wolaiban.duty.months import Month
from wolaiban.duty.receptions import ReceptionRule, reception_days
from wolaiban.duty.words import DutyPart, HolidayDuty
from wolaiban.process.calendar import Calendar, in_force
from wolaiban.process.holidays import by_law

Taken = tuple[int, date, str]  # somebody, the day, the part
InOffice = Callable[[int, date], bool]


@dataclass(frozen=True)
class RotationRule:
    """People by their keys in their order, counted from the day `since`. Nobody in `night`: no shift of its own."""

    since: date
    on_holiday: HolidayDuty
    day: tuple[int, ...]
    night: tuple[int, ...] = ()
    secretaries: tuple[int, ...] = ()  # who receives, the first who can


@dataclass(frozen=True)
class PlannedShift:
    """A shift before it has a row. Nobody on it: a gap."""

    day: date
    part: DutyPart
    person: int | None
    by_phone: bool = False


@dataclass(frozen=True)
class DutyTurn:
    """A day, and whose turn it is: the how-manieth of its own kind of days since the rotation began."""

    day: date
    count: int
    is_holiday: bool


def is_holiday(day: date, calendar: Calendar | None = None) -> bool:
    """A day off that is no common weekend: by law, or a weekday that was swapped."""
    works = (calendar or in_force()).works
    return not works(day) and (day.weekday() < 5 or day in by_law(day.year))


def drawn_up(
    rule: RotationRule,
    month: Month,
    *,
    receives: ReceptionRule | None,
    in_office: InOffice,
    elsewhere: Set[Taken] = frozenset(),
) -> list[PlannedShift]:
    """Every day has a DAY shift, with nobody on it where nobody can; NIGHT and SECRETARY where the rule has them.

    Whoever is not in office that day, or has the part at another door, is passed over: the next in order takes it.
    """

    def free(person: int, day: date, part: DutyPart) -> bool:
        return in_office(person, day) and (person, day, str(part)) not in elsewhere

    def first_free(people: Sequence[int], start: int, day: date, part: DutyPart) -> int | None:
        order = [people[(start + n) % len(people)] for n in range(len(people))]
        return next((person for person in order if free(person, day, part)), None)

    shifts = list(_by_turn(rule, month, first_free))
    for day in reception_days(receives, month, in_force().works) if receives else ():
        person = first_free(rule.secretaries, 0, day, DutyPart.SECRETARY)
        shifts.append(PlannedShift(day, DutyPart.SECRETARY, person))
    return sorted(shifts, key=lambda shift: shift.day)


def _by_turn(
    rule: RotationRule, month: Month, first_free: Callable[[Sequence[int], int, date, DutyPart], int | None]
) -> Iterator[PlannedShift]:
    for turn in turns(rule.since, rule.on_holiday, month, in_force()):
        by_phone = turn.is_holiday and rule.on_holiday is HolidayDuty.PHONE_ONLY
        person = first_free(rule.day, turn.count, turn.day, DutyPart.DAY)
        yield PlannedShift(turn.day, DutyPart.DAY, person, by_phone)
        if rule.night:
            night = first_free(rule.night, turn.count, turn.day, DutyPart.NIGHT)
            yield PlannedShift(turn.day, DutyPart.NIGHT, night)


@lru_cache(maxsize=64)
def turns(since: date, on_holiday: HolidayDuty, month: Month, calendar: Calendar) -> tuple[DutyTurn, ...]:
    """The days of a month with their counts. With an order of their own holidays count among themselves alone.

    Kept, because all studios of a district are drawn up for the same month.
    """
    if on_holiday is not HolidayDuty.OWN_ORDER:
        return tuple(DutyTurn(day, (day - since).days, is_holiday(day, calendar)) for day in month.days())
    counts, found = {True: 0, False: 0}, []
    day = min(since, month.first)
    while day <= month.last:
        off = is_holiday(day, calendar)
        if day >= month.first:
            found.append(DutyTurn(day, counts[off], off))
        if day >= since:
            counts[off] += 1
        day += timedelta(days=1)
    return tuple(found)
