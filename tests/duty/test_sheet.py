"""The month for the door: surname and function, more by consent alone; and whom to ring where nobody answers."""

from __future__ import annotations

import re

from pytest_django import DjangoAssertNumQueries

from tests.cast import CHENGGUAN, DONGFEN, Cast, unit
from tests.duty.conftest import Door
from tests.duty.test_now import phone
from tests.duty.test_pages import page, words
from wolaiban.duty.actions.consents import consent
from wolaiban.duty.own import DoorConsent
from wolaiban.duty.parts import RosterParts
from wolaiban.duty.queries.sheet import door_sheet
from wolaiban.ledger.verifying import Verification
from wolaiban.people.models import Post, User

NUMBER = "13800000042"


def sheet(cast: Cast, door: Door, paper: str = "A4") -> str:
    return words(page(cast, "qin", f"/rosters/{door.roster.pk}/sheet/?paper={paper}"))


def test_without_consent_there_are_surnames_and_functions_alone(door: Door, cast: Cast) -> None:
    User.objects.filter(username="bai").update(phone=NUMBER)
    door.posted()
    shown = sheet(cast, door)
    assert "白委员" in shown
    assert "秦书记" in shown
    for secret in ("白玉兰", "秦怀信", NUMBER):
        assert secret not in shown


def test_whole_name_and_number_stand_there_by_her_own_consent_until_she_takes_it_back(
    door: Door, cast: Cast
) -> None:
    User.objects.filter(username="bai").update(phone=NUMBER)
    door.posted()
    answer = page(cast, "bai", "/rosters/mine/door/", {"full_name": "on", "phone": "on"})
    assert answer.status_code == 302
    shown = sheet(cast, door)
    assert re.search(rf"白玉兰 <b>{NUMBER}</b>", shown)
    assert "秦怀信" not in shown
    assert page(cast, "bai", "/rosters/mine/door/", {}).status_code == 302
    assert DoorConsent.objects.count() == 1
    assert NUMBER not in sheet(cast, door)
    assert not list(Verification().findings())


def test_a_number_that_is_not_there_cannot_be_agreed_to(door: Door, cast: Cast) -> None:
    User.objects.filter(username="bai").update(phone="")
    answer = page(cast, "bai", "/rosters/mine/door/", {"phone": "on"})
    assert answer.status_code == 422
    assert "账号里还没有工作电话" in answer.content.decode()
    assert not DoorConsent.objects.exists()


def test_the_sheet_says_whom_to_ring_where_nobody_answers(door: Door, cast: Cast) -> None:
    phone(DONGFEN, "010-80000001")
    phone(CHENGGUAN, "010-80000002")
    door.posted()
    shown = sheet(cast, door)
    assert "010-80000001" in shown
    assert "城关街道 010-80000002" in shown
    assert "市民热线 12345" in shown
    assert f"/s/{DONGFEN}/" in shown
    assert door.roster.number in shown


def test_whom_the_township_sent_is_called_by_their_function(door: Door, cast: Cast) -> None:
    door.posted()
    shift = door.of("bai")[0]
    Post.objects.filter(user=cast.user("bai")).update(ends=shift.day)
    door.take("cover", "gao", lacking_one=shift, stand_in=cast.user("gao"))
    assert "高统筹员" in sheet(cast, door)


def test_it_costs_the_same_however_many_agreed(
    door: Door, cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    door.posted()
    parts = RosterParts(door.roster)
    assert parts.unit == unit(DONGFEN)
    door_sheet(parts, door.roster.month)
    for name in ("bai", "qin"):
        consent(full_name=True, phone=False, by=cast.actor(name))
    with django_assert_num_queries(1):
        found = door_sheet(parts, door.roster.month)
    names = {line.label for week in found.weeks for day in week for line in day.lines}
    assert names == {"白玉兰", "秦怀信"}
