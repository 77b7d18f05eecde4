"""The page of a case as it is seen: one filled button, what is to be done and the facts before the story, the board on a phone."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.cast import Cast
from tests.journeys.conftest import Arrive, Visitor

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

# The words on all buttons that are filled as the first of a page is.
FILLED = """() => {
  const main = document.querySelector("main");
  const probe = main.appendChild(Object.assign(document.createElement("button"), { className: "btn main" }));
  const fill = getComputedStyle(probe).backgroundColor;
  probe.remove();
  return [...main.querySelectorAll(".btn")]
    .filter((one) => one.offsetParent && getComputedStyle(one).backgroundColor === fill)
    .map((one) => one.innerText.trim());
}"""
TOPS = """(marks) => marks.map((mark) =>
  document.querySelector(mark).getBoundingClientRect().top + window.scrollY)"""
# The columns of the board as its head names them, and as each card of a phone does: name, number, whether it is seen.
COLUMNS = "() => [...document.querySelectorAll('.board-cases thead th')].slice(1).map((one) => one.textContent.trim())"
CARDS = """() => [...document.querySelectorAll('.board-cases tbody tr')].map((card) =>
  [...card.querySelectorAll('td')].filter((one) => one.getBoundingClientRect().height > 0)
    .map((one) => getComputedStyle(one, '::before').content.replaceAll('"', '')))"""


def filled(visitor: Visitor) -> Any:
    visitor.page.wait_for_timeout(250)  # colours change slowly
    return visitor.page.evaluate(FILLED)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_one_button_is_filled_and_it_is_what_is_open(arrive: Arrive, cast: Cast, dark: bool) -> None:
    cast.moved_to("working", cast.report("活动广场的路灯不亮。"))
    qin = arrive("qin", dark=dark)
    qin.open("活动广场的路灯不亮")
    assert filled(qin) == ["办结"]

    qin.press("代理上报")
    form = qin.page.locator("#step form")
    expect(form.get_by_role("button", name="代理上报")).to_be_visible()
    assert filled(qin) == ["代理上报"]
    expect(qin.page.locator('.next-step .btn[aria-current="step"]')).to_have_text("代理上报")

    qin.press("办结")
    expect(form.get_by_role("button", name="办结")).to_be_visible()
    assert filled(qin) == ["办结"]
    qin.press("先不办")
    expect(form).to_have_count(0)
    assert filled(qin) == ["办结"]
    expect(qin.page.locator(".next-step .btn[aria-current]")).to_have_count(0)


def test_on_a_phone_what_to_do_and_the_facts_come_before_the_story(arrive: Arrive, cast: Cast) -> None:
    case = cast.moved_to("working", cast.report("活动广场的路灯不亮。"))
    for n in range(15):
        cast.take("note", case, "qin", text=f"第 {n} 次到现场看过，路灯还是不亮，已和电工约了时间。")
    qin = arrive("qin", phone=True)
    qin.open("活动广场的路灯不亮")
    marks = ["#case h1", ".stages", ".next-step", "#standing_heading", "#people_heading", "#story_heading"]
    tops = qin.page.evaluate(TOPS, marks)
    assert tops == sorted(tops)
    assert tops[2] < 844, "what to do stands on the first screen"
    assert tops[3] < 2 * 844, "the facts on the second at the latest"
    expect(qin.page.locator("details.history")).to_be_visible()
    expect(qin.page.locator("details.history li").first).to_be_hidden()


def test_on_a_phone_every_card_of_the_board_has_all_columns(arrive: Arrive, cast: Cast) -> None:
    for n in range(3):
        cast.report(f"第 {n} 件，井盖响。", reporters=())
    fang = arrive("fang", phone=True)
    fang.press("更多")
    fang.press("看板")
    columns, cards = fang.page.evaluate(COLUMNS), fang.page.evaluate(CARDS)
    assert columns[:4] == ["在办", "已超期", "一天内到期", "暂停中"]
    assert cards
    assert all(card == columns for card in cards)
