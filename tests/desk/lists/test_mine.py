"""One's own matters: what a resident and a volunteer are told, and nothing of anybody else's."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils.timezone import localdate
from pytest_django import DjangoAssertNumQueries

from tests.cast import CHENGGUAN, DAGAOSHE, WAYS, Cast, unit
from tests.desk.conftest import Browser
from wolaiban.cases.queries.mine import own_matters
from wolaiban.desk.lists.next import JUDGED, WAITING_FOR_YOU, what_next
from wolaiban.people.models import Post
from wolaiban.process.words import Function, Stage


def read(browser: Browser, who: str) -> str:
    return browser(who).get("/mine/").content.decode()


def test_a_resident_sees_what_they_complained_of_and_what_comes_next(cast: Cast, browser: Browser) -> None:
    case = cast.report("台阶没有扶手。", at_unit=DAGAOSHE, by="zhou")
    page = read(browser, "wang")

    assert "台阶没有扶手" in page
    assert "已登记，等待受理" in page
    assert "前受理；过期未受理" in page
    assert f'href="/track/own/{case.number}/"' in page


def test_nobody_sees_the_matters_of_another(cast: Cast, browser: Browser) -> None:
    cast.report("王家的事。")
    cast.report("志愿者上报的。", by="zhi", reporters=("li",))

    assert "王家的事" not in read(browser, "li")
    assert "志愿者上报的" not in read(browser, "wang")
    assert "志愿者上报的" in read(browser, "li")


def test_a_volunteer_sees_what_she_reported_without_identities(cast: Cast, browser: Browser) -> None:
    cast.report("楼道堆物。", by="zhi", reporters=("wang",))
    page = read(browser, "zhi")

    assert "楼道堆物" in page
    assert "您上报的" in page
    assert "王" not in page


def test_who_is_to_judge_is_led_to_it(cast: Cast, browser: Browser) -> None:
    joint = cast.moved_to("answered", cast.report(reporters=("wang", "li")))
    assert "看结果并评价" in read(browser, "wang")

    cast.take("confirm", joint, "wang")
    assert "看结果并评价" not in read(browser, "wang")
    assert JUDGED in read(browser, "wang")
    assert "看结果并评价" in read(browser, "li")


def test_who_was_asked_for_more_is_told_so(cast: Cast, browser: Browser) -> None:
    case = cast.moved_to("working", cast.report())
    cast.take("ask", case, "qin")
    assert WAITING_FOR_YOU in read(browser, "wang")


@pytest.mark.parametrize("stage", WAYS)
def test_every_stage_has_its_next(cast: Cast, stage: str) -> None:
    case = cast.moved_to(stage, cast.report())
    [mine] = own_matters(cast.actor("wang"))

    words = what_next(mine)
    assert mine.pk == case.pk
    assert words.endswith("。")
    assert "{" not in words
    assert ("前" in words) == Stage(stage).is_open


def test_an_empty_list_is_calm(browser: Browser) -> None:
    for who in ("wang", "zhi", "guan", "qin"):
        assert "这里还没有事项" in read(browser, who)


def test_whoever_begins_tomorrow_is_told_so_where_nothing_stands_yet(cast: Cast, browser: Browser) -> None:
    new = cast.user("li")
    tomorrow = localdate() + timedelta(days=1)
    Post.objects.create(
        user=new, unit=unit(CHENGGUAN), function=Function.TOWNSHIP_COORDINATOR, starts=tomorrow
    )
    page = read(browser, "li")
    assert f"您从 {tomorrow.month}月{tomorrow.day}日起是城关街道的镇街统筹员" in page
    assert "两步验证" in page
    assert "您从" not in read(browser, "wang")


@pytest.mark.parametrize("size", [5, 60])
def test_it_costs_the_same_at_any_length(
    cast: Cast, browser: Browser, size: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for n in range(size):
        cast.report(f"第 {n} 件。", by="zhi")
    for who in ("wang", "zhi"):
        client = browser(who)
        with django_assert_max_num_queries(7):
            page = client.get("/mine/").content.decode()
        assert page.count('class="own"') == min(size, 20)
        assert ("更早的" in page) == (size > 20)
