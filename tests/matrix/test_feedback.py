"""From every page of those in office one may say what one thinks of it."""

from __future__ import annotations

import re

import pytest

from tests.matrix.table import IN_OFFICE, ROUTES
from tests.matrix.test_routes import address
from tests.matrix.world import World, body_of

PAGES = [route for route in ROUTES if not route.name.startswith(("portal:", "api:"))]
WAY = re.compile(r'<a href="/feedback/give/\?from=([^"]*)">提意见</a>')


@pytest.mark.parametrize("who", ["qin", "gao", "he", "shen", "guan", "jian", "cheng"])
def test_every_page_of_staff_leads_to_it(world: World, who: str) -> None:
    """Also on a phone, where the bar at the side is not there: in the menu of the account."""
    assert who in IN_OFFICE
    looked_at = 0
    for route in PAGES:
        if route.answer_to(who, "get") != 200:
            continue
        page = body_of(world.client(who).get(address(route, world))).decode("utf-8", "replace")
        if '<main id="content"' not in page:
            continue  # a piece of a page, a sheet of paper, a file
        looked_at += 1
        assert len(WAY.findall(page)) == 2, route.name
    assert looked_at > 20
