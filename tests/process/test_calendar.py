"""Working days with their swapped days, service spans and statutory days."""

import time
from datetime import date, datetime, timedelta

import pytest

from wolaiban.process.calendar import (
    BEIJING,
    Calendar,
    Span,
    is_working_day,
    later,
    statutory_last_day,
    within_working_days,
)
from wolaiban.process.holidays import by_law
from wolaiban.process.statutory import statutory_clocks
from wolaiban.process.words import Measure


def beijing(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=BEIJING)  # type: ignore[arg-type,misc]


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 2, 14), True),  # a Saturday swapped for the Spring Festival
        (date(2026, 2, 17), False),  # New Year's Day of the lunar calendar, a Tuesday
        (date(2026, 10, 1), False),
        (date(2026, 11, 22), False),  # a plain Sunday
        (date(2026, 11, 23), True),
        (date(2099, 1, 5), True),  # not published yet: a Monday counts
        (date(2099, 1, 4), False),
        (date(2099, 1, 1), False),  # a Thursday, but the law says so
    ],
)
def test_working_days_follow_the_published_calendar(day: date, works: bool) -> None:
    assert is_working_day(day) is works


def test_what_the_law_fixes_is_never_worked_though_nobody_has_published_it() -> None:
    off = {date(2027, 1, 1), date(2027, 5, 1), date(2027, 5, 2)}
    off |= {
        date(2027, 2, 5),
        date(2027, 2, 6),
        date(2027, 2, 7),
        date(2027, 2, 8),
    }  # the eve to the third day
    off |= {date(2027, 4, 5), date(2027, 6, 9), date(2027, 9, 15)}  # 清明, 端午, 中秋
    off |= {date(2027, 10, 1), date(2027, 10, 2), date(2027, 10, 3)}

    assert by_law(2027).keys() == off
    calendar = Calendar()
    assert not any(calendar.works(day) for day in off)
    assert calendar.works(date(2027, 2, 9))


@pytest.mark.parametrize("year", [2025, 2026])
def test_what_the_law_fixes_agrees_with_what_was_published(year: int) -> None:
    assert not any(is_working_day(day) for day in by_law(year))
    assert len(by_law(year)) == 13


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2020, 4, 4), "清明节"),
        (date(2023, 4, 5), "清明节"),
        (date(2028, 4, 4), "清明节"),
        (date(2028, 1, 25), "春节"),  # the eve
        (date(2033, 1, 30), "春节"),  # the eve, after a leap month that many tables get wrong
        (date(2030, 9, 12), "中秋节"),
    ],
)
def test_the_moon_and_the_sun_are_followed(day: date, name: str) -> None:
    assert by_law(day.year)[day] == name


def test_a_loaded_year_counts_before_all_else_and_only_that_year() -> None:
    swapped, off = date(2027, 2, 14), date(2027, 2, 9)
    calendar = Calendar(1, {2027: {swapped: True, off: False}})

    assert calendar.works(swapped)
    assert not calendar.works(off)
    assert not calendar.works(date(2027, 10, 1))
    assert calendar.works(date(2027, 3, 1))
    assert calendar.works(date(2026, 2, 14))
    assert calendar.knows(2027)
    assert calendar.knows(2026)
    assert not calendar.knows(2028)


def test_a_working_day_that_was_asked_for_before_costs_next_to_nothing() -> None:
    days = [date(2027, 1, 1) + timedelta(days=n) for n in range(365)]
    calendar = Calendar()
    worked = sum(map(calendar.works, days))
    began = time.perf_counter()

    assert sum(sum(map(calendar.works, days)) for _ in range(100)) == worked * 100

    assert time.perf_counter() - began < 0.5  # 36,500 questions


def test_hours_and_days_run_through_holidays() -> None:
    start = beijing(2026, 9, 30, 15, 0)
    assert later(start, Span(24, Measure.HOURS)) == beijing(2026, 10, 1, 15, 0)
    assert later(start, Span(3, Measure.DAYS)) == beijing(2026, 10, 3, 15, 0)


def test_a_working_day_after_a_friday_is_monday_at_the_same_hour() -> None:
    assert later(beijing(2026, 11, 20, 15, 0), Span(1, Measure.WORKING_DAYS)) == beijing(2026, 11, 23, 15, 0)


def test_a_working_day_before_the_national_holiday_ends_after_it() -> None:
    end = later(beijing(2026, 9, 30, 15, 0), Span(1, Measure.WORKING_DAYS))
    assert end.date() > date(2026, 10, 7)
    assert is_working_day(end.date())


def test_the_fifth_working_day_counts_whole() -> None:
    called = beijing(2026, 11, 16, 9, 0)  # Monday
    assert within_working_days(called, 5, beijing(2026, 11, 23, 23, 59))
    assert not within_working_days(called, 5, beijing(2026, 11, 24, 0, 0))


def test_a_statutory_last_day_on_a_holiday_rolls_on() -> None:
    assert statutory_last_day(beijing(2026, 9, 16, 10, 0), 15) > date(2026, 10, 7)
    assert statutory_last_day(beijing(2026, 11, 2, 10, 0), 15) == date(2026, 11, 17)


def test_there_are_no_statutory_clocks_before_a_petition() -> None:
    assert statutory_clocks(petition_at=None, accepted_at=None, answered_at=None) == []


def test_statutory_clocks_follow_each_other() -> None:
    clocks = statutory_clocks(
        petition_at=beijing(2026, 3, 2, 9, 0),
        accepted_at=beijing(2026, 3, 3, 9, 0),
        answered_at=beijing(2026, 4, 1, 9, 0),
        extended_days=10,
    )
    assert [clock.label for clock in clocks] == ["受理告知", "办结答复", "反映人可申请复查至"]
    assert "已延长 10 日" in clocks[1].article
    assert not clocks[1].is_late(date(2027, 1, 1))


def test_a_statutory_clock_is_late_only_after_its_last_day() -> None:
    (clock,) = statutory_clocks(petition_at=beijing(2026, 11, 2, 9, 0), accepted_at=None, answered_at=None)
    assert not clock.is_late(clock.last_day)
    assert clock.is_late(date(2026, 11, 18))


def test_a_span_reads_as_people_say_it() -> None:
    assert str(Span(1, Measure.WORKING_DAYS)) == "1 个工作日"
