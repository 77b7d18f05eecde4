"""What whoever books is told by text message: when, where and under which number; never about what, and never twice."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import pytest
import time_machine
from pytest_django.fixtures import Settings

from tests.cast import Cast
from tests.duty.visits import PHONE, book, published, take
from tests.notices.conftest import Outside, send_all
from wolaiban.duty.kind import BOOKINGS, RECEPTION_DAYS
from wolaiban.ledger.verifying import Verification
from wolaiban.notices import of_subjects
from wolaiban.notices.models import Delivery, Message
from wolaiban.notices.rendering import outgoing
from wolaiban.notices.sealing import FIRST_MESSAGES, TODAY, seal
from wolaiban.notices.texts import BY_KEY
from wolaiban.process.calendar import BEIJING
from wolaiban.process.registry import every_process
from wolaiban.workflow.models import Event
from wolaiban.workflow.performing import act_for_clock, perform
from wolaiban.workflow.reader import Stretch

pytestmark = pytest.mark.django_db
Clock = time_machine.Traveller


@pytest.fixture
def clock() -> Iterator[Clock]:
    with time_machine.travel(datetime(2026, 9, 21, 10, tzinfo=BEIJING), tick=False) as coordinates:
        yield coordinates


@pytest.fixture
def seen(clock: Clock, outside: Outside) -> Clock:
    return clock


def tell() -> list[str]:
    """Read all events, as the worker does; what was ever told to residents, in order."""
    of_subjects.tell_of(Stretch(Event, 0, Event.objects.order_by("-pk")[0].pk))
    return list(Message.objects.filter(resident__isnull=False).order_by("pk").values_list("words", flat=True))


def states() -> dict[str, str]:
    return dict(Delivery.objects.values_list("message__text", "state"))


def test_every_letter_of_every_table_is_a_text() -> None:
    letters = {key for process in every_process() for key in process.letters.values()}
    assert letters
    assert letters <= BY_KEY.keys()


def test_a_booking_is_confirmed_without_what_it_is_about(cast: Cast, seen: Clock, outside: Outside) -> None:
    booking = book(published(cast, topics="翻建"))
    (words,) = tell()
    for told in ("9月23日 周三 上午08:00", "村委会一楼", booking.number):
        assert told in words
    assert "翻建" not in words
    assert send_all() == ["sent"]
    (text,) = outside.sms.texts
    assert "/booked/" in text
    assert tell() == [words], "told once"
    assert outgoing(Message.objects.get()).endswith("/booked/")


def test_a_reminder_that_waits_is_held_back_by_a_move(cast: Cast, seen: Clock, outside: Outside) -> None:
    first, second = published(cast), published(cast, half="afternoon")
    booking = book(first)
    tell()
    assert send_all() == ["sent"]
    seen.move_to(datetime(2026, 9, 22, 10, tzinfo=BEIJING))
    act_for_clock(BOOKINGS, booking.pk)
    tell()
    assert states()["visit_soon"] == "waiting"
    take("move", booking, new_day=second)
    tell()
    assert states() == {"visit_booked": "sent", "visit_soon": "dropped", "visit_moved": "waiting"}
    assert send_all() == ["sent"]
    assert [("周三 下午" in text, "提醒您" in text) for text in outside.sms.texts] == [
        (False, False),
        (True, False),
    ]


def test_what_happened_in_one_go_is_told_once(cast: Cast, seen: Clock) -> None:
    booking = book(published(cast))
    take("cancel", booking)
    (words,) = tell()
    assert "已取消" in words


def test_who_booked_is_told_when_the_day_is_called_off(cast: Cast, seen: Clock) -> None:
    day = published(cast)
    book(day), book(day, "13900000072")
    tell()
    perform("cancel_day", on=day, by=cast.actor("qin"), answers={"reason": "去区里开会。"})
    told = tell()[2:]
    assert len(told) == 2
    assert all("接待取消了" in words and "去区里" not in words for words in told)


def test_quiet_hours_hold_for_them_as_well(cast: Cast, seen: Clock, settings: Settings) -> None:
    settings.NOTICE_QUIET = "21:00-08:00"
    day = published(cast)
    seen.move_to(datetime(2026, 9, 21, 22, tzinfo=BEIJING))
    book(day)
    tell()
    assert Delivery.objects.get().next_try == datetime(2026, 9, 22, 8, tzinfo=BEIJING)


def test_a_landline_is_sent_nothing(cast: Cast, seen: Clock) -> None:
    book(published(cast), "010-69312345")
    assert tell()
    assert not Delivery.objects.exists()


def test_whoever_receives_is_given_the_list_the_day_before(cast: Cast, seen: Clock) -> None:
    day = published(cast, leader=cast.user("qin"), way="leader")
    book(day)
    seen.move_to(datetime(2026, 9, 22, 16, tzinfo=BEIJING))
    event = act_for_clock(RECEPTION_DAYS, day.pk)
    assert event
    assert event.step == "list_up"
    tell()
    message = Message.objects.get(user=cast.user("qin"))
    assert message.page == f"/reception-days/{day.pk}/"
    assert day.number in message.words
    assert PHONE[-4:] not in message.words


def test_what_was_sealed_before_there_were_any_is_still_as_it_was(cast: Cast, seen: Clock) -> None:
    book(published(cast))
    tell()
    assert seal(FIRST_MESSAGES, datetime(2026, 9, 21, 12, tzinfo=BEIJING)) == 1
    assert list(Verification().findings()) == []
    Message.objects.update(words="别的话")
    assert [str(one.fault) for one in Verification().findings()] == ["seal"]


def test_messages_to_residents_are_sealed_and_verified(cast: Cast, seen: Clock) -> None:
    book(published(cast))
    tell()
    assert list(Verification().findings()) == []
    assert sum(seal(layout, datetime(2026, 9, 21, 12, tzinfo=BEIJING)) for layout in TODAY) == 2
    assert list(Verification().findings()) == []
    Message.objects.update(resident=cast.resident("wang"))
    assert [str(one.fault) for one in Verification().findings()] == ["seal"]
