"""What stands around the residents' pages, and the big type that is remembered."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import LazySettings
from django.test import Client

from tests.cast import Cast

pytestmark = pytest.mark.django_db


def home_after(browser: Client, **sent: str) -> str:
    browser.post("/elder/", sent)
    return browser.get("/").content.decode()


def test_the_emergency_numbers_and_the_way_in_for_staff_stand_on_the_page() -> None:
    page = Client().get("/").content.decode()

    for number in ("110", "119", "120", "122"):
        assert f'href="tel:{number}"' in page
    assert "工作人员登录" in page


def test_the_big_type_is_remembered_for_a_year_until_it_is_put_away() -> None:
    browser = Client()

    assert "data-elder" not in browser.get("/").content.decode()
    assert "data-elder" in home_after(browser, bigger="yes")
    assert browser.cookies["wolaiban_elder"]["max-age"] == 365 * 24 * 60 * 60
    assert browser.cookies["wolaiban_elder"]["samesite"] == "Lax"
    assert "data-elder" not in home_after(browser)


def test_over_https_only_https_is_told_of_the_big_type(settings: LazySettings) -> None:
    settings.HTTPS = True

    answer = Client().post("/elder/", {"bigger": "yes"})

    assert answer.cookies["wolaiban_elder"]["secure"]


@pytest.mark.parametrize(
    ("page", "shown"),
    [
        ("/?q=东坟", "/?q=%E4%B8%9C%E5%9D%9F"),
        ("//example.org/", "/"),
        ("https://example.org/", "/"),
        ("\\\\example.org", "/"),
        ("", "/"),
    ],
)
def test_the_same_page_is_shown_again_and_never_one_from_elsewhere(page: str, shown: str) -> None:
    answer = Client().post("/elder/", {"bigger": "yes", "page": page})

    assert (answer.status_code, answer["Location"]) == (302, shown)


def stands_among_the_residents_pages(answer: Any) -> bool:
    page = answer.content.decode()
    theirs, the_officers = ('href="tel:110"' in page and "反映诉求" in page), "account-menu" in page
    assert theirs != the_officers
    return theirs


@pytest.mark.parametrize("where", ["/no/such/page/", "/answers/0/", "/track/case/attachments/0/"])
def test_a_resident_who_took_a_wrong_turn_stays_among_the_residents_pages(where: str) -> None:
    answer = Client().get(where)

    assert answer.status_code == 404
    assert "没有这一页" in answer.content.decode()
    assert stands_among_the_residents_pages(answer)


def test_what_cannot_be_read_or_has_expired_is_said_among_the_residents_pages() -> None:
    unreadable = Client().post("/track/", {"code": "\0"})
    expired = Client(enforce_csrf_checks=True).post("/track/", {"code": "x"})

    assert (unreadable.status_code, expired.status_code) == (400, 403)
    assert "什么都没有改动" in unreadable.content.decode()
    assert "页面过期了" in expired.content.decode()
    assert stands_among_the_residents_pages(unreadable)
    assert stands_among_the_residents_pages(expired)


def test_an_officer_keeps_their_own_frame_where_there_is_no_page_and_has_the_residents_on_theirs(
    cast: Cast,
) -> None:
    browser = Client()
    browser.force_login(cast.user("qin"))

    assert not stands_among_the_residents_pages(browser.get("/no/such/page/"))
    assert not stands_among_the_residents_pages(browser.get("/cases/FS-2026-999999/"))
    assert stands_among_the_residents_pages(browser.get("/answers/0/"))
