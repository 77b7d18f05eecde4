"""Twenty matters accepted in one go; the day's list under the keyboard."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.cast import Cast
from tests.journeys.conftest import Arrive, in_each_way
from wolaiban.cases.models import Case

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@in_each_way
def test_twenty_are_accepted_by_one_press(cast: Cast, arrive: Arrive, how: dict[str, bool]) -> None:
    for n in range(20):
        cast.report(f"路灯不亮，东街第 {n} 盏。", reporters=())
    qin = arrive("qin", **how)
    qin.press("事项")
    qin.press("全选")
    expect(qin.page.get_by_text("选了 20 件")).to_be_visible()
    qin.press("都不选")
    expect(qin.page.get_by_text("选了")).to_have_count(0)
    qin.press("全选")
    qin.press("受理")
    qin.sees("受理选中的 20 件", "每一件各办各的")
    qin.press("受理这些")
    qin.sees("20 件已受理")
    expect(qin.page.locator(".is-taken")).to_have_count(20)
    assert Case.objects.filter(stage="working", handler__username="qin").count() == 20


def test_some_are_ticked_by_keys_and_taken_by_one_press(cast: Cast, arrive: Arrive) -> None:
    for n in range(3):
        cast.report(f"第 {n} 件，井盖响。", reporters=())
    qin = arrive("qin", keys=True)
    for key in ("j", "x", "j", "x"):  # from the first, which stands beside, to the next and the one after
        qin.page.keyboard.press(key)
    expect(qin.page.get_by_text("选了 2 件")).to_be_visible()
    qin.press("受理")
    qin.press("受理这些")
    qin.sees("2 件已受理")
    assert Case.objects.filter(stage="working").count() == 2


def test_the_days_list_is_gone_through_by_keys(cast: Cast, arrive: Arrive) -> None:
    for n in range(3):
        cast.report(f"第 {n} 件，井盖响。", reporters=())
    qin = arrive("qin")
    pane = qin.page.locator("#preview")
    expect(pane).to_contain_text("第 0 件")
    qin.page.keyboard.press("j")
    expect(pane).to_contain_text("第 1 件")
    qin.page.keyboard.press("j")
    qin.page.keyboard.press("k")
    expect(pane).to_contain_text("第 1 件")
    qin.look()
    with qin.page.expect_navigation():
        qin.page.keyboard.press("Enter")
    expect(qin.page.get_by_role("heading", level=1)).to_contain_text("第 1 件")
