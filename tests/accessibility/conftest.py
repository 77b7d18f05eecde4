"""A browser that is shown every page as somebody sees it, without a server: what it asks for, Django answers here."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import pytest
from django.test import Client
from playwright.sync_api import Page, Playwright, Route, sync_playwright

from tests import browsers
from tests.matrix.conftest import _played, world
from tests.matrix.world import body_of

__all__ = ["_played", "world"]

PHONE, DESK = 390, 1440
Scheme = Literal["light", "dark"]
AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
SITE, PAGE = "http://testserver", "/the-page/"
EVERYTHING = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
# What is otherwise on a dark screen; all else of a page is the same there, and is read on a light one.
COLOURS = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
RUN = """(asked) => axe.run(document, { runOnly: asked, resultTypes: ["violations"] }).then((found) => found.violations.flatMap((rule) => rule.nodes.map((node) =>
  `${rule.id} at ${node.target.join(" ")}: ${node.failureSummary.replaceAll("\\n", " ")}`)))"""


@dataclass
class Reader:
    """Opens pages in a thread of its own: the loop that drives the browser would hide our open transaction."""

    thread: ThreadPoolExecutor
    page: Page
    shown: Any = None
    drawn_with: dict[str, tuple[dict[str, str], bytes]] = field(default_factory=dict)

    def barriers(
        self, answer: Any, *, widths: Sequence[int] = (PHONE,), schemes: Sequence[Scheme] = ("light",)
    ) -> list[str]:
        """What keeps people out of a page that was answered: drawn once, read in each width and on each screen."""
        self.shown = answer
        return self.thread.submit(self._read, widths, schemes).result()

    def _read(self, widths: Sequence[int], schemes: Sequence[Scheme]) -> list[str]:
        self._be(widths[0], schemes[0])
        self.page.goto(SITE + PAGE)
        found = []
        for width in widths:
            for scheme in schemes:
                self._be(width, scheme)
                found += [f"at {width}, {scheme}: {barrier}" for barrier in self._barriers(width, scheme)]
        return found

    def _be(self, width: int, scheme: Scheme) -> None:
        self.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        self.page.set_viewport_size({"width": width, "height": 900})

    def _barriers(self, width: int, scheme: Scheme) -> list[str]:
        """In a window as high as the page: a bar that sticks is read where it ends, and not over what scrolls under it."""
        height = self.page.evaluate("document.scrollingElement.scrollHeight")
        self.page.set_viewport_size({"width": width, "height": max(height, 900)})
        found: list[str] = self.page.evaluate(RUN, COLOURS if scheme == "dark" else EVERYTHING)
        return found

    def fetch(self, route: Route) -> None:
        """The page itself was answered before; what it is drawn with is read here, and touches no database."""
        path = route.request.url.removeprefix(SITE)
        if path == PAGE:
            route.fulfill(
                status=self.shown.status_code, headers=dict(self.shown.items()), body=body_of(self.shown)
            )
        elif path.startswith("/static/"):
            headers, body = self._static(path)
            route.fulfill(headers=headers, body=body)
        else:
            route.fulfill(status=204)

    def _static(self, path: str) -> tuple[dict[str, str], bytes]:
        if path not in self.drawn_with:
            said: Any = Client().get(path)
            self.drawn_with[path] = dict(said.items()), body_of(said)
        return self.drawn_with[path]


def opened(driver: Playwright, reader: Reader) -> Page:
    context = browsers.started(driver).new_context(
        locale="zh-CN", timezone_id="Asia/Shanghai", reduced_motion="reduce", service_workers="block"
    )
    context.add_init_script(path=AXE)
    context.route("**/*", reader.fetch)
    return context.new_page()


@pytest.fixture(scope="session")
def reader() -> Iterator[Reader]:
    browsers.needed()
    with ThreadPoolExecutor(1) as thread:
        driver = thread.submit(sync_playwright().start).result()
        reader = Reader(thread, page=None)  # type: ignore[arg-type]  # opened on its thread, next
        reader.page = thread.submit(opened, driver, reader).result()
        yield reader
        thread.submit(driver.stop).result()
