"""What the clock does: drafts of next month, urging, gaps told higher and higher up, swaps that lapse, the end of a month."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
import time_machine
from pytest_django import DjangoAssertNumQueries

from tests.cast import DAGAOSHE, Cast
from tests.duty.conftest import OCTOBER, Door
from wolaiban.duty.actions.next_month import draw_up_missing, draw_up_when_due
from wolaiban.duty.clock import told_on, unwoken
from wolaiban.duty.models import Roster, Shift, ToldGap
from wolaiban.notices.of_subjects import drafts_of
from wolaiban.notices.staffing import Staffing
from wolaiban.people.models import Post, User
from wolaiban.process.calendar import BEIJING
from wolaiban.workflow.clock import sweep
from wolaiban.workflow.models import Event


def at(month: int, day: int, hour: int = 9, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=BEIJING)


def steps(roster: Roster) -> list[str]:
    events = Event.objects.filter(process="roster", subject=roster.pk, role="clock").order_by("seq")
    return list(events.values_list("step", flat=True))


def told(roster: Roster, step: str) -> set[str]:
    event = Event.objects.filter(process="roster", subject=roster.pk, step=step).order_by("pk").last()
    assert event
    return {draft.to.user.username for draft in drafts_of(event, Staffing()) if draft.to.user}


def sweep_at(clock: time_machine.Traveller, moment: datetime) -> None:
    clock.move_to(moment)
    assert not sweep(moment).failed


@pytest.fixture
def gap(door: Door, cast: Cast) -> Shift:
    """A posted month in which bai is on the 16th of October, a Friday, and leaves her post before."""
    door.posted()
    shift = door.shift(16)
    if shift.person != cast.user("bai"):
        door.take("change", "qin", shift=shift, person=cast.user("bai"), reason="换一换。")
    Post.objects.filter(user=cast.user("bai")).update(ends=date(2026, 10, 15))
    return shift


def test_a_gap_is_told_of_three_times_higher_each_time(
    door: Door, gap: Shift, clock: time_machine.Traveller
) -> None:
    others = Shift.objects.filter(roster=door.roster, part="day", day__gt=gap.day)
    others.update(person=User.objects.get(username="qin"))
    sweep_at(clock, at(10, 13, 7, 59))
    assert steps(door.roster) == []
    sweep_at(clock, at(10, 13, 8))
    assert (steps(door.roster), told(door.roster, "alarm")) == (["alarm"], {"qin"})
    sweep_at(clock, at(10, 14, 23))
    assert steps(door.roster) == ["alarm"]
    sweep_at(clock, at(10, 15, 8))
    assert (steps(door.roster)[-1], told(door.roster, "alarm_above")) == ("alarm_above", {"gao", "fang"})
    sweep_at(clock, at(10, 16, 8))
    assert (steps(door.roster)[-1], told(door.roster, "alarm_district")) == (
        "alarm_district",
        {"shen", "lian"},
    )
    sweep_at(clock, at(10, 16, 12))
    assert len(steps(door.roster)) == 3


def test_a_gap_that_opens_on_the_day_is_told_to_those_above_at_once(
    door: Door, cast: Cast, clock: time_machine.Traveller
) -> None:
    door.posted()
    shift = door.of("bai")[3]
    moment = datetime.combine(shift.day, datetime.min.time(), tzinfo=BEIJING) + timedelta(hours=7, minutes=50)
    clock.move_to(moment)
    User.objects.filter(username="bai").update(is_active=False)
    assert [number for _, number in unwoken(moment)] == [door.roster.number]
    sweep_at(clock, moment)
    assert "alarm" not in [event for event in steps(door.roster) if event == "alarm_district"]
    assert ToldGap.objects.get(shift=shift).told == 2
    sweep_at(clock, moment + timedelta(minutes=10))
    assert ToldGap.objects.get(shift=shift).told == 3


def test_whoever_covers_a_gap_ends_the_alarms(
    door: Door, cast: Cast, gap: Shift, clock: time_machine.Traveller
) -> None:
    clock.move_to(at(10, 12))
    door.take("cover", "gao", lacking_one=gap, stand_in=cast.user("gao"))
    assert gap.pk not in [shift.pk for shift in door.parts.lacking]
    assert told(door.roster, "cover") == set(), "gao sends himself"


def test_working_days_are_counted_over_the_holidays() -> None:
    assert told_on(date(2026, 10, 8), 3) == at(9, 28, 8)
    assert told_on(date(2026, 10, 8), 1) == at(9, 30, 8)


def test_a_swap_that_nobody_took_lapses_when_the_shift_begins(
    door: Door, clock: time_machine.Traveller
) -> None:
    door.posted()
    shift = door.of("bai")[2]
    door.take("ask_swap", "bai", own_shift=shift)
    begins = datetime.combine(shift.day, datetime.min.time(), tzinfo=BEIJING) + timedelta(hours=8)
    sweep_at(clock, begins - timedelta(minutes=1))
    assert door.swap.state == "asked"
    sweep_at(clock, begins)
    assert door.swap.state == "lapsed"


def test_next_month_is_drawn_up_on_the_twentieth_and_its_posting_urged(
    door: Door, cast: Cast, clock: time_machine.Traveller
) -> None:
    door.set_up(cast.user("qin"), cast.user("bai"))
    assert draw_up_when_due(date(2026, 9, 19)).number == 0
    assert draw_up_when_due(date(2026, 9, 21)).number == 1
    assert draw_up_when_due(date(2026, 9, 21)).number == 0
    roster = Roster.objects.get()
    assert (roster.month, roster.stage) == (OCTOBER.first, "draft")
    sweep_at(clock, at(9, 25))
    assert (steps(roster)[1:], told(roster, "urge_post")) == (["urge_post"], {"qin"})
    sweep_at(clock, at(9, 28))
    assert (steps(roster)[2:], told(roster, "report_unposted")) == (["report_unposted"], {"gao", "fang"})
    sweep_at(clock, at(9, 29))
    assert len(steps(roster)) == 3


def test_what_is_over_is_put_away(door: Door, clock: time_machine.Traveller) -> None:
    door.posted()
    sweep_at(clock, at(10, 31, 23))
    door.roster.refresh_from_db()
    assert door.roster.stage == "posted"
    sweep_at(clock, at(11, 1, 0, 1))
    door.roster.refresh_from_db()
    assert (door.roster.stage, door.roster.wake_at) == ("over", None)


def test_a_change_is_told_to_whoever_has_the_shift_now_alone(door: Door, cast: Cast) -> None:
    door.posted()
    assert told(door.roster, "post") == {"bai"}, "qin posted it"
    door.take("change", "qin", shift=door.of("qin")[0], person=cast.user("bai"), reason="有事。")
    assert told(door.roster, "change") == {"bai"}
    door.take("ask_swap", "bai", own_shift=door.of("bai")[0])
    assert told(door.roster, "ask_swap") == {"qin"}
    door.take("take", "qin", asked_swap=door.swap)
    assert told(door.roster, "take") == {"bai"}
    door.take("agree", "qin", taken_swap=door.swap)
    assert told(door.roster, "agree") == {"bai"}


def test_drawing_up_many_asks_as_often_for_each(
    door: Door, cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    door.set_up(cast.user("qin"), cast.user("bai"))
    with django_assert_max_num_queries(11):
        assert draw_up_missing(OCTOBER).number == 1
    other = Door(cast, DAGAOSHE)
    other.set_up(cast.user("zhou"), by="zhou")
    with django_assert_max_num_queries(18):
        assert draw_up_missing(OCTOBER.next).number == 2
    people = {(one.roster.unit, one.person) for one in Shift.objects.filter(roster__month=OCTOBER.next.first)}
    assert people == {
        (door.unit, cast.user("qin")), (door.unit, cast.user("bai")), (other.unit, cast.user("zhou")),
    }  # fmt: skip


def test_a_draft_that_nobody_posted_is_no_roster_of_the_past(
    door: Door, clock: time_machine.Traveller
) -> None:
    door.draw_up()
    sweep_at(clock, at(11, 1, 0, 1))
    door.roster.refresh_from_db()
    assert door.roster.stage == "dropped"
