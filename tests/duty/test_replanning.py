"""Another calendar is loaded: the days of reception move, in drafts and in what is posted, and whoever it concerns is told."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from pytest_django.fixtures import Settings

from tests.cast import DONGFEN, Cast
from tests.duty.conftest import Door
from tests.duty.test_clock import steps, sweep_at, told
from wolaiban.cases import recounting
from wolaiban.catalogue import calendars
from wolaiban.catalogue.actions.calendar_loading import load_calendar
from wolaiban.duty import replanning
from wolaiban.duty.models import Shift
from wolaiban.duty.months import Month
from wolaiban.ledger.verifying import Verification
from wolaiban.people.models import Absence
from wolaiban.process.calendar import BEIJING, Calendar, use
from wolaiban.process.holidays import by_law

FEBRUARY = Month(date(2027, 2, 1))
SPRING = ("2027-02-09,holiday,春节", "2027-02-10,holiday,春节", "2027-02-11,holiday,春节")
JANUARY = datetime(2027, 1, 5, 10, tzinfo=BEIJING)


@pytest.fixture(autouse=True)
def _as_before(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for room in (replanning, recounting):
        monkeypatch.setattr(room, "_settled", 0)
    calendars._kept.clear()
    use(Calendar())
    yield
    calendars._kept.clear()
    use(Calendar())


def load(folder: Path, *more: str) -> None:
    """The calendar of 2027, made up: what the law fixes, and a spring festival as it might be published."""
    law = [f"{day},holiday,{name}" for day, name in by_law(2027).items()]
    file = folder / "2027.csv"
    file.write_text("\n".join(["日期,安排,名称", *law, *more]), encoding="utf-8")
    load_calendar(file)


@pytest.fixture
def february(door: Door, clock: time_machine.Traveller) -> Door:
    clock.move_to(JANUARY)
    door.draw_up(FEBRUARY)
    return door


def days(door: Door) -> list[int]:
    shifts = Shift.objects.filter(roster=door.roster, part="secretary").order_by("day")
    return [shift.day.day for shift in shifts]


def test_a_wednesday_that_became_a_holiday_is_put_off_and_people_are_told(
    february: Door, cast: Cast, clock: time_machine.Traveller, tmp_path: Path
) -> None:
    february.take("post", "qin")
    assert days(february) == [3, 10, 17, 24]
    load(tmp_path, *SPRING)
    sweep_at(clock, JANUARY + timedelta(minutes=1))
    assert days(february) == [3, 12, 17, 24]
    assert (steps(february.roster), told(february.roster, "replan")) == (["replan"], {"qin"})
    assert Shift.objects.get(roster=february.roster, part="secretary", day__day=12).person == cast.user("qin")
    sweep_at(clock, JANUARY + timedelta(minutes=5))
    assert steps(february.roster) == ["replan"], "once"
    assert not list(Verification().findings())
    clock.move_to(datetime(2027, 2, 6, 9, tzinfo=BEIJING))
    page = Client().get(f"/s/{DONGFEN}/").content.decode()
    assert "2月12日" in page
    assert "2月10日放假，那天不接待" in page


def test_where_holidays_are_left_out_nobody_receives_in_their_place(
    february: Door, clock: time_machine.Traveller, settings: Settings, tmp_path: Path
) -> None:
    settings.RECEPTION_ON_HOLIDAY = "skip"
    load(tmp_path, *SPRING)
    sweep_at(clock, JANUARY + timedelta(minutes=1))
    assert days(february) == [3, 17, 24]


def test_what_is_past_and_today_stays_as_it_was(
    february: Door, clock: time_machine.Traveller, tmp_path: Path
) -> None:
    february.take("post", "qin")
    clock.move_to(datetime(2027, 2, 10, 9, tzinfo=BEIJING))
    load(tmp_path, *SPRING)
    sweep_at(clock, datetime(2027, 2, 10, 9, 1, tzinfo=BEIJING))
    assert days(february) == [3, 10, 12, 17, 24], (
        "who sits there today stays, and the day it is made up for comes"
    )


def test_who_is_away_on_the_new_day_does_not_receive_on_it(
    february: Door, cast: Cast, clock: time_machine.Traveller, tmp_path: Path
) -> None:
    day = date(2027, 2, 12)
    Absence.objects.create(user=cast.user("qin"), starts=day, ends=day + timedelta(days=1))
    load(tmp_path, *SPRING)
    sweep_at(clock, JANUARY + timedelta(minutes=1))
    assert Shift.objects.get(roster=february.roster, part="secretary", day=day).person is None


def test_nothing_is_asked_once_all_are_moved(
    february: Door,
    clock: time_machine.Traveller,
    tmp_path: Path,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    load(tmp_path, *SPRING)
    for minutes in (1, 3):
        sweep_at(clock, JANUARY + timedelta(minutes=minutes))
    with django_assert_num_queries(1):
        assert list(replanning.outdated(JANUARY + timedelta(minutes=4))) == []
