"""Every page has a way to it for whoever may open it: from the first page on, by links and the addresses of forms."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.urls import Resolver404, resolve

from tests.accessibility.test_every_page import NO_PAGES
from tests.matrix.table import ROUTES
from tests.matrix.world import World

WAYS = re.compile(r'<a [^>]*href="([^"#]+)|(?:form)?action="([^"]+)"|hx-get="([^"]+)"')
OF_EACH = 3  # pages of one name that are read for their links
# Asked for by scripts, or with something that was typed or sent before.
NOT_BY_LINK = {
    "desk:preview": "the list beside it asks for it",
    "desk:palette": "asked for while one types",
    "desk:waiting": "the bar at the side asks for it",
    "desk:unit_names": "asked for while one types",
    "desk:suggest_units": "asked for while one types",
    "desk:nearby": "asked for while one types",
    "staff:end_missing": "from a list that was taken in, where posts are missing",
    "staff:send_texts": "where there is a gateway for text messages",
}
STAFF = ("qin", "bai", "gao", "fang", "cheng", "he", "shen", "lian", "jian", "guan")


def named(address: str) -> str:
    try:
        return resolve(urlsplit(address).path).view_name
    except Resolver404:
        return ""


def ways(client: Client, address: str) -> Iterator[str]:
    answer = client.get(address, follow=True)
    yield from (to for to, _ in answer.redirect_chain)
    if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
        for found in WAYS.finditer(answer.content.decode()):
            way = unescape(next(filter(None, found.groups())))
            if way.startswith("/"):
                yield way


def reached(client: Client) -> set[str]:
    """The names of all addresses to which one finds a way."""
    to_read, known, read = ["/"], {"/"}, dict[str, int]()
    while to_read:
        address = to_read.pop(0)
        name = named(address)
        if read.setdefault(name, 0) >= OF_EACH or name == "account_logout":
            continue
        read[name] += 1
        new = [way for way in ways(client, address) if way not in known]
        known.update(new)
        to_read += new
    return {named(address) for address in known}


@pytest.mark.parametrize("who", STAFF)
def test_there_is_a_way_to_every_page_that_one_may_open(world: World, who: str) -> None:
    may_open = {
        route.name
        for route in ROUTES
        if route.name.startswith(("desk:", "staff:", "catalogue:"))
        and route.answer_to(who, "get") == 200
        and route.name not in NO_PAGES | NOT_BY_LINK.keys()
    }
    lost = sorted(may_open - reached(world.client(who)))
    assert not lost, lost


def test_what_is_no_link_is_an_address_of_the_house() -> None:
    assert NOT_BY_LINK.keys() <= {route.name for route in ROUTES}
