"""A conference from the page of a case to its end, without a mouse: everything is reached with Tab, in the order it stands."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils.timezone import localtime, now
from playwright.sync_api import Page, expect

from tests.cast import CHENGGUAN, Cast, unit
from tests.journeys.conftest import Arrive
from wolaiban.mediation.models import Conference, ConferenceTask

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
FARTHEST = 150  # presses of Tab
AT_HAND = """() => {
  const at = document.activeElement;
  return (at.labels?.[0]?.innerText || at.innerText || at.ariaLabel || "").trim();
}"""
SEEN = """() => {
  const at = document.activeElement, box = at.getBoundingClientRect(), style = getComputedStyle(at);
  return box.width > 0 && (style.outlineStyle !== "none" || style.boxShadow !== "none");
}"""


class Hands:
    """Somebody at a keyboard; where they are is always to be seen."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def reach(self, words: str) -> None:
        for _ in range(FARTHEST):
            self.page.keyboard.press("Tab")
            if self.page.evaluate(AT_HAND).startswith(words):
                assert self.page.evaluate(SEEN), f"nobody sees that {words} is reached"
                return
        raise AssertionError(f"{words} is not reached on {self.page.url}")

    def press(self, words: str) -> None:
        self.reach(words)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
        expect(self.page.get_by_role("heading", level=1)).to_have_count(1)

    def write(self, label: str, words: str) -> None:
        self.reach(label)
        self.page.keyboard.type(words)

    def choose(self, label: str, option: str) -> None:
        self.reach(label)
        for _ in range(20):
            if option in self.page.evaluate("document.activeElement.selectedOptions[0].innerText"):
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"{label} does not offer {option}")

    def tick(self, words: str) -> None:
        self.reach(words)
        self.page.keyboard.press("Space")

    def date(self, label: str, days: int) -> None:
        """The browser's own field: its parts are typed one after the other, in the order of its language."""
        self.reach(label)
        day = localtime(now()) + timedelta(days=days)
        self.page.keyboard.type(f"{day:%m%d%Y}")
        self.page.keyboard.press("ArrowRight")
        self.page.keyboard.type("1000AM")
        value = self.page.evaluate("document.activeElement.value")
        assert value == f"{day:%Y-%m-%dT10:00}", value


def test_a_conference_without_a_mouse(arrive: Arrive, cast: Cast) -> None:
    case = cast.moved_to("raised", cast.report())
    cast.take("take_up", case, "gao")
    fang, gao = arrive("fang"), arrive("gao")
    hands = Hands(fang.page)
    fang.page.goto(f"{fang.page.url.split('/', 3)[0]}//{fang.page.url.split('/', 3)[2]}/cases/{case.number}/")
    hands.press("提请会商")
    hands.choose("请谁来召集", str(unit(CHENGGUAN)))
    hands.write("请会上定什么", "扶手由谁出钱？")
    hands.write("已经做了什么", "问过三家。")
    hands.press("提请会商")

    hands.press("通知开会")
    hands.date("什么时候开", 20)
    hands.write("在哪里开", "三楼会议室")
    hands.choose("记录人", "方正")
    hands.press("通知开会")
    hands.press("开会")
    hands.tick("城关街道")
    hands.press("开会")
    hands.press("议定")
    hands.choose("结论", "定了方案")
    hands.write("议定的内容", "由公益金支付。")
    hands.write("交办的任务", "月底前装好")
    hands.choose("由谁承办", "城关街道")
    hands.date("何时办完", 9)
    hands.press("议定")
    hands.press("签发纪要")
    hands.press("签发纪要")
    hands.press("报任务")
    hands.write("办得怎么样", "装好了。")
    hands.press("报任务")
    fang.sees("已报，待销号")
    fang.look()

    other = Hands(gao.page)
    gao.page.goto(fang.page.url)
    other.press("销号")
    other.write("核实的情况", "到现场看过。")
    other.press("销号")
    fang.page.reload()
    hands.press("结会")
    hands.press("结会")
    assert Conference.objects.get().stage == "closed"
    assert ConferenceTask.objects.get().state == "done"
