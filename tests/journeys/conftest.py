"""People in front of real browsers: they click what the page shows, and every page they see is looked over.

Nothing here knows an address: a visitor arrives at the front door and goes on by the words on links and buttons.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as site_settings
from django.test import Client
from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, expect, sync_playwright
from playwright.sync_api import Error as PageLeft
from pytest_django.live_server_helper import LiveServer

from tests import browsers
from tests import cast as people
from tests.cast import Cast

ARTIFACTS = Path(__file__).resolve().parents[2] / "test-artifacts" / "journeys"
DESK = {"viewport": {"width": 1440, "height": 900}}
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
# What the page's own policy forbids; asked of the page, because not every browser writes it to the console.
WATCH_THE_POLICY = """
window.forbidden = [];
document.addEventListener("securitypolicyviolation", (event) =>
  window.forbidden.push(`${event.violatedDirective}: ${event.blockedURI}`));
"""
# What htmx says of a request that was under way when the page was left; one that failed it names once more.
GIVEN_UP = ("htmx:afterRequest,", "htmx:sendAbort,")
WIDTHS = "[document.scrollingElement.scrollWidth, document.scrollingElement.clientWidth]"


@dataclass
class Visitor:
    """Somebody in front of a screen. Speaks in what is to be seen: links, buttons, labels, words."""

    name: str
    page: Page
    journey: str
    fingers: bool = False
    complaints: list[str] = field(default_factory=list)
    shots: int = 0

    def __post_init__(self) -> None:
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not message.text.startswith(GIVEN_UP):
            self.complaints.append(message.text)

    # ---- Doing

    def press(self, words: str, *, within: Locator | None = None) -> None:
        """Press a link or button by the words on it, as they stand there."""
        place = within or self.page.locator("body")
        exactly = re.compile(rf"^\s*{re.escape(words)}\s*$")
        button = place.get_by_role("button", name=exactly)
        target = button.or_(place.get_by_role("link", name=exactly)).filter(visible=True).first
        self._touch(target)
        self.look()

    def send(self, words: str) -> None:
        """Send the form that is open by the words on its button, which may stand on a link as well."""
        exactly = re.compile(rf"^\s*{re.escape(words)}\s*$")
        self._touch(self.page.get_by_role("button", name=exactly).filter(visible=True).last)
        self.look()

    def open(self, words: str) -> None:
        """Open a matter by words of its title."""
        self._touch(self.page.get_by_role("main").get_by_role("link", name=words).first)
        self.look()

    def unfold(self, words: str) -> None:
        self._touch(self.page.locator("summary", has_text=words).first)

    def fill(self, label: str, words: str) -> None:
        self._by_label(label).fill(words)

    def choose(self, label: str, option: str) -> None:
        """Choose one of a list that opens."""
        self._by_label(label).select_option(label=option)

    def tick(self, words: str, under: str = "") -> None:
        """Tick a box or one of several choices; `under` is what they are asked for."""
        place = self.page.get_by_role("group", name=under).last if under else self.page.locator("main")
        self._touch(
            place.locator("label.option, label.chip", has_text=re.compile(rf"^\s*{re.escape(words)}")).first
        )

    def find(self, label: str, words: str, option: str) -> None:
        """Search a long list by some words and take one of the finds."""
        self._by_label(label).press_sequentially(words, delay=20)
        self._touch(self.page.locator("label.option", has_text=option).first)

    def _by_label(self, label: str) -> Locator:
        return self.page.get_by_label(re.compile(rf"^\s*{re.escape(label)}")).filter(visible=True).first

    def _touch(self, target: Locator) -> None:
        expect(target).to_be_visible()
        target.tap() if self.fingers else target.click()

    # ---- Seeing

    def sees(self, *words: str) -> None:
        for phrase in words:
            expect(self.page.get_by_text(phrase).filter(visible=True).first).to_be_visible()

    def does_not_see(self, *words: str) -> None:
        for phrase in words:
            expect(self.page.get_by_text(phrase).filter(visible=True)).to_have_count(0)

    @property
    def number(self) -> str:
        return self.page.locator(".case-number").inner_text().strip()

    def look(self) -> None:
        """Look the page over as it stands; where a script sends first and goes on then, once more where it went."""
        try:
            self._look_over()
        except PageLeft as left:
            if "context was destroyed" not in left.message:
                raise
            self._look_over()

    def _look_over(self) -> None:
        """It fits, keeps its policy, has no errors; and take its picture."""
        self.page.wait_for_load_state("load")
        expect(self.page.locator(".htmx-request, .htmx-swapping")).to_have_count(0)
        self.page.mouse.move(0, 0)
        self.shots += 1
        ARTIFACTS.mkdir(parents=True, exist_ok=True)
        picture = ARTIFACTS / f"{self.journey}-{self.name}-{self.shots:02}.jpeg"
        self.page.screenshot(path=str(picture), full_page=True, quality=70)  # drawn in half the time of a PNG
        wanted, there = self.page.evaluate(WIDTHS)
        assert wanted <= there, f"{self.page.url} is {wanted - there} px too wide"
        assert not self.page.evaluate("window.forbidden || []"), self.page.url
        assert not self.complaints, self.page.url
        expect(self.page.get_by_role("heading", level=1)).to_have_count(1)


Arrive = Callable[..., Visitor]


@pytest.fixture
def cast(db: None) -> Cast:
    return people.assemble()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """One for the journeys of a file: a browser takes longer to start than most of what is done in it."""
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as driver:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # playwright keeps a loop in this thread
        browser = browsers.started(driver)
        yield browser
        browser.close()


@pytest.fixture
def arrive(
    chromium: Browser, cast: Cast, live_server: LiveServer, request: pytest.FixtureRequest
) -> Iterator[Arrive]:
    """`arrive("qin")` puts somebody of the cast before the front door, signed in unless told otherwise."""
    journey = request.node.name.removeprefix("test_")
    arrived: list[Visitor] = []

    def somebody(
        name: str, *, signed_in: bool = True, phone: bool = False, javascript: bool = True
    ) -> Visitor:
        screen: dict[str, Any] = PHONE if phone else DESK
        context = chromium.new_context(
            **screen, locale="zh-CN", timezone_id="Asia/Shanghai", java_script_enabled=javascript
        )
        context.set_default_timeout(browsers.PATIENCE)
        context.add_init_script(WATCH_THE_POLICY)
        if signed_in:
            client = Client()
            client.force_login(cast.user(name))
            key = client.cookies[site_settings.SESSION_COOKIE_NAME].value
            context.add_cookies(
                [{"name": site_settings.SESSION_COOKIE_NAME, "value": key, "url": live_server.url}]
            )
        visitor = Visitor(name, context.new_page(), journey, fingers=phone)
        visitor.page.goto(live_server.url)
        visitor.look()
        arrived.append(visitor)
        return visitor

    yield somebody
    for visitor in arrived:
        visitor.page.context.close()
