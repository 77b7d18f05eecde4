"""The pages people look at all day: how long the site takes for each, over HTTP, and how many queries it makes."""

from __future__ import annotations

import http.client
import time
from dataclasses import dataclass

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench.computed import for_each
from bench.pressing import percentile
from bench.site import Site
from wolaiban.cases.models import Case
from wolaiban.cases.queries.pagination import PAGE
from wolaiban.demo.pages.cast import CHENGGUAN, DISTRICT
from wolaiban.people.models import User

STUDIO, TOWNSHIP, OFFICE = "qin", "gao", "shen"  # 东坟村, 城关街道, 区联席办
WARM = 10
SERVER_TIME, READ_FROM_SUMS = "<= 60", "<= 50"
QUERIES = "<= 15"


@dataclass(frozen=True)
class Page:
    name: str
    username: str  # empty: somebody without an account
    address: str
    target: str = SERVER_TIME


@dataclass(frozen=True)
class Seen:
    p50: float
    p95: float
    processor: dict[str, float]  # milliseconds, by part
    queries: int
    kilobytes: float

    @property
    def computed(self) -> float:
        """Milliseconds of all parts together."""
        return sum(self.processor.values())


def pages(turn: int = 1000) -> list[Page]:
    """What is measured. The far page is the `turn`th of the district's ledger, or the last there is."""
    turn = max(1, min(turn, Case.objects.count() // PAGE))
    keys = Case.objects.order_by("-pk").values_list("pk", flat=True)
    cursor = keys[(turn - 1) * PAGE : (turn - 1) * PAGE + 1].get() + 1
    here = Case.objects.filter(township__code=CHENGGUAN)
    ended = here.filter(stage="closed")  # with a whole story to tell; at a tiny size there may be none
    case = (ended if ended.exists() else here).latest("seq", "pk")
    return [
        Page("ledger, first page (district)", OFFICE, "/cases/"),
        Page("ledger, first page (township)", TOWNSHIP, "/cases/"),
        Page("ledger, filtered: open, one township", OFFICE, f"/cases/?stage=open&unit={CHENGGUAN}"),
        Page("ledger, filtered: text in titles", OFFICE, "/cases/?q=%E6%9A%96%E6%B0%94"),
        Page("ledger, far page by cursor (district)", OFFICE, f"/cases/?older={cursor}"),
        Page("inbox (studio)", STUDIO, "/inbox/"),
        Page("inbox (township)", TOWNSHIP, "/inbox/"),
        Page("inbox (district)", OFFICE, "/inbox/"),
        Page("board (district)", OFFICE, f"/board/{DISTRICT}/", READ_FROM_SUMS),
        Page("public numbers", "", "/figures/", READ_FROM_SUMS),
        Page("case page", TOWNSHIP, f"/cases/{case.number}/"),
    ]


def look(page: Page, site: Site, requests: int) -> Seen:
    """Asked for again and again on one connection, until every part is warm and then some."""
    client = signed_in(page.username)
    queries = queries_of(client, page.address)
    session = client.cookies.get(settings.SESSION_COOKIE_NAME)
    cookie = f"{session.key}={session.value}" if session else ""
    line = site.connect()
    times, size = [], 0
    before = site.computed()
    for turn in range(WARM + requests):
        if turn == WARM:
            before = site.computed()
        began = time.perf_counter()
        size = len(fetch(line, page.address, cookie))
        if turn >= WARM:
            times.append(time.perf_counter() - began)
    processor = for_each(before, site.computed(), requests)
    line.close()
    return Seen(percentile(times, 50), percentile(times, 95), processor, queries, size / 1024)


def signed_in(username: str) -> Client:
    client = Client(SERVER_NAME="127.0.0.1")
    if username:
        client.force_login(User.objects.get(username=username))
    return client


def queries_of(client: Client, address: str) -> int:
    """Counted by asking the same application in this process, the second time."""
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(address)
    if answer.status_code != 200:
        raise RuntimeError(f"{address}: {answer.status_code}")
    return len(captured)


def fetch(line: http.client.HTTPConnection, address: str, cookie: str) -> bytes:
    line.request("GET", address, headers={"Cookie": cookie})
    answer = line.getresponse()
    body = answer.read()
    if answer.status != 200:
        raise RuntimeError(f"{address}: {answer.status}")
    return body
