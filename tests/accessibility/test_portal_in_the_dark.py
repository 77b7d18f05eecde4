"""The residents' pages that no table lists, on a light screen, on a dark one and in big type; and that dark is dark."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.accessibility.conftest import DESK, PHONE, Reader
from tests.cast import DONGFEN
from tests.matrix.world import World
from tests.portal.test_report import form
from wolaiban.portal.elder import COOKIE

pytestmark = pytest.mark.journey

# All others are read in every way by test_every_page.py.
PAGES = ["/studios/?q=辛庄", f"/s/{DONGFEN}/", "/no/such/page/"]


def in_big_type() -> Client:
    browser = Client()
    browser.cookies[COOKIE] = "yes"
    return browser


@pytest.mark.parametrize("address", PAGES)
def test_it_is_read_in_the_dark_and_in_big_type(world: World, reader: Reader, address: str) -> None:
    assert reader.barriers(Client().get(address), widths=(PHONE, DESK), schemes=("light", "dark")) == []
    assert reader.barriers(in_big_type().get(address)) == []


@pytest.mark.parametrize("page", [2, 3, 4])
def test_each_question_is_read_in_big_type(world: World, reader: Reader, page: int) -> None:
    answer = in_big_type().post("/report/", form(go=page))

    assert reader.barriers(answer, widths=(PHONE, DESK), schemes=("light", "dark")) == []


def test_a_dark_page_is_dark(world: World, reader: Reader) -> None:
    reader.barriers(Client().get("/"), schemes=("light", "dark"))

    ground = reader.thread.submit(
        lambda: reader.page.evaluate("getComputedStyle(document.body).backgroundColor")
    ).result()

    assert max(int(part) for part in ground.removeprefix("rgb(").removesuffix(")").split(",")) < 80
