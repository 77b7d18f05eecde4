"""When things are sent: not at night, not one by one in a flood, not by ways that somebody does not want."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
import time_machine
from django.utils.timezone import now
from pytest_django.fixtures import Settings

from tests.cast import RESIDENTS, Cast
from tests.notices.conftest import Outside, send_all
from wolaiban.cases.models import Case
from wolaiban.notices import composing as writing
from wolaiban.notices import morning_digest as mornings
from wolaiban.notices import reminding, retrying
from wolaiban.notices.actions.preferring import prefer, prefer_for
from wolaiban.notices.models import Delivery, Message
from wolaiban.notices.quiet_hours import not_before, wait_after
from wolaiban.notices.words import Way
from wolaiban.process.calendar import BEIJING

pytestmark = pytest.mark.django_db


def beijing(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=BEIJING)


EVENING, NIGHT, MORNING = beijing(25, 20), beijing(25, 23), beijing(26, 8)


def told(case: Case) -> Case:
    for event in case.events.all():
        writing.tell(event.pk)
    return case


def states(**which: object) -> list[str]:
    return list(Delivery.objects.filter(**which).order_by("pk").values_list("state", flat=True))


# ---- Quiet hours


@pytest.mark.parametrize(
    ("moment", "until"),
    [
        (beijing(25, 20, 59), beijing(25, 20, 59)),
        (beijing(25, 21), beijing(26, 8)),
        (beijing(26, 0), beijing(26, 8)),
        (beijing(26, 7, 59), beijing(26, 8)),
        (beijing(26, 8), beijing(26, 8)),
    ],
)
def test_a_text_message_waits_for_the_morning(moment: datetime, until: datetime) -> None:
    assert not_before(Way.SMS, moment, urgent=False) == until
    assert not_before(Way.SMS, moment, urgent=True) == moment
    assert not_before(Way.MAIL, moment, urgent=False) == moment


def test_at_night_a_resident_is_left_to_sleep(reachable: Cast, outside: Outside, settings: Settings) -> None:
    settings.NOTICE_QUIET = "21:00-08:00"
    with time_machine.travel(NIGHT, tick=False):
        told(reachable.report())
        retrying.sweep()
        send_all()
    assert RESIDENTS["wang"][1] not in {receipt.to for receipt in outside.sms.arrived}

    with time_machine.travel(MORNING, tick=False):
        retrying.sweep()
        send_all()
    assert [receipt.to for receipt in outside.sms.arrived].count(RESIDENTS["wang"][1]) == 1


def test_what_is_urgent_is_sent_at_night(reachable: Cast, outside: Outside, settings: Settings) -> None:
    settings.NOTICE_QUIET = "21:00-08:00"
    with time_machine.travel(NIGHT, tick=False):
        told(reachable.report(urgent=True))
        send_all()

    assert RESIDENTS["wang"][1] in {receipt.to for receipt in outside.sms.arrived}


def test_a_retry_that_falls_into_the_night_waits(
    reachable: Cast, outside: Outside, settings: Settings
) -> None:
    settings.NOTICE_QUIET = "21:00-08:00"
    outside.sms.answer = lambda receipt: 503
    with time_machine.travel(EVENING + timedelta(minutes=59), tick=False):
        told(reachable.report())
        send_all()
    outside.sms.answer = lambda receipt: 200
    with time_machine.travel(NIGHT, tick=False):
        send_all()
        assert outside.sms.arrived == []
        assert Delivery.objects.get(way="sms", message__text="receipt").next_try == MORNING


# ---- Floods and digests


def flood(cast: Cast, moment: datetime) -> None:
    """Eight things within a minute for the handler."""
    with time_machine.travel(moment, tick=False):
        case = cast.report()
        cast.take("accept", case, "bai")
        for _ in range(8):
            cast.take("supply", case, "wang")
        told(case)
        send_all()


def test_a_flood_ends_in_one_summary(reachable: Cast, outside: Outside) -> None:
    flood(reachable, EVENING)
    assert len(outside.mail.arrived) == 5

    with time_machine.travel(EVENING + timedelta(minutes=11), tick=False):
        retrying.sweep()
        retrying.sweep()
        send_all()

    assert len(outside.mail.arrived) == 6
    assert "您有 3 条新消息" in outside.mail.texts[-1]
    assert Message.objects.told_to(reachable.user("bai")).unread().count() == 9  # inside, each by itself


def test_who_wants_a_digest_is_written_to_once_a_day(reachable: Cast, outside: Outside) -> None:
    prefer(by=reachable.user("bai"), sms=True, mail=True, digest=True)
    flood(reachable, beijing(25, 10))
    assert outside.mail.arrived == []

    with time_machine.travel(beijing(25, 17, 30), tick=False):
        retrying.sweep()
        send_all()

    assert len(outside.mail.arrived) == 1
    assert "您有 8 条新消息" in outside.mail.texts[0]


# ---- Preferences


def test_who_wants_no_mail_gets_none_and_is_told_inside(reachable: Cast, outside: Outside) -> None:
    prefer(by=reachable.user("bai"), sms=True, mail=False, digest=False)

    told(reachable.report())
    send_all()

    assert outside.mail.arrived == []
    assert Message.objects.told_to(reachable.user("bai")).count() == 1


def test_a_resident_may_ask_for_no_more_text_messages(reachable: Cast, outside: Outside) -> None:
    prefer_for(reachable.resident("wang"), sms=False)

    told(reachable.report())
    send_all()

    assert outside.sms.arrived == []


# ---- Reminders and the morning


def test_a_reminder_comes_once_when_four_fifths_of_the_time_have_run(cast: Cast) -> None:
    case = cast.report()
    assert case.deadline is not None
    span = case.deadline - case.counted_from

    assert reminding.remind(case.counted_from + span * 0.79) == 0
    assert reminding.remind(case.counted_from + span * 0.81) == 2  # qin and bai
    assert reminding.remind(case.counted_from + span * 0.82) == 0
    assert {m.text for m in Message.objects.filter(case=case)} == {"due_soon"}


def test_of_an_order_as_well_also_while_the_clock_stands_still(cast: Cast) -> None:
    case = cast.moved_to("working", cast.report())
    begun = cast.take("supervise", case, "shen", due=now() + timedelta(days=10)).at
    cast.take("pause", case, "qin")

    assert reminding.remind(begun + timedelta(days=7.9)) == 0
    assert reminding.remind(begun + timedelta(days=8.1)) == 1  # qin, who leads the studio as well
    assert reminding.remind(begun + timedelta(days=8.2)) == 0
    (message,) = Message.objects.filter(case=case)
    assert (message.text, message.user) == ("supervised_soon", cast.user("qin"))


def test_of_an_order_that_was_done_nobody_is_reminded(cast: Cast) -> None:
    case = cast.moved_to("working", cast.report())
    begun = cast.take("supervise", case, "shen", due=now() + timedelta(days=10)).at
    for step in ("resolve", "answer"):
        cast.take(step, case, "qin")

    reminding.remind(begun + timedelta(days=8.1))

    assert not Message.objects.filter(text="supervised_soon").exists()


def test_nobody_is_reminded_while_the_clock_stands_still(cast: Cast) -> None:
    case = cast.moved_to("working", cast.report())
    cast.take("pause", case, "qin")

    assert case.deadline is not None
    assert reminding.remind(case.deadline - timedelta(hours=1)) == 0


@pytest.mark.parametrize(
    ("moment", "greeted"),
    [
        (beijing(26, 8, 29), 0),
        (beijing(26, 8, 30), 1),
        (beijing(26, 11, 59), 1),  # the worker was down at half past eight
        (beijing(26, 12, 0), 0),
        (beijing(28, 9), 0),  # a Saturday
    ],
)
def test_a_studio_leader_is_greeted_on_working_mornings(cast: Cast, moment: datetime, greeted: int) -> None:
    cast.report(at=beijing(25, 15))

    assert mornings.greet(moment) == greeted
    assert mornings.greet(moment) == 0
    if greeted:
        message = Message.objects.get(text="morning")
        assert message.user == cast.user("qin")
        assert "今天到期 1 件" in message.words


def test_waits_grow_and_spread() -> None:
    longest: Callable[[int], timedelta] = lambda attempts: max(wait_after(attempts) for _ in range(50))  # noqa: E731

    assert longest(1) < timedelta(minutes=2) < longest(3) < longest(6)
    assert longest(30) <= timedelta(hours=2) * 1.2
