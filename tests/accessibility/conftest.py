"""A browser that is shown every page as somebody sees it, without a server: what it asks for, Django answers here."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from playwright.sync_api import Page, Playwright, Route, sync_playwright

from tests.journeys.conftest import QUIETLY
from tests.matrix.conftest import _played, world
from tests.matrix.world import body_of

__all__ = ["_played", "world"]

AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
SITE, PAGE = "http://testserver", "/the-page/"
RUN = """axe.run(document, {
  runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"], resultTypes: ["violations"],
}).then((found) => found.violations.flatMap((rule) => rule.nodes.map((node) =>
  `${rule.id} at ${node.target.join(" ")}: ${node.failureSummary.replaceAll("\\n", " ")}`)))"""


@dataclass
class Reader:
    """Opens pages in a thread of its own: the loop that drives the browser would hide our open transaction."""

    thread: ThreadPoolExecutor
    page: Page
    shown: HttpResponse | None = None

    def barriers(self, answer: HttpResponse, *, width: int) -> list[str]:
        """What keeps people out of a page that was answered."""
        self.shown = answer
        return self.thread.submit(self._read, width).result()

    def _read(self, width: int) -> list[str]:
        self.page.set_viewport_size({"width": width, "height": 900})
        self.page.goto(SITE + PAGE)
        found: list[str] = self.page.evaluate(RUN)
        return found

    def fetch(self, route: Route) -> None:
        """The page itself was answered before; what it is drawn with is read here, and touches no database."""
        path = route.request.url.removeprefix(SITE)
        said: Any = (
            self.shown if path == PAGE else Client().get(path) if path.startswith("/static/") else None
        )
        if said is None:
            route.fulfill(status=204)
        else:
            route.fulfill(status=said.status_code, headers=dict(said.items()), body=body_of(said))


def opened(driver: Playwright, reader: Reader) -> Page:
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    browser = driver.chromium.launch(executable_path=found, args=list(QUIETLY))
    context = browser.new_context(locale="zh-CN", timezone_id="Asia/Shanghai", reduced_motion="reduce")
    context.add_init_script(path=AXE)
    context.route("**/*", reader.fetch)
    return context.new_page()


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    if not any(map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))):
        if os.environ.get("CI"):
            pytest.fail("no browser here: these pages would go unread")
        pytest.skip("no browser here: make test installs Debian's chromium where it may")
    with ThreadPoolExecutor(1) as thread:
        driver = thread.submit(sync_playwright().start).result()
        reader = Reader(thread, page=None)  # type: ignore[arg-type]
        reader.page = thread.submit(opened, driver, reader).result()
        yield reader
        thread.submit(driver.stop).result()
