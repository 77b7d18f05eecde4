"""Gateways take turns, and the operator is told how they do."""

from __future__ import annotations

import psycopg
import pytest
from django.utils.timezone import now
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django.fixtures import Settings

from tests.cast import Cast
from tests.ground.workers import address
from tests.notices.conftest import Outside
from wolaiban.cli import doctor
from wolaiban.notices import composing as writing
from wolaiban.notices.gateway_lock import drain
from wolaiban.notices.gateways import checking
from wolaiban.notices.models import Delivery

pytestmark = pytest.mark.django_db
TURN = "SELECT pg_{}advisory_{}(hashtextextended('notices gateway sms', 0))"


@pytest.fixture
def waiting(reachable: Cast, outside: Outside) -> list[Delivery]:
    """Three text messages to residents."""
    for _ in range(3):
        writing.tell(reachable.report().events.get().pk)
    return list(Delivery.objects.filter(way="sms"))


def test_who_has_the_turn_sends_all_that_is_due(waiting: list[Delivery], outside: Outside) -> None:
    assert drain(waiting[0].pk) == 3
    assert drain(waiting[1].pk) == 0
    assert len(outside.sms.arrived) == 3


def test_who_has_not_goes_home(waiting: list[Delivery], outside: Outside) -> None:
    with psycopg.connect(address(), autocommit=True) as somebody:
        somebody.execute(TURN.format("", "lock"))
        assert drain(waiting[0].pk) == 0
        somebody.execute(TURN.format("", "unlock"))  # a server notices some moments later that somebody left
    assert drain(waiting[0].pk) == 3


def test_what_is_left_after_a_stretch_has_a_job(
    waiting: list[Delivery], outside: Outside, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("wolaiban.notices.gateway_lock.AT_A_STRETCH", 0.0)
    before = ProcrastinateJob.objects.filter(task_name="notices.deliver").count()

    assert drain(waiting[0].pk) == 0
    assert ProcrastinateJob.objects.filter(task_name="notices.deliver").count() == before + 1


# ---- What the doctor says


def test_having_no_gateway_is_a_choice(settings: Settings) -> None:
    assert checking.faults() == []
    assert doctor.gateways() == ("通知网关（没有，消息只在系统里看得到）", None)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"NOTICE_SMS_URL": "https://sms.example/send"}, "没有 NOTICE_SMS_SECRET"),
        ({"NOTICE_SMS_URL": "sms.example", "NOTICE_SMS_SECRET": "s"}, "应以 https:// 开头"),
        ({"NOTICE_MAIL_URL": "smtp://mail.example"}, "没有 NOTICE_MAIL_FROM"),
        ({"NOTICE_ROBOTS": "wecombot://KEY"}, "NOTICE_ROBOTS 的写法不对"),
        ({"NOTICE_QUIET": "night"}, "NOTICE_QUIET 的写法应为"),
    ],
)
def test_the_doctor_says_what_is_wrong_with_a_gateway(
    settings: Settings, wrong: dict[str, str], said: str
) -> None:
    for name, value in wrong.items():
        setattr(settings, name, value)

    what, fault = doctor.gateways()

    assert what.startswith("通知网关")
    assert said in (fault or "")


def test_the_doctor_counts_what_did_not_get_through(waiting: list[Delivery]) -> None:
    assert doctor.notices() is None

    Delivery.objects.filter(pk=waiting[0].pk).update(state="failed", sent_at=None, next_try=now())

    assert "有 1 条消息没有发出" in (doctor.notices() or "")
