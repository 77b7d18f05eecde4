"""Guessing: ten thousand wrong codes find nothing, are told nothing, and cost the right owner nothing."""

from __future__ import annotations

import hashlib
import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.handlers.wsgi import WSGIHandler
from django.test import Client, RequestFactory
from django.utils.timezone import now

from tests.portal.tracking.conftest import NOBODY, ZHAO, Holder, Reported
from wolaiban.cases.receipt_codes import code_from, grouped
from wolaiban.cases.receipts import opened_by

MANY = 10_000
EVERY = 20  # of them asks the whole site; the others ask what it asks before it draws the same page
OFTEN_WRONG = 20
OF_THE_MOMENT = {"Set-Cookie", "Expires"}
EACH_ITS_OWN = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]+"')


def wrong_code(number: int) -> str:
    return code_from(hashlib.sha256(str(number).encode()).digest())


def network(number: int) -> dict[str, Any]:
    return {"REMOTE_ADDR": f"10.{number >> 16}.{number >> 8 & 255}.{number & 255}"}


def told(answer: Any, code: str) -> bytes:
    """All that was answered, without what each page is given anew and what the asker wrote themself."""
    headers = sorted((name, value) for name, value in answer.items() if name not in OF_THE_MOMENT)
    body = EACH_ITS_OWN.sub(b"", answer.content).replace(grouped(code).encode(), b"")
    return repr((answer.status_code, headers, sorted(answer.cookies))).encode() + body


def answer_of(site: WSGIHandler, code: str, digits: str, number: int) -> Any:
    """As the site answers its server. A test client would copy all that each of ten thousand pages is drawn from."""
    asked = RequestFactory().post("/track/", {"code": code, "digits": digits}, **network(number))
    asked._dont_enforce_csrf_checks = True  # type: ignore[attr-defined]  # as the client does
    return site.get_response(asked)


def guess(browser: Client, code: str, digits: str, **where: Any) -> Any:
    return browser.post("/track/", {"code": code, "digits": digits}, **where)


@pytest.mark.crowd
def test_ten_thousand_wrong_codes_are_answered_alike_and_cost_the_owner_nothing(reported: Reported) -> None:
    """Each from a network of its own, so that no limit is reached; wrong digits of real receipts come in between."""
    (zhao,), (nobody,) = reported(ZHAO), reported(NOBODY)
    site, answers = WSGIHandler(), set()
    for number in range(MANY):
        code = wrong_code(number)
        if number % EVERY:
            assert opened_by(code, "5678") is None
        else:
            answers.add(told(answer_of(site, code, "5678", number), code))
    for turn, holder in enumerate([zhao, nobody] * 9):
        digits = f"{(int(holder.digits) + 1 + turn) % 10_000:04d}"
        answer = answer_of(site, holder.slip.code, digits, MANY + turn)
        answers.add(told(answer, holder.slip.code))

    assert len(answers) == 1
    assert answers.pop().startswith(b"(422, ")
    assert zhao.open().status_code == 302
    assert nobody.open().status_code == 302


def test_a_network_that_is_wrong_too_often_must_wait_and_is_told_how_long(reported: Reported) -> None:
    (zhao,) = reported(ZHAO)
    browser, start = Client(), now()
    with time_machine.travel(start, tick=False):
        for number in range(OFTEN_WRONG):
            assert guess(browser, wrong_code(number), "5678").status_code == 422
        answer = guess(browser, zhao.slip.code, "5678")

    assert answer.status_code == 429
    assert answer["Retry-After"] == "3601"
    assert "请等 1 小时再试" in answer.content.decode()
    assert "工作室" in answer.content.decode()
    with time_machine.travel(start + timedelta(minutes=61), tick=False):
        assert guess(browser, zhao.slip.code, "5678").status_code == 302


def test_the_owner_elsewhere_does_not_wait_for_a_noisy_network(reported: Reported) -> None:
    (zhao,) = reported(ZHAO)
    for number in range(OFTEN_WRONG + 5):
        guess(Client(), wrong_code(number), "5678", REMOTE_ADDR="203.0.113.66")

    assert zhao.open(REMOTE_ADDR="198.51.100.1").status_code == 302


def refused_after(holder: Holder, code: str) -> list[int]:
    wrong = f"{(int(holder.digits) + 1) % 10_000:04d}"
    return [guess(Client(), code, wrong, **network(number)).status_code for number in range(12)]


def test_digits_are_not_guessed_from_many_networks(reported: Reported) -> None:
    """A code that is held and one that nobody holds run out alike."""
    (zhao,) = reported(ZHAO)

    assert refused_after(zhao, zhao.slip.code) == [422] * 10 + [429] * 2
    assert refused_after(zhao, wrong_code(1)) == [422] * 10 + [429] * 2


def test_the_month_has_an_end_too(reported: Reported) -> None:
    (zhao,) = reported(ZHAO)
    start, answered = now(), []
    for day in range(5):
        with time_machine.travel(start + timedelta(days=day, hours=day), tick=False):
            answered += refused_after(zhao, zhao.slip.code)
    assert answered.count(422) == 30
