"""What stands around every page: the box that goes anywhere, the keys, light or dark, and what comes out on paper."""

from __future__ import annotations

import re

import pytest
from django.utils.timezone import localdate
from playwright.sync_api import Page, expect

from tests.cast import Cast
from tests.journeys.conftest import Arrive, Visitor, in_each_way
from wolaiban.places.models import Unit

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

PAGES = re.compile(rb"/Type\s*/Page[^s]")
DARKER = "() => getComputedStyle(document.body).backgroundColor"


def find(visitor: Visitor, words: str, *, opens: str = "Control+k") -> None:
    visitor.page.keyboard.press(opens)
    visitor.page.keyboard.type(words)
    expect(visitor.page.get_by_role("option").filter(visible=True).first).to_be_visible()


def test_one_box_goes_anywhere_by_keys_alone(arrive: Arrive, cast: Cast) -> None:
    case = cast.report("活动广场的路灯不亮，跳舞的人散场看不见台阶。")
    qin = arrive("qin")

    for opens, words, found in (
        ("Control+k", "工作室", "工作室"),
        ("/", "kanban", "看板"),
        ("Control+k", case.number, case.title),
    ):
        find(qin, words, opens=opens)
        option = qin.page.get_by_role("option", name=found).first
        expect(option).to_have_attribute("aria-selected", "true")
        qin.page.keyboard.press("Enter")
        expect(qin.page.get_by_role("combobox")).to_have_value("")
        qin.look()

    qin.sees("活动广场的路灯不亮")
    find(qin, "没有这样的事")
    qin.sees("没有找到“没有这样的事”")
    qin.page.keyboard.press("Escape")
    expect(qin.page.locator("#finds")).to_be_hidden()


def test_a_key_is_no_key_where_words_are_written(arrive: Arrive, cast: Cast) -> None:
    qin = arrive("qin")
    qin.page.keyboard.press("?")
    expect(qin.page.get_by_role("heading", level=1)).to_have_text("按键")
    qin.look()
    qin.page.keyboard.press("n")
    expect(qin.page.get_by_role("heading", level=1)).to_contain_text("登记")
    words = qin.page.get_by_label("反映什么").first
    words.fill("")
    words.press_sequentially("n/?")
    expect(words).to_have_value("n/?")
    expect(qin.page.get_by_role("heading", level=1)).to_contain_text("登记")


def test_without_scripts_the_box_is_a_form(arrive: Arrive, cast: Cast) -> None:
    cast.report("活动广场的路灯不亮，跳舞的人散场看不见台阶。")
    qin = arrive("qin", javascript=False)
    qin.page.get_by_role("searchbox").first.fill("路灯")
    qin.page.keyboard.press("Enter")
    qin.sees("活动广场的路灯不亮")


@pytest.mark.parametrize("javascript", [True, False], ids=["with_scripts", "without_scripts"])
def test_on_a_phone_the_box_is_a_page(arrive: Arrive, cast: Cast, javascript: bool) -> None:
    cast.report("活动广场的路灯不亮，跳舞的人散场看不见台阶。")
    qin = arrive("qin", phone=True, javascript=javascript)
    qin.press("找")
    qin.sees("看板", "典型答复")
    qin.fill("找件号、内容、地点、页面", "路灯")
    if javascript:
        found = qin.page.get_by_role("option", name="活动广场的路灯不亮")
    else:
        qin.press("找", within=qin.page.get_by_role("main"))
        qin.sees("在全部事项里找“路灯”")
        found = qin.page.get_by_role("link", name="活动广场的路灯不亮")
    expect(found).to_be_visible()
    qin.look()
    found.tap()
    expect(qin.page.get_by_role("heading", level=1)).to_contain_text("活动广场的路灯不亮")


def test_how_much_waits_stands_beside_its_room(arrive: Arrive, cast: Cast) -> None:
    first, _ = (cast.report(f"第 {n} 盏灯不亮。", reporters=()) for n in range(2))
    qin = arrive("qin")
    asked: list[str] = []
    qin.page.on("request", lambda sent: asked.append(sent.url) if sent.url.endswith("/waiting/") else None)
    room = qin.page.locator(".side").get_by_role("link", name="今天")
    expect(room).to_have_text("今天2")
    expect(room).to_have_accessible_description("今天，2 件等您办")

    cast.moved_to("raised", first)
    qin.press("看板")
    expect(room).to_have_text("今天2")
    assert not asked, "it is asked for on every page"
    qin.press("紧凑")
    expect(room).to_have_text("今天1")
    assert len(asked) == 1


def test_denser_is_one_line_for_a_case(arrive: Arrive, cast: Cast) -> None:
    for n in range(3):
        cast.report(f"活动广场的第 {n} 盏路灯不亮，跳舞的人散场看不见台阶。", reporters=())
    qin = arrive("qin")
    qin.press("事项")
    usual = heights(qin)
    qin.press("紧凑")
    assert max(heights(qin)) <= 48 < min(usual)


def heights(visitor: Visitor) -> list[float]:
    """Of the lines of the list, in pixels."""
    heights: list[float] = visitor.page.locator(".matters > .matter").evaluate_all(
        "lines => lines.map((line) => line.offsetHeight)"
    )
    return heights


def test_lines_and_light_are_as_each_person_likes_them(arrive: Arrive, cast: Cast) -> None:
    qin = arrive("qin")
    light = qin.page.evaluate(DARKER)
    qin.press("紧凑")
    expect(qin.page.locator("html[data-dense]")).to_have_count(1)
    qin.page.locator("summary", has_text="秦怀信").click()
    qin.press("我的账号")
    qin.tick("深色")
    qin.press("按这样显示")
    assert qin.page.evaluate(DARKER) != light
    again = arrive("qin")
    assert again.page.evaluate(DARKER) != light
    expect(again.page.locator("html[data-dense]")).to_have_count(1)
    assert arrive("bai").page.evaluate(DARKER) == light


def test_everything_is_reached_on_a_phone(arrive: Arrive, cast: Cast) -> None:
    shen = arrive("shen", phone=True)
    for room in ("看板", "典型答复", "消息文本", "发送记录"):
        shen.press("更多")
        shen.press(room)


# ---- On paper


def sheets(page: Page) -> int:
    page.emulate_media(media="print")
    printed = page.pdf(prefer_css_page_size=True)
    page.emulate_media(media="screen")
    return len(PAGES.findall(printed))


@in_each_way
def test_a_case_goes_on_paper_as_an_official_sheet(arrive: Arrive, cast: Cast, how: dict[str, bool]) -> None:
    case = cast.moved_to("answered", cast.report("活动广场的路灯不亮，跳舞的人散场看不见台阶。"))
    qin = arrive("qin", **how)
    qin.press("事项")
    qin.open("活动广场的路灯不亮")
    qin.press("打印")
    qin.sees(
        "诉求办理单",
        f"件号：{case.number}",
        "承办单位：城关街道东坟村",
        f"打印：{localdate():%Y}年",
        "经办人签字",
        "承办单位负责人签字",
        "单位盖章",
        "东坟村工作室负责人",
    )
    qin.does_not_see("王秀英")
    qin.press("打印")
    assert qin.page.evaluate("window.printed") == 1

    assert sheets(qin.page) == 1  # the whole course of an ordinary matter, with the lines to sign on
    qin.page.emulate_media(media="print")
    expect(qin.page.get_by_role("link").filter(visible=True)).to_have_count(0)
    expect(qin.page.get_by_role("button").filter(visible=True)).to_have_count(0)
    expect(qin.page.get_by_role("navigation").filter(visible=True)).to_have_count(0)


def test_a_district_goes_on_one_sheet(arrive: Arrive, cast: Cast) -> None:
    for township in Unit.objects.townships():
        cast.report("路灯不亮。", at_unit=township.code, by="shen", reporters=())
    shen = arrive("shen")
    shen.press("看板")
    shen.press("打印一张")
    shen.sees("房山区事项情况", "在哪里", "最急的")
    shen.press("打印")
    assert shen.page.evaluate("window.printed") == 1
    assert sheets(shen.page) == 1


@in_each_way
def test_a_slip_is_one_sheet(arrive: Arrive, cast: Cast, how: dict[str, bool]) -> None:
    cast.report("活动广场的路灯不亮，跳舞的人散场看不见台阶。" * 4)
    qin = arrive("qin", **how)
    qin.open("活动广场的路灯不亮")
    qin.press("打印回执")
    qin.press("打印")
    assert qin.page.evaluate("window.printed") == 1
    assert sheets(qin.page) == 1


def test_what_is_printed_from_a_page_is_black_on_white(arrive: Arrive, cast: Cast) -> None:
    cast.report("活动广场的路灯不亮，跳舞的人散场看不见台阶。")
    cast.user("qin").__class__.objects.filter(username="qin").update(scheme="dark")
    qin = arrive("qin")
    qin.open("活动广场的路灯不亮")
    qin.page.emulate_media(media="print")
    ink = qin.page.locator("h1").evaluate("at => getComputedStyle(at).color")
    assert max(map(int, re.findall(r"\d+", ink)[:3])) < 80
    expect(qin.page.get_by_role("navigation").filter(visible=True)).to_have_count(0)
    expect(qin.page.locator(".next-step")).to_be_hidden()
