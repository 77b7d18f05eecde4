"""A volunteer offers to help on a phone, is taken in at the desk, states hours, and a stranger checks the certificate."""

from __future__ import annotations

import pytest
from django.utils.timezone import localdate

from tests.journeys.conftest import Arrive, Visitor
from wolaiban.associates.models import HoursCertificate
from wolaiban.ledger.verifying import Verification

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def offers(arrive: Arrive) -> Visitor:
    """zhi, on the page of the receipt."""
    zhi = arrive("zhi", signed_in=False, phone=True)
    zhi.press("志愿者报名")
    zhi.fill("在哪个村或社区", "东坟村")
    zhi.fill("您的姓名", "志远")
    zhi.tick("志愿者", under="想做什么")
    zhi.fill("您的电话", "13800000778")
    zhi.tick("手机、电脑", under="您会什么")
    zhi.tick("周六上午", under="什么时候有空")
    zhi.tick("我同意工作室为联系我保存这些")
    zhi.send("报名")
    zhi.sees("报名收到了，等工作室看", "报名回执")
    zhi.does_not_see("志远", "13800000778")
    return zhi


def taken_in(arrive: Arrive) -> Visitor:
    """qin, on the page of an associate with an account."""
    qin = arrive("qin")
    qin.open("志*报名当志愿者")
    qin.sees("报名待看")
    qin.press("接收")
    qin.sees("请打电话问清楚")
    qin.send("接收")
    qin.sees("已接收，在册了。")
    qin.unfold("其他")
    qin.press("改登记")
    qin.choose("登录账号", "志远")
    qin.send("改登记")
    return qin


def test_from_an_offer_to_a_certificate(arrive: Arrive) -> None:
    today = localdate().isoformat()
    zhi, qin = offers(arrive), taken_in(arrive)
    zhi.page.reload()
    zhi.look()
    zhi.sees("接收了，谢谢您来帮忙")

    own = arrive("zhi", phone=True)
    own.page.goto(f"{qin.page.url}state_hours/")
    own.look()
    own.fill("哪天", today)
    own.fill("多少分钟", "120")
    own.choose("做了什么", "巡逻值守")
    own.send("记服务")
    own.sees("等另一个人确认")
    qin.page.reload()
    qin.press("确认服务")
    qin.tick(f"{localdate().year}年", under="哪几次")
    qin.send("确认服务")
    qin.sees("已确认 2 小时")

    own.page.goto(f"{qin.page.url}prove/")
    own.look()
    own.fill("从哪天", today)
    own.fill("到哪天", today)
    own.send("出证明")
    own.sees("已出好")
    stranger = arrive("stranger", signed_in=False)
    stranger.page.goto(
        zhi.page.url.split("/volunteer/")[0] + f"/certificates/{HoursCertificate.objects.get().serial}/"
    )
    stranger.look()
    stranger.sees("这份证明是真的", "2 小时")
    stranger.does_not_see("志远", "志*")
    assert not list(Verification().findings())
