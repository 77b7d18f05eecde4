"""The reception book: somebody is answered by word from a phone; twelve come with five who speak for them: one case."""

from __future__ import annotations

import pytest

from tests.journeys.conftest import Arrive
from wolaiban.cases.models import Case
from wolaiban.duty.models import Reception

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def test_answered_by_word_and_twelve_at_once(arrive: Arrive) -> None:
    bai = arrive("bai", phone=True)
    bai.press("记接访")
    bai.does_not_see("谁要答复", "补充到哪一件")
    bai.tick("农村农业", under="什么事")
    bai.fill("一句话", "问翻建要哪些手续，讲清楚了。")
    bai.send("记下")
    bai.sees("已记下。", "当场答复", "问翻建要哪些手续，讲清楚了。")
    assert not Case.objects.exists()

    qin = arrive("qin")
    qin.press("记接访")
    qin.tick("交通运输", under="什么事")
    qin.tick("登记为事项", under="结果")
    qin.fill("一句话", "村口的路夜里没有灯，大车多。")
    qin.fill("来了几个人", "12")
    qin.fill("代表几个人", "5")
    qin.unfold("还有几位代表")
    for n in range(5):
        qin.page.locator(f"[name='speaker_{n}-name']").fill(f"赵顺{'一二三四五'[n]}")
        qin.page.locator(f"[name='speaker_{n}-phone']").fill(f"1390000007{n}")
    qin.look()
    qin.send("记下")
    qin.sees("已记下。", "12 人，代表 5 人（集体访）")
    case = Case.objects.get()
    assert case.complainants.filter(representative=True).count() == 5
    reception = Reception.objects.get(case=case)
    assert (reception.heads, reception.representatives, reception.is_group) == (12, 5, True)
    qin.press(case.number)
    qin.sees("接访：记了一次接访")

    shen = arrive("shen")
    shen.page.goto(qin.page.url.split("/cases/")[0] + "/receptions/figures/")
    shen.look()
    shen.sees("2 批 13 人次")
    assert Reception.objects.count() == 2


def test_an_accusation_told_at_the_desk_is_kept_out_of_the_book(arrive: Arrive) -> None:
    bai = arrive("bai")
    bai.press("接访")
    bai.press("记接访")
    bai.tick("党务政务", under="什么事")
    bai.fill("一句话", "有人贪污了修路的钱。")
    bai.press("转到保密登记")
    bai.sees("检举控告不记进接访本")
    assert bai.page.get_by_label("反映什么").input_value() == "有人贪污了修路的钱。"
    assert not Reception.objects.exists()
