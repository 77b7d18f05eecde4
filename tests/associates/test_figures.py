"""How the places below somebody stand: by kind and place, never by person."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils.timezone import localdate
from pytest_django import DjangoAssertNumQueries

from tests.associates.conftest import Counter
from tests.associates.test_signing_up import offered
from tests.associates.test_terms import appointed
from tests.cast import CHENGGUAN, Cast
from wolaiban.associates import queries
from wolaiban.associates.figures import AssociateFigures, figures, places_below


def of(cast: Cast, who: str) -> AssociateFigures:
    units = places_below(cast.actor(who))
    assert units is not None
    return figures(cast.actor(who), units, localdate())


def three(counter: Counter, minutes: int = 60) -> list[Any]:
    """Three who did an hour each."""
    people = [counter.enlist(name=f"高玉{each}", phone=f"1380000080{each}") for each in range(3)]
    for one in people:
        counter.confirmed(one, minutes)
    return people


def test_who_helps_is_counted_by_what_they_are(counter: Counter, cast: Cast) -> None:
    counter.enlist(kinds=["volunteer", "captain"])
    gone = counter.enlist(name="高大山")
    counter.take("leave", gone, "qin", sure=True)
    Counter(cast, CHENGGUAN).enlist(by="gao", kinds=["law_expert"])
    offered(name="田树林", phone="13800000779")
    found = of(cast, "gao")
    assert (found.associates, found.waiting) == (2, 1)
    assert found.kinds == [("志愿者", 1), ("楼门长", 1), ("法律专家", 1)]
    assert of(cast, "tang").associates == 0
    assert of(cast, "shen").associates == 2


def test_hours_of_fewer_than_three_are_nobodys(counter: Counter, cast: Cast) -> None:
    people = three(counter)
    counter.take("state_hours", people[0], "bai", day=localdate(), minutes=120, work="visit")
    (found,) = of(cast, "gao").hours
    assert (found.unit.short_name, found.works) == ("东坟村", [("巡逻值守", "3 小时")])
    assert of(cast, "gao").hours_in_all == "3 小时"
    counter.take("leave", people[0], "qin", sure=True)
    assert of(cast, "gao").hours[0].works == [("巡逻值守", "3 小时")]


def test_two_alone_are_not_told(counter: Counter, cast: Cast) -> None:
    counter.confirmed(counter.enlist(), 60)
    assert (of(cast, "gao").hours, of(cast, "gao").hours_in_all) == ([], "0 小时")


def test_terms_that_run_out_and_advisers(counter: Counter, cast: Cast) -> None:
    found = counter.enlist(kinds=["law_expert"])
    appointed(counter, found, body="adviser", ends=localdate() + timedelta(days=50))
    appointed(counter, found, body="experts", ends=localdate() + timedelta(days=500))
    told = of(cast, "gao")
    assert (told.ending, told.advised) == (1, 1)
    assert [term.get_body_display() for term in told.ending_soonest] == ["村居法律顾问"]
    assert of(cast, "cheng").ending_soonest == []
    assert of(cast, "cheng").ending == 1


def page(cast: Cast, who: str, path: str) -> Any:
    client = Client()
    client.force_login(cast.user(who))
    return client.get(path)


def test_the_page_is_for_those_who_watch(counter: Counter, cast: Cast) -> None:
    three(counter)
    shown = page(cast, "gao", "/associates/figures/").content.decode()
    for words in ("3 位队员", "近一年确认的服务 3 小时", "巡逻值守 3 小时", "法律顾问"):
        assert words in shown, words
    for who in ("qin", "zhi", "he", "wang", "guan"):
        assert page(cast, who, "/associates/figures/").status_code == 404, who


@pytest.mark.parametrize("number", [1, 3])
def test_it_asks_no_more_for_more_people(
    counter: Counter, cast: Cast, number: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for each in range(number):
        found = counter.enlist(name=f"高玉{each}", phone=f"1380000080{each}", kinds=["law_expert"])
        appointed(counter, found, body="adviser", ends=localdate() + timedelta(days=50))
    client = Client()
    client.force_login(cast.user("gao"))
    client.get("/associates/figures/")
    with django_assert_max_num_queries(19):
        client.get("/associates/figures/")


def test_a_search_counts_so_many_and_no_more(
    counter: Counter, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    lawyers = Counter(cast, CHENGGUAN)
    for each in range(3):
        found = lawyers.enlist(by="gao", name=f"方明{each}", phone=f"1380000080{each}", kinds=["law_expert"])
        lawyers.take("describe", found, "gao", free=["wed_am"])
    wanted = "/associates/find/?kinds=law_expert&free=wed_am"
    assert "周三上午有空的法律专家 3 位" in page(cast, "gao", wanted).content.decode()
    monkeypatch.setattr(queries, "MOST_COUNTED", 2)
    assert "法律专家 2 多位" in page(cast, "gao", wanted).content.decode()
