"""After the receipt: straight to the matter, for as long as it is fresh, and only as far as that receipt reaches."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils.timezone import now
from pytest_django import Settings

from tests.cast import Cast
from tests.portal.test_report import KEY, form, words_of
from wolaiban.cases import receipts
from wolaiban.cases.models import Case
from wolaiban.people.actor import ANYBODY

TICKET = re.compile(r'name="ticket" value="([^"]+)"')


@pytest.fixture
def page(cast: Cast, settings: Settings, tmp_path: Any) -> str:
    settings.DATA_DIR = tmp_path
    return words_of(Client().post("/report/", form()))


def ticket_on(page: str) -> str:
    found = TICKET.search(page)
    assert found
    return found[1]


def opened(ticket: str) -> bool:
    browser = Client()
    browser.post("/track/follow/", {"ticket": ticket})
    return browser.get("/track/case/").status_code == 200


def test_the_progress_is_one_press_away(page: str) -> None:
    assert opened(ticket_on(page))


def test_nothing_leads_away_before_the_slip_was_read(page: str) -> None:
    """It is shown this once: who pressed the first button there was, lost it."""
    slip, first = page.index("查询码"), page.index("<h1")
    assert "<button" not in page[first:slip]
    assert page.index("存成图片") < page.index("收好了，看进展")


def test_not_after_half_an_hour(page: str) -> None:
    ticket = ticket_on(page)

    with time_machine.travel(now() + timedelta(minutes=31)):
        assert not opened(ticket)
        again = words_of(Client().post("/report/", {"key": KEY}))
        assert "只显示这一次" in again
        assert not TICKET.search(again)


@pytest.mark.parametrize("forged", ["", "1", "MQ:1tLx:abc"])
def test_what_nobody_gave_out_opens_nothing(page: str, forged: str) -> None:
    assert not opened(forged)


def test_a_receipt_that_was_replaced_opens_nothing_any_more(page: str) -> None:
    ticket, complainant = ticket_on(page), Case.objects.get().complainants.get()
    receipts.issue(complainant, by=ANYBODY)

    assert not opened(ticket)


def test_it_can_be_kept_as_a_picture_on_paper_or_on_this_phone(page: str) -> None:
    assert 'data-picture="回执 ' in page
    assert "data-print" in page
    assert re.search(r'data-remember data-number="FS-\d{4}-\d{6}" data-code="(\d{4} ){6}\d{4}"', page)
    assert "是您自己的手机才记" in page


def test_of_several_slips_none_is_offered_to_be_remembered(
    cast: Cast, settings: Settings, tmp_path: Any
) -> None:
    settings.DATA_DIR = tmp_path
    sent = form(people=1, **{"person_0-name": "钱二", "person_0-phone": "13900001234"})

    page = words_of(Client().post("/report/", sent))

    assert page.count("data-picture") == 2
    assert "data-remember" not in page
