"""A month of duty: drawn up and changed by keyboard at the desk, posted, swapped from a phone, taken and agreed to."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Arrive
from wolaiban.duty.models import Roster, Shift, Swap

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
AT_HAND = "() => document.activeElement.closest('td').cellIndex + 7 * document.activeElement.closest('tr').sectionRowIndex"


def test_a_month_at_the_desk_and_on_a_phone(arrive: Arrive) -> None:
    qin = arrive("qin")
    qin.press("值班")
    qin.sees("还没有值班")
    qin.press("排班")
    month = qin.page.get_by_label("哪个月").locator("option").nth(2).inner_text()
    qin.choose("哪个月", month)
    qin.send("排班")
    qin.sees("已排好，看一遍再公布。", f"{month}值班表", "每人几天")

    qin.page.locator("[data-shift]").first.focus()
    started = qin.page.evaluate(AT_HAND)
    qin.page.keyboard.press("ArrowDown")
    qin.page.keyboard.press("ArrowRight")
    assert qin.page.evaluate(AT_HAND) == started + 8
    on_it = qin.page.evaluate("document.activeElement.innerText").strip()
    other = {"秦怀信": "白玉兰", "白玉兰": "秦怀信"}[on_it]
    with qin.page.expect_navigation():
        qin.page.keyboard.press("Enter")
    qin.choose("派谁", other)
    qin.send("派人")
    qin.sees("已派人")
    qin.press("公布")
    qin.sees("居民马上就能看到每天谁值班")
    qin.send("公布")
    qin.sees("已公布，居民马上就能看到。")
    assert Roster.objects.get().stage == "posted"

    bai = arrive("bai", phone=True)
    bai.page.goto(qin.page.url)
    bai.look()
    bai.page.locator("[data-shift]").first.tap()
    bai.look()
    bai.send("请人换班")
    bai.sees("已请人换班，等人接。", "请人换班")

    qin.page.reload()
    qin.press("接班")
    qin.send("接班")
    qin.press("同意")
    qin.send("同意换班")
    qin.sees("已换好。")
    swap = Swap.objects.select_related("shift__person").get()
    assert (swap.state, swap.shift.person and swap.shift.person.username) == ("done", "qin")

    qin.press("打印贴门口")
    expect(qin.page.get_by_text("A4 纸，横放")).to_be_visible()
    assert Shift.objects.filter(person=None).count() == 0
