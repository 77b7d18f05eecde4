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
# Printing is counted: a browser without a window has nowhere to show what it would print.
WATCH = """
window.printed = 0;
window.print = () => { window.printed += 1; };
window.forbidden = [];
document.addEventListener("securitypolicyviolation", (event) =>
  window.forbidden.push(`${event.violatedDirective}: ${event.blockedURI}`));
"""
# What htmx says of a request that was under way when the page was left; one that failed it names once more.
GIVEN_UP = ("htmx:afterRequest,", "htmx:sendAbort,")
FARTHEST = 200  # presses of Tab
IS_HERE = "(one) => one === document.activeElement"
IS_IN_ITS_GROUP = (
    "(one) => document.activeElement.type === 'radio' && document.activeElement.name === one.name"
)
IS_SEEN = """() => {
  const here = document.activeElement;
  return [here, here.closest("label")].filter(Boolean).some((one) => {
    const box = one.getBoundingClientRect(), style = getComputedStyle(one);
    return box.width > 0 && (style.outlineStyle !== "none" || style.boxShadow !== "none");
  });
}"""
CHOSEN = "(one) => one.selectedOptions[0].label.trim()"
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

    def press_what_begins_with(self, words: str) -> None:
        """A link whose words go on with something that changes, such as the time that is left."""
        self._touch(self.page.get_by_role("link", name=re.compile(rf"^\s*{re.escape(words)}")).first)
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


class AtTheKeyboard(Visitor):
    """A visitor without a mouse: all is reached with Tab, in the order in which it stands, and where one is is seen."""

    def fill(self, label: str, words: str) -> None:
        self._reach(self._by_label(label))
        self.page.keyboard.press("Control+a")
        self.page.keyboard.type(words)

    def choose(self, label: str, option: str) -> None:
        field = self._by_label(label)
        self._reach(field)
        self.page.keyboard.press("Home")
        for _ in range(field.locator("option").count()):
            if field.evaluate(CHOSEN) == option:
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"{label} does not offer {option}")

    def _touch(self, target: Locator) -> None:
        expect(target).to_be_visible()
        box = target.locator("input")
        if not box.count():
            self._reach(target)
            self.page.keyboard.press("Enter")
        elif box.get_attribute("type") == "radio":
            self._turn_to(box)
        else:
            self._reach(box)
            self.page.keyboard.press("Space")

    def _turn_to(self, one: Locator) -> None:
        """Of radio buttons Tab reaches one; the arrows lead around."""
        self._reach(one, IS_IN_ITS_GROUP)
        for _ in range(30):
            if one.is_checked():
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"the arrows do not lead to it on {self.page.url}")

    def _reach(self, target: Locator, there: str = IS_HERE) -> None:
        for _ in range(FARTHEST):
            if target.evaluate(there):
                assert self.page.evaluate(IS_SEEN), f"nobody sees that it is reached: {target}"
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"{target} is not reached on {self.page.url}")


Arrive = Callable[..., Visitor]


# What people do all day, they do at a desk, on a phone, and without a mouse; and some of them like it dark.
in_each_way = pytest.mark.parametrize(
    "how",
    [{}, {"phone": True, "dark": True}, {"keys": True, "dark": True}],
    ids=["at_a_desk", "on_a_dark_phone", "by_keys_in_the_dark"],
)


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
        name: str,
        *,
        signed_in: bool = True,
        phone: bool = False,
        javascript: bool = True,
        keys: bool = False,
        dark: bool = False,
    ) -> Visitor:
        screen: dict[str, Any] = PHONE if phone else DESK
        context = chromium.new_context(
            **screen,
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            java_script_enabled=javascript,
            color_scheme="dark" if dark else "light",
        )
        context.set_default_timeout(browsers.PATIENCE)
        context.add_init_script(WATCH)
        if signed_in:
            client = Client()
            client.force_login(cast.user(name))
            key = client.cookies[site_settings.SESSION_COOKIE_NAME].value
            context.add_cookies(
                [{"name": site_settings.SESSION_COOKIE_NAME, "value": key, "url": live_server.url}]
            )
        kind = AtTheKeyboard if keys else Visitor
        visitor = kind(name, context.new_page(), journey, fingers=phone)
        visitor.page.goto(live_server.url)
        visitor.look()
        arrived.append(visitor)
        return visitor

    yield somebody
    for visitor in arrived:
        visitor.page.context.close()
