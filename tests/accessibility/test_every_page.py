"""No page keeps anybody out: WCAG 2.2 AA as axe-core reads it, on a phone and on a desk, every page of the house."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.accessibility.conftest import DESK, PHONE, Reader
from tests.matrix.routes import EVERY_RELATION, Route
from tests.matrix.table import ROUTES
from tests.matrix.test_routes import address
from tests.matrix.world import World, body_of
from wolaiban.portal.elder import COOKIE

pytestmark = pytest.mark.journey

# Whose page it is first; the page of a matter is another one for each who stands to it in another way.
IN_THIS_ORDER = ("anonymous", "qin", "gao", "fang", "shen", "guan", "wang")
READ_BY_MANY = {
    "desk:case": ("qin", "fang", "he", "shen", "jian", "wang", "zhi"),
    "desk:inbox": ("qin", "fang", "he", "shen", "guan"),
    "desk:mine": ("wang", "zhi"),
}
# What is fetched into a page, downloaded, or read by a machine.
NO_PAGES = {
    "api:openapi",
    "desk:attachment",
    "desk:board_urgent",
    "desk:categories",
    "desk:contacts",
    "desk:earlier",
    "desk:export",
    "desk:import_result",
    "desk:kinds_heard",
    "desk:nearby",
    "desk:offer_phrases",
    "desk:preview",
    "desk:palette",
    "desk:suggest_typical",
    "desk:suggest_units",
    "desk:unit_names",
    "desk:waiting",
    "portal:duty_feed",
    "portal:figures_sheet",
    "portal:ledger_key",
    "portal:report_kinds",
    "portal:report_call",
    "portal:report_check_file",
    "portal:report_ready",
    "portal:report_units",
    "portal:report_worker",
    "portal:verifier",
    "staff:functions",
    "staff:units",
}
ANSWERED_AT_ONCE = {200, 422}  # what is sent is shown, or handed back with its faults


def readers(route: Route, method: str, statuses: set[int]) -> list[str]:
    order = [*IN_THIS_ORDER, *(who for who in EVERY_RELATION if who not in IN_THIS_ORDER)]
    found = [who for who in order if route.answer_to(who, method) in statuses]
    many = READ_BY_MANY.get(route.name, ()) if method == "get" else ()
    return [who for who in many if who in found] or found[:1]


def shown() -> Iterator[tuple[Route, str]]:
    for route in ROUTES:
        for who in readers(route, "get", {200}):
            yield route, who


def sent() -> Iterator[tuple[Route, str]]:
    for route in ROUTES:
        if route.name not in NO_PAGES:
            for who in readers(route, "post", ANSWERED_AT_ONCE):
                yield route, who


SHOWN, SENT = list(shown()), list(sent())
# One of each sort of page: the same signs and colours stand on all others.
SORTS = (
    *(
        "desk:case",
        "desk:inbox",
        "desk:ledger",
        "desk:register",
        "desk:board_of",
        "desk:notices",
        "my_account",
    ),
    *("desk:correct", "desk:phrases", "desk:running", "desk:studios", "desk:keys"),
    *("desk:conference", "portal:home", "portal:report", "portal:studio", "portal:figures"),
)
IN_THE_DARK = {next((str(one), who) for one, who in SHOWN if one.name == sort) for sort in SORTS}


@pytest.mark.parametrize(("route", "who"), SHOWN, ids=[f"{route} as {who}" for route, who in SHOWN])
def test_nothing_keeps_people_out(world: World, reader: Reader, route: Route, who: str) -> None:
    """On a phone and on a desk; of each sort one in the dark as well, and what residents read in big type."""
    where = address(route, world)
    answer = ask(world, who, where)
    assert (b"<html" in body_of(answer)) == (route.name not in NO_PAGES)
    if route.name in NO_PAGES:
        return

    is_residents = route.name.startswith("portal:")
    dark = is_residents or (str(route), who) in IN_THE_DARK
    assert not reader.barriers(
        answer, widths=(PHONE, DESK), schemes=("light", "dark") if dark else ("light",)
    )
    if is_residents:
        assert not reader.barriers(ask(world, who, where, elder=True))


# Pages that look otherwise by what their address says.
OTHERWISE = {
    "settled on the spot": "/cases/new/?way=settle",
    "filters opened": "/cases/?stage=open&urgent=1&sort=due",
    "nothing found": "/cases/?q=没有这样的话 雨棚",
    "several at once": "/cases/selected/accept/?number={sunk}&number={case}",
    "several on paper": "/cases/selected/print/?number={sunk}&number={case}",
}


@pytest.mark.parametrize("where", OTHERWISE.values(), ids=OTHERWISE.keys())
def test_nor_where_a_page_looks_otherwise(world: World, reader: Reader, where: str) -> None:
    answer = ask(world, "qin", where.format(sunk=world.sunk.number, case=world.case.number))
    assert answer.status_code == 200
    assert not reader.barriers(answer, widths=(PHONE, DESK), schemes=("light", "dark"))


@pytest.mark.parametrize(("route", "who"), SENT, ids=[f"{route} as {who}" for route, who in SENT])
def test_nor_from_what_answers_a_form(world: World, reader: Reader, route: Route, who: str) -> None:
    answer = world.client(who).post(address(route, world), route.sends)
    assert answer.status_code in ANSWERED_AT_ONCE
    assert not reader.barriers(answer)


def ask(world: World, who: str, where: str, *, elder: bool = False) -> Any:
    client = world.client(who)
    if elder:
        client.cookies[COOKIE] = "yes"
    return client.get(where)


@pytest.mark.parametrize("where", ["/no/such/page/", "/s/110111999999/"])
def test_nor_from_a_page_that_is_not_there(world: World, reader: Reader, where: str) -> None:
    for who in ("anonymous", "qin"):
        assert not reader.barriers(ask(world, who, where))
