"""Working days with their swapped days, service spans and statutory days."""

from datetime import date, datetime

import pytest

from wolaiban.process.calendar import (
    BEIJING,
    Span,
    is_working_day,
    later,
    statutory_last_day,
    within_working_days,
)
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
    ],
)
def test_working_days_follow_the_published_calendar(day: date, works: bool) -> None:
    assert is_working_day(day) is works


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
