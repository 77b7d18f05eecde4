"""The inbox as a page: calm when there is nothing, the same cost when there is much."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils.timezone import now
from pytest_django import DjangoAssertNumQueries

from tests.cast import Cast
from tests.desk.conftest import Browser
from wolaiban.cases.models import Case


def test_an_empty_inbox_is_calm(browser: Browser) -> None:
    for who in ("qin", "fang", "he", "shen", "cheng", "jian"):
        page = browser(who).get("/inbox/").content.decode()
        assert "现在没有要您办的事。" in page
        assert "到期" not in page.split("<main")[1].split("card empty")[0]


def test_the_front_door_leads_to_the_inbox_and_outsiders_to_their_own(browser: Browser) -> None:
    assert browser("qin").get("/").headers["Location"] == "/inbox/"
    for who in ("wang", "zhi"):
        assert browser(who).get("/inbox/").headers["Location"] == "/mine/"


def test_a_line_says_what_where_and_until_when(cast: Cast, browser: Browser) -> None:
    case = cast.moved_to("raised", cast.report("台阶没有扶手。"))
    page = browser("gao").get("/inbox/").content.decode()

    assert "待承接" in page
    assert "东坟村报上来" in page
    assert f'href="/cases/{case.number}/"' in page
    assert "还剩" in page


def test_the_morning_line_is_one_sentence(cast: Cast, browser: Browser) -> None:
    cast.report(at=now() - timedelta(days=3))
    page = browser("qin").get("/inbox/").content.decode()
    assert "1 件已超期" in page
    assert "今天到期" not in page


def test_who_only_watches_is_not_told_that_nothing_is_due(cast: Cast, browser: Browser) -> None:
    cast.moved_to("disputed", cast.report())
    page = browser("cheng").get("/inbox/").content.decode()

    assert "辖区有异议的" in page
    assert "今天没有到期的事项" not in page
    assert "今天没有到期的事项" in browser("fang").get("/inbox/").content.decode()


def test_a_long_group_shows_its_beginning_and_leads_to_the_rest(cast: Cast, browser: Browser) -> None:
    for n in range(21):
        cast.report(f"第 {n} 件。", reporters=())
    page = browser("qin").get("/inbox/").content.decode()

    assert page.count('class="matter"') == 20
    assert "20+ 件" in page
    assert 'href="/cases/?task=to_accept"' in page
    rest = browser("qin").get("/cases/?task=to_accept").content.decode()
    assert rest.count('class="matter"') == 21
    assert "待办：待我单位受理" in rest


@pytest.mark.parametrize("size", [5, 100])
def test_the_inbox_costs_the_same_at_any_length(
    cast: Cast, browser: Browser, size: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    stages = ("reported", "working", "raised", "joint", "resolved", "disputed")
    for n in range(size // 5):
        cast.moved_to(stages[n % 6], cast.report(f"第 {n} 件。"))
    for n in range(size - size // 5):
        cast.report(f"又第 {n} 件。", reporters=())
    Case.objects.filter(stage="reported").update(flagged_at=now() + timedelta(days=1))
    for who in ("qin", "fang", "he", "lian", "cheng"):
        client = browser(who)
        with django_assert_max_num_queries(15):
            assert client.get("/inbox/").status_code == 200
