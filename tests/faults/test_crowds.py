"""Many at once: one moves the case and the others are told so; a full house says when to come again."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import quote

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from tests.faults.site import VILLAGE, Site, a_site
from wolaiban.postgres import place

pytestmark = pytest.mark.crash

PEOPLE = 16
CROWD = 200
PATIENCE = 5.0


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with a_site(officers=PEOPLE) as site:
        yield site
    shutil.rmtree(site.installation.folder)


def registered(site: Site) -> str:
    matter = {
        "unit": VILLAGE,
        "words": "台阶没有扶手。",
        "reporters": [{"name": "赵一", "phone": "13900005678"}],
    }
    status, told, _ = site.ask("POST", "/api/v1/cases", token=site.tokens[0], body=matter)
    assert status == 201, told
    return str(told["number"])


def test_of_sixteen_who_press_at_once_one_moves_it(site: Site) -> None:
    number = registered(site)
    _, told, _ = site.ask("GET", f"/api/v1/categories?q={quote('楼道')}", token=site.tokens[0])
    category = told[0]["code"]
    officer = [site.ask("GET", "/api/v1/me", token=token)[1]["username"] for token in site.tokens]

    def press(n: int) -> int:
        answers = {"category": category, "tier": "minor", "handler": officer[n]}
        return site.ask("POST", f"/api/v1/cases/{number}/accept", token=site.tokens[n], body=answers)[0]

    with ThreadPoolExecutor(PEOPLE) as pool:
        statuses = Counter(pool.map(press, range(PEOPLE)))

    assert statuses[200] == 1, statuses
    assert set(statuses) <= {200, 403, 409}, statuses


def test_two_hundred_at_once_are_all_answered_and_none_waits_forever(site: Site) -> None:
    def look(n: int) -> int:
        return site.ask("GET", "/api/v1/cases", token=site.tokens[n % PEOPLE], timeout=30)[0]

    with ThreadPoolExecutor(CROWD) as pool:
        statuses = Counter(pool.map(look, range(CROWD)))

    assert set(statuses) <= {200, 503}, statuses
    assert statuses[200] > CROWD // 2


def test_where_the_database_takes_nobody_more_people_are_told_when_to_come_again(site: Site) -> None:
    number = registered(site)
    here = place.of(site.installation.data)
    site.installation.ask("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'wolaiban'")
    taken = []
    try:
        while True:
            try:
                taken.append(psycopg.connect(make_conninfo(**here.connection()), connect_timeout=5))
            except psycopg.OperationalError:
                break
        status, told, headers = site.ask("GET", f"/api/v1/cases/{number}", token=site.tokens[0])
        assert (status, bool(headers.get("retry-after"))) == (503, True), told
        page, _, headers = site.ask("GET", "/track/", token="")
        assert (page, headers.get("retry-after")) in {(200, None), (503, "10")}
    finally:
        for connection in taken:
            connection.close()
    assert site.ask("GET", f"/api/v1/cases/{number}", token=site.tokens[0])[0] == 200
