"""A delivery's way: retried while it may help, given up where it cannot, sent again by hand, recognisable throughout."""

from __future__ import annotations

import logging
from datetime import timedelta

import pytest
from django.db import connection
from django.utils.timezone import now
from pytest_django.fixtures import Settings

from tests.cast import RESIDENTS, Cast
from tests.notices.conftest import Outside, send_all
from wolaiban.cases.actions.erasing import erase
from wolaiban.cases.models import Case
from wolaiban.notices import composing as writing
from wolaiban.notices import retrying
from wolaiban.notices.actions.resending import resend
from wolaiban.notices.delivering import CLAIM_HOLDS, deliver
from wolaiban.notices.models import Delivery, Gateway
from wolaiban.notices.quiet_hours import MOST_ATTEMPTS
from wolaiban.process.errors import NotAllowed, NotNow
from wolaiban.residents import vault

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(reachable: Cast, outside: Outside) -> Case:
    case = reachable.report()
    writing.tell(case.events.get().pk)
    return case


@pytest.fixture
def receipt(case: Case) -> Delivery:
    """The text message to the resident."""
    return Delivery.objects.get(message__text="receipt")


def tried_again(delivery: Delivery) -> Delivery:
    """As if its time had come, and its gateway had rested enough."""
    Gateway.objects.update(rests_until=None)
    Delivery.objects.filter(pk=delivery.pk).update(next_try=now())
    deliver(delivery.pk)
    delivery.refresh_from_db()
    return delivery


def test_a_gateway_that_fails_is_asked_again_with_the_same_key(receipt: Delivery, outside: Outside) -> None:
    asked = []
    outside.sms.answer = lambda letter: asked.append(letter.headers["Idempotency-Key"]) or 503  # type: ignore[func-returns-value]

    assert tried_again(receipt).state == "waiting"
    assert receipt.error == "短信网关答复 503"
    assert receipt.next_try > now()
    outside.sms.answer = lambda letter: 200
    assert tried_again(receipt).state == "sent"
    assert asked == [str(receipt.uuid)]
    assert receipt.attempts == 2


def test_what_the_gateway_refuses_is_not_tried_again(receipt: Delivery, outside: Outside) -> None:
    outside.sms.answer = lambda letter: 422

    assert tried_again(receipt).state == "failed"
    assert not Gateway.objects.filter(name="sms", failures__gt=0).exists()


def test_after_many_attempts_it_is_left_for_somebody_to_send_by_hand(
    receipt: Delivery, outside: Outside, reachable: Cast
) -> None:
    outside.sms.answer = lambda letter: 500
    for _ in range(MOST_ATTEMPTS):
        tried_again(receipt)
    assert receipt.state == "failed"

    outside.sms.answer = lambda letter: 200
    resend(receipt, by=reachable.actor("bai"))
    assert tried_again(receipt).state == "sent"
    assert outside.sms.arrived[0].headers["Idempotency-Key"] == str(receipt.uuid)


def test_only_who_sees_the_case_may_send_again(receipt: Delivery, outside: Outside, reachable: Cast) -> None:
    Delivery.objects.filter(pk=receipt.pk).update(state="failed")

    for who in ("zhou", "wang", "zhi"):
        with pytest.raises(NotAllowed):
            resend(receipt, by=reachable.actor(who))


def test_what_was_sent_is_not_sent_again_by_hand(receipt: Delivery, reachable: Cast) -> None:
    deliver(receipt.pk)

    with pytest.raises(NotNow):
        resend(receipt, by=reachable.actor("bai"))


def test_two_jobs_for_one_delivery_send_once(receipt: Delivery, outside: Outside) -> None:
    deliver(receipt.pk)
    deliver(receipt.pk)

    assert len(outside.sms.arrived) == 1


def test_a_claim_of_the_living_is_respected_and_one_of_the_dead_taken_over(
    receipt: Delivery, outside: Outside
) -> None:
    Delivery.objects.filter(pk=receipt.pk).update(state="sending", claimed_at=now())
    deliver(receipt.pk)
    retrying.sweep()
    assert outside.sms.arrived == []

    Delivery.objects.filter(pk=receipt.pk).update(claimed_at=now() - CLAIM_HOLDS * 2)
    retrying.sweep()
    deliver(receipt.pk)
    assert len(outside.sms.arrived) == 1


def test_a_gateway_that_fails_three_times_rests_and_costs_others_no_attempt(
    reachable: Cast, outside: Outside
) -> None:
    outside.sms.answer = lambda letter: 503
    for _ in range(6):
        writing.tell(reachable.report().events.get().pk)
    send_all()

    assert Gateway.objects.get(name="sms").rests_until is not None
    attempts = sorted(Delivery.objects.filter(way="sms").values_list("attempts", flat=True))
    assert sum(attempts) == 3
    assert attempts[0] == 0
    assert {d.state for d in Delivery.objects.filter(way="mail")} <= {"sent", "gathered"}


def test_a_lost_job_is_put_out_again(receipt: Delivery) -> None:
    later = now() + timedelta(minutes=20)

    assert retrying.put_out_due(later) >= 1
    assert retrying.put_out_due(later) == 0


def test_old_news_is_not_sent(receipt: Delivery, outside: Outside) -> None:
    Delivery.objects.filter(pk=receipt.pk).update(created_at=now() - timedelta(days=4))

    assert tried_again(receipt).state == "failed"
    assert outside.sms.arrived == []


def test_who_was_erased_meanwhile_is_not_written_to(
    receipt: Delivery, outside: Outside, reachable: Cast
) -> None:
    erase(reachable.resident("wang"), by=reachable.actor("wang"), reason="本人要求删除")

    assert tried_again(receipt).state == "dropped"
    assert receipt.error == "没有留下号码"


def test_a_landline_gets_no_text_message(receipt: Delivery, outside: Outside, reachable: Cast) -> None:
    vault.amend(reachable.resident("wang"), phone="010-88881234")

    assert tried_again(receipt).state == "dropped"
    assert outside.sms.arrived == []


def test_a_mail_keeps_its_message_id(case: Case, outside: Outside, reachable: Cast) -> None:
    writing.tell(reachable.take("accept", case, "qin", handler=reachable.user("bai")).pk)
    mail = Delivery.objects.get(way="mail")
    outside.mail.answer = lambda letter: 451
    assert tried_again(mail).state == "waiting"
    outside.mail.answer = lambda letter: 200
    assert tried_again(mail).state == "sent"

    (letter,) = outside.mail.arrived
    assert letter.headers["Message-ID"] == f"<{mail.uuid}@wolaiban.example>"
    assert letter.headers["Auto-Submitted"] == "auto-generated"
    assert case.number in letter.text


def test_a_dead_server_is_told_of_without_its_secrets(receipt: Delivery, settings: Settings) -> None:
    settings.NOTICE_SMS_URL = "http://127.0.0.1:9/send?token=topsecret"

    assert tried_again(receipt).state == "waiting"
    assert "topsecret" not in receipt.error
    assert "没有应答" in receipt.error


# ---- Nothing of a person's identity stays behind


def test_no_number_is_stored_or_logged(
    reachable: Cast, outside: Outside, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    case = reachable.moved_to("answered", reachable.report())
    for event in case.events.all():
        writing.tell(event.pk)
    for status in (500, 200):
        outside.sms.answer = lambda letter, status=status: status  # type: ignore[misc]
        Delivery.objects.filter(state="waiting").update(next_try=now())
        Gateway.objects.update(rests_until=None)
        send_all()
    assert outside.sms.arrived

    printed = capfd.readouterr()
    with connection.cursor() as cursor:
        for table in ("notices_message", "notices_delivery", "notices_gateway", "procrastinate_jobs"):
            cursor.execute(f"SELECT coalesce(string_agg(t::text, ' '), '') FROM {table} t")
            (rows,) = cursor.fetchone()
            for word in (*RESIDENTS["wang"], "扶手"):
                assert word not in rows
    for word in RESIDENTS["wang"]:
        assert word not in caplog.text + printed.out + printed.err
