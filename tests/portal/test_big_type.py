"""Reporting in big type without a script: one question a page, nothing lost on the way, nothing registered before the end."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from tests.cast import DISTRICT, DONGFEN, Cast, unit
from tests.portal.test_report import form, words_of
from wolaiban.cases.models import Case
from wolaiban.places.models import Studio

SHOWN = re.compile(r'<section class="step" data-step="(\d)"[^>]*aria-labelledby="step-\d">')
HEADING = re.compile(r'<h1 id="step-(\d)"[^>]*>([^<]+)</h1>')


@pytest.fixture
def elder(cast: Cast, settings: Settings, tmp_path: Any) -> Client:
    settings.DATA_DIR = tmp_path
    client = Client()
    client.post("/elder/", {"bigger": "yes"})
    return client


def turned(elder: Client, to: int, **given: Any) -> str:
    return words_of(elder.post("/report/", form(go=to, **given)))


def shown(page: str) -> list[str]:
    return SHOWN.findall(page)


def test_one_question_is_asked_on_a_page(elder: Client) -> None:
    page = words_of(elder.get("/report/"))

    assert shown(page) == ["1"]
    assert dict(HEADING.findall(page)) == {
        "1": "是哪个村的事？",
        "2": "出了什么事？",
        "3": "怎么找您？",
        "4": "看一遍，对不对？",
    }
    assert "第 1 问，共 4 问" in page


def test_what_was_answered_goes_along_and_is_told_with_a_way_back(elder: Client) -> None:
    page = turned(elder, 4)

    assert shown(page) == ["4"]
    for words in ("城关街道东坟村", "3 号楼前的台阶没有扶手", "139 0000 5678"):
        assert words in page
    for number in (1, 2, 3):
        assert f'name="go" value="{number}"' in page
    assert Case.objects.count() == 0


def test_the_way_on_stops_at_the_first_thing_that_is_missing(elder: Client) -> None:
    page = turned(elder, 2, unit="辛庄")
    assert shown(page) == ["1"]
    assert "请在下面选一项" in page
    assert "请写几句是什么事" not in page

    page = turned(elder, 4, words="")
    assert shown(page) == ["2"]
    assert "请写几句是什么事" in page

    page = turned(elder, 4, phone="139")
    assert shown(page) == ["3"]
    assert "手机号码应为 11 位" in page


def test_nobody_is_blamed_for_a_question_that_is_still_to_come(elder: Client) -> None:
    page = turned(elder, 2, words=None, phone=None)

    assert shown(page) == ["2"]
    assert "data-rejected" not in page


def test_the_way_back_asks_for_nothing(elder: Client) -> None:
    page = turned(elder, 1, words="", unit="没有这个村")

    assert shown(page) == ["1"]
    assert "data-rejected" not in page


def test_at_the_end_it_is_sent_like_any_other(elder: Client) -> None:
    page = words_of(elder.post("/report/", form()))

    assert "已收到，件号" in page
    assert Case.objects.get().unit.code == DONGFEN


def test_a_fault_found_at_the_end_leads_to_its_question(elder: Client) -> None:
    page = words_of(elder.post("/report/", form(phone="139")))

    assert shown(page) == ["3"]


def test_there_is_a_number_to_call_on_each_page_and_it_is_the_right_one(elder: Client) -> None:
    Studio.objects.filter(units=unit(DISTRICT)).update(phone="010-80000000")
    Studio.objects.filter(units=unit(DONGFEN)).update(phone="010-80000028")

    assert 'href="tel:01080000000"' in words_of(elder.get("/report/"))
    assert 'href="tel:01080000028"' in turned(elder, 2)
    assert 'href="tel:01080000028"' in words_of(elder.get(f"/report/call/?unit={DONGFEN}"))
    assert words_of(elder.get("/report/call/?unit=x")).strip() == ""


def test_whoever_signed_in_is_not_asked_who_they_are(elder: Client, cast: Cast) -> None:
    elder.force_login(cast.user("wang"))

    page = words_of(elder.post("/report/", form(go=3, phone=None)))

    assert shown(page) == ["3"]
    assert "以您本人的名义反映" in page


def test_in_standard_type_the_form_stays_on_one_page(cast: Cast) -> None:
    assert "data-step" not in words_of(Client().get("/report/"))
