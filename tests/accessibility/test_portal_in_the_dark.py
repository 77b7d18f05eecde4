"""The residents' pages on a dark screen, and in big type: as readable as on a light one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from tests.accessibility.conftest import DESK, PHONE, Reader
from tests.cast import DONGFEN
from tests.matrix.world import World
from tests.portal.test_report import form
from wolaiban.portal.elder import COOKIE

pytestmark = pytest.mark.journey

PAGES = ["/", "/report/", "/track/", "/studios/", "/studios/?q=辛庄", f"/s/{DONGFEN}/", "/figures/", "/answers/",
         "/ledger/", "/ledger/check/", "/report/privacy/", "/no/such/page/"]  # fmt: skip


@pytest.fixture
def in_the_dark(reader: Reader) -> Iterator[Reader]:
    def be(scheme: Any) -> None:
        reader.thread.submit(lambda: reader.page.emulate_media(color_scheme=scheme)).result()

    be("dark")
    yield reader
    be("light")


@pytest.mark.parametrize("address", PAGES)
def test_it_is_read_in_the_dark(world: World, in_the_dark: Reader, address: str) -> None:
    assert in_the_dark.barriers(Client().get(address), widths=(PHONE, DESK)) == []


@pytest.mark.parametrize("address", PAGES)
def test_it_is_read_in_big_type(world: World, reader: Reader, address: str) -> None:
    browser = Client()
    browser.cookies[COOKIE] = "yes"

    assert reader.barriers(browser.get(address), widths=(PHONE,)) == []


@pytest.mark.parametrize("page", [2, 3, 4])
def test_each_question_is_read_in_big_type(world: World, in_the_dark: Reader, page: int) -> None:
    browser = Client()
    browser.cookies[COOKIE] = "yes"

    assert in_the_dark.barriers(browser.post("/report/", form(go=page)), widths=(PHONE, DESK)) == []


def test_a_dark_page_is_dark(world: World, in_the_dark: Reader) -> None:
    in_the_dark.barriers(Client().get("/"))

    ground = in_the_dark.thread.submit(
        lambda: in_the_dark.page.evaluate("getComputedStyle(document.body).backgroundColor")
    ).result()

    assert max(int(part) for part in ground.removeprefix("rgb(").removesuffix(")").split(",")) < 80
