"""Residents without an account follow their matter on a phone, with scripts and without, until it is right."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_django import Settings

from tests.cast import DONGFEN, Cast, unit
from tests.journeys.conftest import Arrive, Visitor
from wolaiban.cases import receipts
from wolaiban.cases.actions.registering import Report, Reporter, register
from wolaiban.cases.models import Case
from wolaiban.cases.receipt_codes import grouped
from wolaiban.people.actor import ANYBODY
from wolaiban.process.words import Channel

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

ZHAO = Reporter(name="赵一", phone="13900005678")
QIAN = Reporter(name="钱二", phone="13900001234")


def reported(*people: Reporter) -> tuple[Case, list[str]]:
    """A matter of 东坟村 and the codes on its slips."""
    words = "3 号楼前台阶没有扶手，我妈上下不便，上个月摔了一跤。"
    case = register(
        Report(unit=unit(DONGFEN), words=words, reporters=people, channel=Channel.ONLINE), by=ANYBODY
    )
    return case, [receipts.issue(c, by=ANYBODY).code for c in case.complainants.order_by("pk")]


def show(resident: Visitor, code: str, digits: str) -> None:
    resident.press("查进展")
    resident.fill("查询码", grouped(code))
    resident.fill("手机号后四位", digits)
    resident.press("查看")
    resident.sees("您反映的事")


def judge(resident: Visitor) -> None:
    resident.press("解决了")
    resident.tick("满意", under="满意吗")
    resident.press("交评价")
    resident.sees("收到了，已记在办理经过里。")


@pytest.mark.parametrize("javascript", [True, False], ids=["with_scripts", "without_scripts"])
def test_disputed_until_it_holds(arrive: Arrive, cast: Cast, javascript: bool) -> None:
    case, (code,) = reported(ZHAO)
    zhao = arrive("zhao", signed_in=False, phone=True, javascript=javascript)

    show(zhao, code, "5678")
    zhao.sees("已登记，等待受理", "东坟村")
    zhao.press("补充情况")
    zhao.fill("补充的情况", "是东边那几级。")
    zhao.press("交给经办人")
    zhao.sees("是东边那几级。")

    cast.moved_to("answered", case)
    zhao.page.reload()
    zhao.sees("扶手已装好，请您看看。")
    zhao.press("不满意，请上一级复核")
    zhao.sees("城关街道")
    zhao.fill("哪里没有解决", "扶手是松的。")
    zhao.press("请上一级复核")
    zhao.sees("您有异议，上一级正在复核", "不是原来办理的")

    case.refresh_from_db()
    cast.take("redo", case, "gao")
    cast.take("resolve", case, "qin")
    cast.take("answer", case, "qin", message="已用膨胀螺栓加固。")
    zhao.page.reload()
    zhao.sees("已用膨胀螺栓加固。")
    judge(zhao)
    zhao.sees("已办结", "解决了，满意")
    zhao.press("结束查看")
    zhao.sees("已结束查看")


def test_two_who_are_answered_differently(arrive: Arrive, cast: Cast) -> None:
    case, (zhaos, qians) = reported(ZHAO, QIAN)
    cast.moved_to("resolved", case)
    mine, others = case.complainants.order_by("pk")
    cast.take("answer", case, "qin", message="您那边已经装好。", complainants=[mine])
    cast.take("answer", case, "qin", message="您那边下周装。", complainants=[others])
    zhao = arrive("zhao", signed_in=False, phone=True)
    qian = arrive("qian", signed_in=False)

    show(zhao, zhaos, "5678")
    zhao.sees("您那边已经装好。", "这件事有 2 位反映人")
    zhao.does_not_see("您那边下周装。")
    judge(zhao)
    zhao.sees("您已评价，等其他反映人评价")

    show(qian, qians, "1234")
    qian.sees("您那边下周装。")
    qian.does_not_see("您那边已经装好。")
    qian.press("不满意，请上一级复核")
    qian.fill("哪里没有解决", "说好这周的。")
    qian.press("请上一级复核")
    qian.sees("您有异议，上一级正在复核")
    assert Case.objects.get(pk=case.pk).stage == "disputed"


def test_the_code_from_the_slips_address_does_not_stay_in_it(arrive: Arrive, cast: Cast) -> None:
    _, (code,) = reported(ZHAO)
    zhao = arrive("zhao", signed_in=False, phone=True)

    zhao.page.goto(f"{zhao.page.url}track/#{code}")
    zhao.fill("手机号后四位", "5679")
    assert code not in zhao.page.url
    zhao.page.get_by_role("button", name="查看").tap()
    zhao.sees("没有找到。")
    assert zhao.page.get_by_label("查询码").input_value() == grouped(code)


def test_spoken_again_instead_of_written(
    arrive: Arrive, cast: Cast, settings: Settings, tmp_path: Path
) -> None:
    settings.DATA_DIR = tmp_path
    case, (code,) = reported(ZHAO)
    cast.moved_to("answered", case)
    zhao = arrive("zhao", signed_in=False, phone=True)
    show(zhao, code, "5678")
    zhao.press("不满意，请上一级复核")

    zhao.press("按这里，说给我们听")
    zhao.sees("正在录音")
    zhao.page.wait_for_timeout(1200)
    zhao.page.get_by_role("button", name="说完了，停").tap()
    zhao.sees("可以先听一遍")
    zhao.press("请上一级复核")

    zhao.sees("您有异议，上一级正在复核")
    assert case.attachments.get().media_type == "audio/webm"


def test_the_number_of_the_matter_and_a_whole_telephone_number_are_not_held_against_anybody(
    arrive: Arrive, cast: Cast
) -> None:
    """Copied from the wrong line of the slip, and more digits than were asked for."""
    case, (code,) = reported(ZHAO)
    zhao = arrive("zhao", signed_in=False, phone=True)
    zhao.press("查进展")
    zhao.fill("查询码", case.number)
    zhao.fill("手机号后四位", "5678")
    zhao.page.get_by_role("button", name="查看").tap()
    zhao.sees("这是件号，不是查询码。查询码是回执上件号下面那 28 位数字")

    zhao.complaints.clear()  # to a browser an answer of 422 is an error
    zhao.fill("查询码", grouped(code))
    zhao.fill("手机号后四位", "139 0000 5678")
    zhao.press("查看")
    zhao.sees("您反映的事")
