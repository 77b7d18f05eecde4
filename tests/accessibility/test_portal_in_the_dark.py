"""The residents' pages on a dark screen, and in big type: as readable as on a light one."""

from __future__ import annotations

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


@pytest.mark.parametrize("address", PAGES)
def test_it_is_read_in_the_dark(world: World, reader: Reader, address: str) -> None:
    assert reader.barriers(Client().get(address), widths=(PHONE, DESK), scheme="dark") == []


@pytest.mark.parametrize("address", PAGES)
def test_it_is_read_in_big_type(world: World, reader: Reader, address: str) -> None:
    browser = Client()
    browser.cookies[COOKIE] = "yes"

    assert reader.barriers(browser.get(address), widths=(PHONE,)) == []


@pytest.mark.parametrize("page", [2, 3, 4])
def test_each_question_is_read_in_big_type(world: World, reader: Reader, page: int) -> None:
    browser = Client()
    browser.cookies[COOKIE] = "yes"

    answer = browser.post("/report/", form(go=page))

    assert reader.barriers(answer, widths=(PHONE, DESK), scheme="dark") == []


def test_a_dark_page_is_dark(world: World, reader: Reader) -> None:
    reader.barriers(Client().get("/"), scheme="dark")

    ground = reader.thread.submit(
        lambda: reader.page.evaluate("getComputedStyle(document.body).backgroundColor")
    ).result()

    assert max(int(part) for part in ground.removeprefix("rgb(").removesuffix(")").split(",")) < 80
