"""Invitations by text message: the code is made in the moment it leaves, and what did not arrive opens nothing."""

from __future__ import annotations

import re

import pytest
from pytest_django.fixtures import Settings

from tests.cast import Cast
from tests.notices.conftest import Outside
from wolaiban.notices.gateways.letter import Undelivered
from wolaiban.notices.inviting import put_out, send_invitation
from wolaiban.people.actions.invitations import opened_by
from wolaiban.people.models import Invitation


def test_the_text_opens_the_account_of_whom_it_was_sent_to(outside: Outside, reachable: Cast) -> None:
    bai, guan = reachable.user("bai"), reachable.user("guan")

    assert send_invitation(bai.pk, guan.pk) == "sent"

    (text,) = outside.sms.texts
    code = re.search(r"[a-z0-9]{4}-[a-z0-9]{4}-[a-z0-9]{4}", text)
    assert code
    assert "https://wolaiban.example/account/invitation/" in text
    found = opened_by(code[0])
    assert found is not None
    assert (found.user, found.way) == (bai, "sms")


def test_what_did_not_arrive_opens_nothing(settings: Settings, reachable: Cast) -> None:
    settings.NOTICE_SMS_URL = "http://127.0.0.1:9/nobody"

    with pytest.raises(Undelivered):
        send_invitation(reachable.user("bai").pk, reachable.user("guan").pk)
    assert not Invitation.objects.standing().exists()


def test_without_a_gateway_nothing_is_sent_and_nothing_is_open(reachable: Cast) -> None:
    assert send_invitation(reachable.user("bai").pk, reachable.user("guan").pk) == "refused"
    assert not Invitation.objects.standing().exists()


def test_somebody_who_lost_their_post_invites_nobody(outside: Outside, reachable: Cast) -> None:
    assert send_invitation(reachable.user("bai").pk, reachable.user("fang").pk) == "not needed"
    assert not outside.arrived


def test_pressed_twice_there_is_one_job(reachable: Cast, db: None) -> None:
    from procrastinate.contrib.django.models import ProcrastinateJob

    people = [reachable.user("bai")]
    put_out(people, by=reachable.user("guan"))
    put_out(people, by=reachable.user("guan"))

    assert ProcrastinateJob.objects.filter(task_name="notices.invite").count() == 1
