"""What is kept for the ledger, questions and fields, gives what is put together anew."""

from __future__ import annotations

from dataclasses import fields
from itertools import product

import pytest
from pytest_django import DjangoAssertNumQueries

from tests.cast import CHENGGUAN, DAGAOSHE, DISTRICT, DONGFEN, URBAN, Cast, unit
from tests.desk.conftest import Browser
from tests.desk.lists.test_ledger import ALL_AT_ONCE, many
from wolaiban.cases.models import Case
from wolaiban.cases.queries.ledger import Filter, Progress, ledger_of, matching
from wolaiban.cases.queries.pagination import Leaves
from wolaiban.desk.lists.forms import LedgerForm
from wolaiban.process.words import Stage


@pytest.mark.parametrize("who", ["shen", "gao", "qin", "he", "jian", "zhou", "wang"])
def test_questions_that_are_kept_find_what_the_filter_finds(cast: Cast, who: str) -> None:
    cast.moved_to("joint", cast.report("灯坏了"))
    cast.moved_to("closed", cast.report("垃圾"))
    cast.report("漏水", at_unit=DAGAOSHE, by="zhou")
    actor, newest = cast.actor(who), Case.objects.latest("pk").pk
    places = [None, *map(unit, (DISTRICT, CHENGGUAN, DONGFEN, DAGAOSHE))]
    for stage, place, own in product((None, *Progress, Stage.JOINT), places, (False, True)):
        wanted = Filter(stage=stage, unit=place, own=own)
        leaves, plain = ledger_of(actor, wanted), Leaves(matching(actor, wanted))
        assert wanted.is_usual
        assert leaves.page() == plain.page()
        assert leaves.page(older_than=newest) == plain.page(older_than=newest)
        assert leaves.page(newer_than=newest - 1) == plain.page(newer_than=newest - 1)
        assert leaves.count() == plain.count()


def test_of_anything_else_questions_are_put_together_each_time(cast: Cast) -> None:
    assert not Filter(unit=unit(URBAN)).is_usual
    assert not any(
        Filter(**{field.name: getattr(ALL_AT_ONCE, field.name)}).is_usual
        for field in fields(Filter)
        if field.name not in {"stage", "unit", "own"} and getattr(ALL_AT_ONCE, field.name)
    )


@pytest.mark.parametrize("query", ["", "stage=open", f"unit={CHENGGUAN}&own=1", "q=扶手&soon=1&tier=minor"])
def test_fields_that_are_kept_are_drawn_as_any_others(
    cast: Cast, browser: Browser, monkeypatch: pytest.MonkeyPatch, query: str
) -> None:
    def form() -> str:
        page = browser("qin").get(f"/cases/?{query}").content.decode()
        return page[
            page.index('<form class="filter') : page.index("</form>", page.index('<form class="filter'))
        ]

    kept = [form(), form()]
    monkeypatch.setattr(LedgerForm, "EMPTY_FOR_ALL", False)
    assert kept == [form()] * 2


def test_a_page_of_the_ledger_asks_little(
    cast: Cast, browser: Browser, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    many(cast, 3)
    client = browser("qin")
    client.get("/cases/")
    with django_assert_num_queries(9):  # whose it is, cases, whom they name, how many, filters kept, unread
        client.get("/cases/")
