"""Showing a receipt: what opens it, what does not, how long it stays open, and that no address tells which."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils.timezone import now

from tests.cast import Cast
from tests.portal.tracking.conftest import NOBODY, ZHAO, Holder, Reported
from wolaiban.cases import receipts
from wolaiban.cases.actions.erasing import erase
from wolaiban.cases.actions.registering import Reporter
from wolaiban.cases.receipt_codes import code_from, grouped, tidy
from wolaiban.people.actor import ANYBODY
from wolaiban.web.models import Attempts

WRONG = code_from(b"\x01" * 32)


def asks_again(holder: Holder) -> bool:
    answer = holder.browser.get("/track/case/")
    return (answer.status_code, answer["Location"]) == (302, "/track/")


def test_the_receipt_opens_the_matter_and_its_code_stands_in_no_address(reported: Reported) -> None:
    (zhao,) = reported(ZHAO)

    answer = zhao.open()

    assert (answer.status_code, answer["Location"]) == (302, "/track/case/")
    assert "院里的台阶没有扶手" in zhao.page()
    assert zhao.slip.code not in zhao.page()


@pytest.mark.parametrize(
    "spoken",
    [
        grouped,
        "-".join,
        lambda code: f"件号 FS-2026-000280，查询码 {grouped(code)}，查进展 http://127.0.0.1:8000/track/",
        lambda code: f"查询码：（{grouped(code)}）",
        lambda code: f"https://example.org/track/#{code}",
        lambda code: code.translate(
            {ord(d): word for d, word in zip("0123456789", "零幺二三四五六七八九", strict=True)}
        ),
        lambda code: code.translate({ord(str(d)): chr(0xFF10 + d) for d in range(10)}) + "。",
    ],
)
def test_a_code_may_be_typed_dictated_or_pasted(spoken: object) -> None:
    assert callable(spoken)
    code = code_from(b"\x07" * 32)
    assert tidy(spoken(code)) == code


def test_whoever_left_no_number_opens_it_with_the_pin(reported: Reported) -> None:
    (nobody,) = reported(NOBODY)
    assert nobody.open().status_code == 302
    assert "匿名反映" in nobody.page()


def test_a_code_that_was_copied_wrongly_is_said_to_be(reported: Reported) -> None:
    (zhao,) = reported(ZHAO)
    answer = zhao.browser.post("/track/", {"code": zhao.slip.code[:-1] + "x", "digits": "5678"})

    assert answer.status_code == 422
    assert "没抄对" in answer.content.decode()
    assert not Attempts.objects.exists()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("FS-2026-000280", "这是件号，不是查询码"),
        ("fs2026000280", "这是件号，不是查询码"),
        ("ＦＳ－２０２６－０００２８０", "这是件号，不是查询码"),
        ("2026-280", "这是件号，不是查询码"),
        ("13900005678", "这是手机号"),
        ("1234 5678", "现在是 8 位"),
        ("没有", "没抄对"),
    ],
)
def test_what_is_no_code_is_called_by_its_name_and_costs_no_try(
    reported: Reported, typed: str, said: str
) -> None:
    (zhao,) = reported(ZHAO)
    answer = zhao.browser.post("/track/", {"code": typed, "digits": "5678"})

    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert "回执上件号下面那 28 位数字" in answer.content.decode()
    assert not Attempts.objects.exists()


@pytest.mark.parametrize(
    "digits",
    [
        "139 0000 5678",
        "+86-13900005678",
        "５６７８",
        "5-6-7-8",
        "五六七八",
        "139****5678",
        "１３９００００５６７８",
    ],
)
def test_a_whole_number_stands_for_its_last_four_digits(reported: Reported, digits: str) -> None:
    (zhao,) = reported(ZHAO)

    assert zhao.browser.post("/track/", {"code": zhao.slip.code, "digits": digits}).status_code == 302


def test_another_number_is_as_wrong_as_other_digits(reported: Reported) -> None:
    (zhao,) = reported(ZHAO)
    for digits in ("13900005679", "5679"):
        answer = zhao.browser.post("/track/", {"code": zhao.slip.code, "digits": digits})
        assert answer.status_code == 422
        assert "没有找到" in answer.content.decode()
    assert Attempts.objects.exists()


@pytest.mark.parametrize("digits", ["", "567", "56789", "５６７", "abcd", "-123", "5 6 7 x"])
def test_four_digits_are_four_digits(reported: Reported, digits: str) -> None:
    (zhao,) = reported(ZHAO)
    answer = zhao.browser.post("/track/", {"code": zhao.slip.code, "digits": digits})
    assert answer.status_code == 422
    assert "四位数字" in answer.content.decode()


def test_nothing_is_open_where_no_receipt_was_shown(zhao: Holder) -> None:
    stranger = Holder(zhao.complaint, zhao.slip, zhao.digits, Client())
    assert asks_again(stranger)
    assert stranger.send("urge")["Location"] == "/track/"
    assert zhao.case.events.count() == 1


def test_half_an_hour_of_silence_closes_it_and_looking_around_keeps_it_open(zhao: Holder) -> None:
    start = now()
    for minutes in (20, 40, 60):
        with time_machine.travel(start + timedelta(minutes=minutes), tick=False):
            assert "院里的台阶" in zhao.page()
    with time_machine.travel(start + timedelta(minutes=91), tick=False):
        assert asks_again(zhao)


def test_one_may_end_it(zhao: Holder) -> None:
    assert zhao.browser.post("/track/leave/").status_code == 302
    assert asks_again(zhao)


def test_a_new_slip_closes_what_the_old_one_opened(zhao: Holder) -> None:
    receipts.issue(zhao.complaint, by=ANYBODY)
    assert asks_again(zhao)
    assert zhao.open().status_code == 422


def test_opening_changes_the_session_key(zhao: Holder) -> None:
    before = zhao.browser.cookies["wolaiban_session"].value
    zhao.open()
    assert zhao.browser.cookies["wolaiban_session"].value != before


@pytest.mark.parametrize("reporter", [ZHAO, Reporter(name="孙三")], ids=["by phone", "by PIN"])
def test_the_receipt_of_somebody_erased_opens_nothing(
    cast: Cast, reported: Reported, reporter: Reporter
) -> None:
    (holder,) = reported(reporter)
    assert holder.open().status_code == 302
    erase(holder.complaint.resident, by=cast.actor("qin"), reason="本人要求删除")

    assert asks_again(holder)
    assert holder.open().status_code == 422


def test_who_was_erased_may_follow_by_a_new_slip_that_leads_to_nobody(cast: Cast, zhao: Holder) -> None:
    erase(zhao.complaint.resident, by=cast.actor("qin"), reason="本人要求删除")
    zhao.complaint.refresh_from_db()
    zhao.complaint.resident.refresh_from_db()

    slip = receipts.issue(zhao.complaint, by=cast.actor("qin"))
    assert receipts.opened_by(slip.code, slip.pin) == zhao.complaint

    again = Holder(zhao.complaint, slip, slip.pin, Client())
    assert again.open().status_code == 302
    assert "身份信息已删除" in again.page()


def test_whoever_has_an_account_is_told_where_their_matters_are(cast: Cast, zhao: Holder) -> None:
    browser = Client()
    browser.force_login(cast.user("wang"))

    assert 'href="/mine/"' in browser.get("/track/").content.decode()


def test_an_officer_who_opens_a_receipt_sees_what_the_resident_sees(cast: Cast, zhao: Holder) -> None:
    zhao.browser.force_login(cast.user("qin"))
    zhao.open()

    assert "您反映的事" in zhao.page()
    assert zhao.send("accept").status_code == 403


def test_neither_opening_it_nor_copying_it_wrongly_uses_up_tries(reported: Reported) -> None:
    (zhao,) = reported(ZHAO)
    browser = Client()
    for _ in range(25):
        assert zhao.open().status_code == 302
    for _ in range(20):
        assert browser.post("/track/", {"code": WRONG[:24] + "0000", "digits": "0000"}).status_code == 422
    assert zhao.open().status_code == 302
