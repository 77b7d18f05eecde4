"""Who has a shift tomorrow is told at six, whoever has it by then; and of a month that nobody has drawn up."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
import time_machine
from django.conf import settings as configured
from pytest_django import DjangoAssertNumQueries
from pytest_django.fixtures import Settings

from tests.cast import CHENGGUAN, Cast, unit
from tests.duty.conftest import OCTOBER, Door
from wolaiban.duty.models import Roster, Shift
from wolaiban.ledger.verifying import Verification
from wolaiban.notices.models import Delivery, Message
from wolaiban.notices.shifts import tell_missing, tell_tomorrow
from wolaiban.people.models import User
from wolaiban.process.calendar import BEIJING

pytestmark = pytest.mark.django_db


def at(month: int, day: int, hour: int = 18, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=BEIJING)


def told(text: str) -> list[tuple[str, str]]:
    messages = Message.objects.filter(text=text).order_by("pk")
    return [(one.user.username if one.user else "", one.words) for one in messages]


def evening_before(shift: Shift) -> datetime:
    return datetime.combine(shift.day - timedelta(days=1), datetime.min.time(), tzinfo=BEIJING) + timedelta(
        hours=18
    )


@pytest.fixture
def hers(door: Door) -> Shift:
    """A day shift of bai's on which nobody receives."""
    door.posted()
    with_reception = Shift.objects.filter(roster=door.roster, part="secretary").values("day")
    return next(one for one in door.of("bai")[2:] if not with_reception.filter(day=one.day).exists())


def test_whoever_holds_tomorrows_shift_is_told_at_six_and_once(
    hers: Shift,
    clock: time_machine.Traveller,
) -> None:
    evening = evening_before(hers)
    clock.move_to(evening - timedelta(minutes=1))
    assert tell_tomorrow() == 0
    clock.move_to(evening)
    assert (tell_tomorrow(), tell_tomorrow()) == (1, 0)
    day = f"{hers.day.month}月{hers.day.day}日"
    assert told("shift_on") == [("bai", f"{day}您在东坟村值班：日间。")]
    assert Message.objects.get().page == f"/rosters/{hers.roster_id}/"
    assert not list(Verification().findings())


def test_a_draft_tells_nobody(door: Door, clock: time_machine.Traveller) -> None:
    door.draw_up()
    clock.move_to(at(10, 4))
    assert tell_tomorrow() == 0


def test_after_a_swap_only_whoever_has_it_now_is_told(
    hers: Shift,
    door: Door,
    cast: Cast,
    clock: time_machine.Traveller,
) -> None:
    door.take("change", "qin", shift=hers, person=cast.user("qin"), reason="有事。")
    clock.move_to(evening_before(hers))
    tell_tomorrow()
    assert [who for who, _ in told("shift_on")] == ["qin"]
    assert told("shift_off") == []


def test_a_change_after_it_was_told_tells_both_and_back_again(
    hers: Shift,
    door: Door,
    cast: Cast,
    clock: time_machine.Traveller,
) -> None:
    clock.move_to(evening_before(hers))
    tell_tomorrow()
    clock.shift(3600)
    door.take("change", "qin", shift=hers, person=cast.user("qin"), reason="有事。")
    assert tell_tomorrow() == 2
    assert [who for who, _ in told("shift_on")] == ["bai", "qin"]
    assert [who for who, _ in told("shift_off")] == ["bai"]
    assert tell_tomorrow() == 0
    clock.shift(3600)
    door.take(
        "change", "qin", shift=Shift.objects.get(pk=hers.pk), person=cast.user("bai"), reason="又换回来。"
    )
    assert tell_tomorrow() == 2
    assert [who for who, _ in told("shift_on")] == ["bai", "qin", "bai"]
    assert [who for who, _ in told("shift_off")] == ["bai", "qin"]


def test_a_worker_that_was_down_tells_in_the_morning_but_not_once_it_has_begun(
    hers: Shift,
    clock: time_machine.Traveller,
) -> None:
    clock.move_to(evening_before(hers) + timedelta(hours=14))
    assert tell_tomorrow() == 0, "eight o'clock: she sits there"
    clock.shift(-60)
    assert tell_tomorrow() == 1


def test_it_is_sent_to_a_phone_only_where_the_setting_says_so(
    hers: Shift,
    clock: time_machine.Traveller,
    settings: Settings,
) -> None:
    assert configured.SHIFT_SMS is False
    settings.NOTICE_SMS_URL = "http://127.0.0.1:1/send"
    User.objects.filter(username="bai").update(phone="13800000042")
    clock.move_to(evening_before(hers))
    tell_tomorrow()
    assert not Delivery.objects.filter(way="sms").exists()
    Message.objects.all()._raw_delete("default")
    settings.SHIFT_SMS = True
    tell_tomorrow()
    assert Delivery.objects.get(way="sms").message.text == "shift_on"


def test_it_asks_as_often_however_many_have_shifts(
    hers: Shift,
    clock: time_machine.Traveller,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    clock.move_to(evening_before(hers))
    tell_tomorrow()
    with django_assert_max_num_queries(6):
        tell_tomorrow()


def test_leaders_are_told_on_the_25th_and_townships_on_the_28th_of_a_month_that_nobody_drew_up(
    door: Door,
    clock: time_machine.Traveller,
) -> None:
    clock.move_to(at(9, 25, 7, 59))
    assert tell_missing() == 0
    clock.move_to(at(9, 25, 8))
    assert tell_missing() > 0
    assert ("qin", "东坟村还没有排2026年10月的值班表，请打开“值班”排好、公布。") in told("month_missing")
    assert tell_missing() == 0
    assert told("months_missing") == []
    clock.move_to(at(9, 28, 8))
    tell_missing()
    doors = dict(told("months_missing"))
    assert {"gao", "fang"} <= doors.keys()
    assert doors["gao"].startswith(f"{unit(CHENGGUAN)}有 ")
    assert "2026年10月" in doors["gao"]
    number = Message.objects.count()
    clock.move_to(at(9, 30, 12))
    assert (tell_missing(), Message.objects.count()) == (0, number)


def test_where_there_is_a_draft_its_own_clock_urges(
    door: Door,
    clock: time_machine.Traveller,
) -> None:
    door.draw_up()
    assert Roster.objects.get().month == OCTOBER.first
    clock.move_to(at(9, 25, 8))
    tell_missing()
    assert "qin" not in {who for who, _ in told("month_missing")}
