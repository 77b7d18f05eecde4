"""Months drawn up from rotations: across 国庆, fair over the holidays, nobody who has left, every day somebody or a gap."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from wolaiban.duty.drawing import RotationRule, drawn_up, is_holiday
from wolaiban.duty.months import Month
from wolaiban.duty.receptions import ReceptionRule, days_off_ahead, reception_days
from wolaiban.duty.words import DutyPart, HolidayDuty
from wolaiban.process.calendar import Calendar, is_working_day, use

WEDNESDAYS = ReceptionRule(2, puts_off=True)
OCTOBER = Month(date(2026, 10, 1))


def always(person: int, day: date) -> bool:
    return True


def day_shifts(rule: RotationRule, month: Month = OCTOBER) -> dict[int, int | None]:
    shifts = drawn_up(rule, month, receives=None, in_office=always)
    return {shift.day.day: shift.person for shift in shifts if shift.part is DutyPart.DAY}


def test_a_day_a_person_from_the_first_day_on() -> None:
    rule = RotationRule(date(2026, 10, 3), HolidayDuty.SAME, (1, 2, 3))
    assert [day_shifts(rule)[day] for day in (3, 4, 5, 6, 31)] == [1, 2, 3, 1, 2]


def test_the_days_off_of_october_2026_as_they_were_published() -> None:
    off = [day.day for day in OCTOBER.days() if is_holiday(day)]
    assert {1, 2, 5, 6, 7} <= set(off)
    assert not is_holiday(date(2026, 9, 20))
    assert is_working_day(date(2026, 10, 10))


def test_holidays_in_an_order_of_their_own_leave_the_other_days_as_they_would_be() -> None:
    rule = RotationRule(date(2026, 1, 1), HolidayDuty.OWN_ORDER, (1, 2))
    shifts = day_shifts(rule)
    off = [shifts[day.day] for day in OCTOBER.days() if is_holiday(day)]
    on = [shifts[day.day] for day in OCTOBER.days() if not is_holiday(day)]
    for row in (off, on):
        assert all(one != other for one, other in pairwise(row)), "they alternate"


def test_on_holidays_only_the_telephone_where_the_rotation_says_so() -> None:
    rule = RotationRule(date(2026, 1, 1), HolidayDuty.PHONE_ONLY, (1, 2))
    shifts = drawn_up(rule, OCTOBER, receives=None, in_office=always)
    assert {shift.day for shift in shifts if shift.by_phone} == {d for d in OCTOBER.days() if is_holiday(d)}


def test_wednesdays_that_are_days_off_are_put_off_or_left_out() -> None:
    october = reception_days(WEDNESDAYS, OCTOBER, is_working_day)
    assert [day.day for day in october] == [8, 14, 21, 28]
    assert reception_days(ReceptionRule(2, puts_off=False), OCTOBER, is_working_day)[0].day == 14
    february = reception_days(WEDNESDAYS, Month(date(2026, 2, 1)), is_working_day)
    assert date(2026, 2, 18) not in february
    assert days_off_ahead(WEDNESDAYS, date(2026, 10, 1), is_working_day) == [date(2026, 10, 7)]


def test_a_wednesday_at_the_end_of_a_month_may_be_made_up_for_in_the_next() -> None:
    def works(day: date) -> bool:
        return day not in {date(2026, 9, 30), date(2026, 10, 1)}

    assert date(2026, 10, 2) in reception_days(WEDNESDAYS, OCTOBER, works)


def test_a_calendar_that_comes_later_moves_the_reception() -> None:
    month = Month(date(2027, 3, 1))
    before = reception_days(WEDNESDAYS, month, is_working_day)
    try:
        use(Calendar(1, {2027: {date(2027, 3, 3): False}}))
        after = reception_days(WEDNESDAYS, month, is_working_day)
    finally:
        use(Calendar())
    assert (before[0], after[0]) == (date(2027, 3, 3), date(2027, 3, 4))


PEOPLE = some.lists(some.integers(1, 7), min_size=0, max_size=6, unique=True).map(tuple)
MONTHS = some.dates(date(2021, 1, 1), date(2027, 12, 31)).map(Month.of)
RULES = some.builds(
    RotationRule,
    some.dates(date(2020, 6, 1), date(2027, 12, 31)),
    some.sampled_from(HolidayDuty),
    PEOPLE,
    PEOPLE,
    PEOPLE,
)


@given(RULES, MONTHS, some.sets(some.tuples(some.integers(1, 7), some.integers(1, 31))), some.booleans())
@settings(max_examples=250, deadline=None)
def test_every_day_has_its_shift_and_nobody_is_drawn_who_cannot(
    rule: RotationRule, month: Month, absent: set[tuple[int, int]], receives: bool
) -> None:
    elsewhere = frozenset({(1, month.first, "day")})

    def there(person: int, day: date) -> bool:
        return (person, day.day) not in absent

    shifts = drawn_up(
        rule, month, receives=WEDNESDAYS if receives else None, in_office=there, elsewhere=elsewhere
    )
    days = Counter(shift.day for shift in shifts if shift.part is DutyPart.DAY)
    assert days == Counter(month.days())
    for shift in shifts:
        people = {DutyPart.DAY: rule.day, DutyPart.NIGHT: rule.night}.get(shift.part, rule.secretaries)
        free = [
            one
            for one in people
            if there(one, shift.day) and (one, shift.day, str(shift.part)) not in elsewhere
        ]
        assert (shift.person in free) if free else shift.person is None
    wanted = set(reception_days(WEDNESDAYS, month, is_working_day)) if receives else set()
    assert {shift.day for shift in shifts if shift.part is DutyPart.SECRETARY} == wanted


@pytest.mark.parametrize("year", range(2021, 2028))
def test_in_a_whole_year_everybody_has_as_many_days_give_or_take_one(year: int) -> None:
    rule = RotationRule(date(year, 1, 1), HolidayDuty.OWN_ORDER, (1, 2, 3))
    months = [Month(date(year, n, 1)) for n in range(1, 13)]
    people = [person for month in months for person in day_shifts(rule, month).values()]
    off = [
        person
        for month in months
        for day, person in day_shifts(rule, month).items()
        if is_holiday(month.first + timedelta(days=day - 1))
    ]
    for counted in (Counter(people), Counter(off)):
        assert max(counted.values()) - min(counted.values()) <= 2
