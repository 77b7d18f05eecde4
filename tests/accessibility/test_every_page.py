"""No page keeps anybody out: WCAG 2.2 AA as axe-core reads it, on a phone and on a desk, every page of the house."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.accessibility.conftest import Reader
from tests.matrix.table import EVERY_RELATION, ROUTES, Route
from tests.matrix.test_routes import address
from tests.matrix.world import World, body_of
from wolaiban.portal.elder import COOKIE

pytestmark = pytest.mark.journey

PHONE, DESK = 390, 1440
# Whose page it is first; the page of a matter is another one for each who stands to it in another way.
IN_THIS_ORDER = ("anonymous", "qin", "gao", "fang", "shen", "guan", "wang")
READ_BY_MANY = {
    "desk:case": ("qin", "fang", "he", "shen", "jian", "wang", "zhi"),
    "desk:inbox": ("qin", "fang", "he", "shen"),
    "desk:mine": ("wang", "zhi"),
    "desk:step": ("qin", "fang"),
}
# What is fetched into a page, downloaded, or read by a machine.
NO_PAGES = {
    "api:openapi",
    "desk:attachment",
    "desk:categories",
    "desk:export",
    "desk:nearby",
    "desk:suggest_units",
    "desk:unit_names",
    "portal:figures_sheet",
    "portal:ledger_key",
    "portal:report_units",
    "portal:report_worker",
    "portal:verifier",
}


def shown() -> Iterator[tuple[Route, str]]:
    for route in ROUTES:
        order = [*IN_THIS_ORDER, *(who for who in EVERY_RELATION if who not in IN_THIS_ORDER)]
        readers = [who for who in order if route.answer_to(who, "get") == 200]
        many = READ_BY_MANY.get(route.name, ())
        for who in [who for who in many if who in readers] or readers[:1]:
            yield route, who


SHOWN = list(shown())


@pytest.mark.parametrize(("route", "who"), SHOWN, ids=[f"{route} as {who}" for route, who in SHOWN])
def test_nothing_keeps_people_out(world: World, reader: Reader, route: Route, who: str) -> None:
    where = address(route, world)
    assert (b"<html" in body_of(world.client(who).get(where))) == (route.name not in NO_PAGES)
    if route.name in NO_PAGES:
        return

    found = {f"at {width}": reader.barriers(ask(world, who, where), width=width) for width in (PHONE, DESK)}
    if route.name.startswith("portal:"):
        found["in big type"] = reader.barriers(ask(world, who, where, elder=True), width=PHONE)

    assert not {how: barriers for how, barriers in found.items() if barriers}


def ask(world: World, who: str, where: str, *, elder: bool = False) -> Any:
    client = world.client(who)
    if elder:
        client.cookies[COOKIE] = "yes"
    return client.get(where)


@pytest.mark.parametrize("where", ["/no/such/page/", "/s/110111999999/"])
def test_nor_does_a_page_that_is_not_there(world: World, reader: Reader, where: str) -> None:
    for who in ("anonymous", "qin"):
        assert not reader.barriers(ask(world, who, where), width=PHONE)
