"""The line at a counter: numbers given in one press, one's own page on a phone, the screen, and an answer by word."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Arrive
from wolaiban.cases.models import Case
from wolaiban.duty.models import Reception, Ticket

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("phone", [False, True], ids=["at_a_desk", "on_a_phone"])
def test_handed_out_called_and_answered_by_word(arrive: Arrive, phone: bool) -> None:
    bai = arrive("bai", phone=phone)
    bai.press("取号")
    bai.sees("已取号 A1。", "1 位在等")
    bai.press("取号")
    bai.sees("已取号 A2。", "2 位在等")
    bai.press("打印 A2 的号条")
    bai.sees("前面还有 1 位", "不用留姓名、电话。")
    address = bai.page.get_by_role("link", name="看前面还有几位").get_attribute("href")
    assert address
    bai.press("← 排号")

    wang = arrive("wang", signed_in=False, phone=True)
    wang.page.goto(wang.page.url.rstrip("/") + address)
    wang.look()
    wang.sees("A2", "前面还有 1 位")
    screen = arrive("screen", signed_in=False)
    screen.page.goto(bai.page.url.split("/receptions/")[0] + "/studios/110111001202/screen/")
    screen.look()
    screen.sees("请等叫号")

    bai.fill("我在", "2")
    bai.press("叫下一个 A1")
    bai.sees("已叫 A1。", "2 号桌")
    for one, words in ((wang, "下一个就是您"), (screen, "A1")):
        one.page.evaluate(
            "document.dispatchEvent(new Event('visibilitychange'))"
        )  # as when it is taken out again
        one.sees(words)
        one.look()

    bai.press("接待 A1")
    bai.tick("农村农业", under="什么事")
    bai.fill("一句话", "问翻建要哪些手续，讲清楚了。")
    bai.send("记下")
    bai.sees("已记下。", "1 位在等", "接待 1")
    assert not Case.objects.exists()
    assert Ticket.objects.get(place=1).reception == Reception.objects.get()

    bai.press("收班")
    bai.tick("不用", under="要不要回电")
    bai.send("收班")
    bai.sees("已收班，1 个号没有轮到。", "没有人在等")
    wang.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    wang.sees("这个号已经结束了")


def test_without_a_script_the_pages_are_loaded_anew(arrive: Arrive) -> None:
    bai = arrive("bai")
    bai.press("取号")
    bai.press("打印 A1 的号条")
    address = bai.page.get_by_role("link", name="看前面还有几位").get_attribute("href")
    assert address
    wang = arrive("wang", signed_in=False, javascript=False)
    wang.page.goto(wang.page.url.rstrip("/") + address)
    expect(wang.page.get_by_text("下一个就是您")).to_be_visible()
    assert '<meta http-equiv="refresh" content="30">' in wang.page.content()
    wang.page.get_by_role("link", name="刷新").click()
    expect(wang.page.get_by_text("下一个就是您")).to_be_visible()


def test_a_line_that_is_cut_off_says_so(arrive: Arrive) -> None:
    screen = arrive("screen", signed_in=False)
    screen.page.goto(screen.page.url.rstrip("/") + "/studios/110111001202/screen/")
    screen.page.context.set_offline(True)
    screen.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    screen.sees("现在连不上，请听值班的人叫号")
    screen.complaints.clear()  # what the browser says of being cut off
    screen.page.context.set_offline(False)
    screen.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    screen.does_not_see("现在连不上，请听值班的人叫号")
