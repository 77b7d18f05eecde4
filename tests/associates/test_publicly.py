"""What everybody is told of associates (H-4): what each agreed to, until they change their mind or leave."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from tests.api.program import token_of
from tests.associates.conftest import Counter
from tests.cast import DAGAOSHE, DONGFEN, Cast
from tests.matrix.table import ROUTES
from tests.matrix.world import everything_in
from wolaiban.associates.publicly import shown_at


def door(code: str = DONGFEN) -> str:
    answer = Client().get(f"/s/{code}/")
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_each_is_shown_as_they_agreed(counter: Counter, cast: Cast) -> None:
    assert "来帮忙的人" not in door()
    counter.enlist(name="高玉芝")
    assert "来帮忙的人" not in door()
    full = counter.enlist(name="田树林", kinds=["elder", "mediator"], shown="full")
    counter.enlist(name="欧阳静", kinds=["captain"], shown="surname")
    counter.enlist(name="田桂英", shown="kind")
    counter.enlist(name="何淑芬", kinds=["volunteer", "captain"], shown="kind")
    shown = door()
    for words in ("田树林（调解员、乡贤）", "欧阳同志（楼门长）", "志愿者 2 位", "楼门长 1 位"):
        assert words in shown, words
    for name in ("高玉芝", "欧阳静", "田桂英", "何淑芬", "13800000777", "DY-"):
        assert name not in shown, name
    assert "来帮忙的人" not in door(DAGAOSHE)
    counter.take("show", full, "qin", shown="nothing", agreed=True)
    assert "田树林" not in door()


def test_whoever_left_is_not_shown(counter: Counter) -> None:
    found = counter.enlist(shown="full")
    assert "高玉芝" in door()
    counter.take("leave", found, "qin", sure=True)
    assert "来帮忙的人" not in door()


def test_all_of_a_door_are_read_at_once(
    counter: Counter, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for each in range(3):
        counter.enlist(name=f"高玉{'芝兰英'[each]}", shown="full")
    with django_assert_num_queries(1):
        assert len(shown_at(counter.unit)) == 3


NAMES = {"nothing": "高玉芝", "kind": "田桂英", "surname": "欧阳静", "full": "田树林"}
OPEN_PAGES = [
    r.name for r in ROUTES if r.name.startswith(("portal:", "api:")) and not r.kwargs and r.get != 405
]


@pytest.mark.parametrize("program", [False, True], ids=["a stranger", "a program of another village"])
def test_nothing_of_them_is_told_anywhere_else(counter: Counter, cast: Cast, program: bool) -> None:
    """H-4: no other page of the portal and nothing in the API, whatever they agreed to be shown at their own door."""
    phones = [f"1380000080{number}" for number in range(len(NAMES))]
    for phone, (shown, name) in zip(phones, NAMES.items(), strict=True):
        counter.enlist(name=name, phone=phone, shown=shown)
    token = token_of(cast.user("zhou")) if program else ""
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    assert "portal:home" in OPEN_PAGES
    assert "api:cases" in OPEN_PAGES
    for page in OPEN_PAGES:
        client = Client(raise_request_exception=False)
        told = everything_in(client.get(reverse(page), headers=headers))
        assert not [one for one in (*NAMES.values(), *phones) if one in told], page
    assert [name for name in NAMES.values() if name in door()] == [NAMES["full"]]
