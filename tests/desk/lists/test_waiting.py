"""How much waits for somebody, told beside the rooms: the same as on the workbench, and by few questions."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from pytest_django import DjangoAssertNumQueries

from tests.cast import Cast
from tests.desk.conftest import Browser
from wolaiban.cases.queries.inbox import inbox_of, number_waiting
from wolaiban.desk.subjects.waiting import FACES, waiting_for

EVERY_STAGE = ("reported", "working", "raised", "joint", "resolved", "disputed")


def some_of_each(cast: Cast) -> None:
    for n, stage in enumerate(EVERY_STAGE * 2):
        cast.moved_to(stage, cast.report(f"第 {n} 件。"))


@pytest.mark.parametrize("who", ["qin", "fang", "he", "lian", "cheng", "jian"])
def test_it_is_the_number_of_the_workbench(cast: Cast, browser: Browser, who: str) -> None:
    some_of_each(cast)
    actor = cast.actor(who)
    assert number_waiting(actor) == inbox_of(actor).number
    shown = re.search(r"<b>(\d+)</b><span>等我办<", browser(who).get("/inbox/").content.decode())
    told = browser(who).get("/waiting/").json().get("/inbox/", 0)
    assert told == (int(shown[1]) if shown else 0)


def test_for_whom_nothing_waits_there_is_no_number(cast: Cast, browser: Browser) -> None:
    some_of_each(cast)
    for who in ("guan", "zhou", "wang"):
        assert browser(who).get("/waiting/").json() == {}


def test_for_all_tasks_it_is_asked_once(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    some_of_each(cast)
    actor = cast.actor("qin")
    number_waiting(actor)
    with django_assert_num_queries(1):
        number_waiting(actor)


def test_of_a_kind_with_nothing_open_no_condition_is_put_together(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    actor = cast.actor("qin")
    for name, face in FACES.items():
        if face.ever_waits:
            monkeypatch.setitem(FACES, name, replace(face, waits=lambda actor: pytest.fail("put together")))
    with django_assert_num_queries(1):
        assert waiting_for(actor) == []
