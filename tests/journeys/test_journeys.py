"""Five journeys through a real browser: each person clicks only what the page in front of them shows."""

from __future__ import annotations

import pytest
from playwright.sync_api import Route, expect

from tests.cast import PASSWORD, Cast
from tests.journeys.conftest import Arrive, Visitor
from wolaiban.cases.models import Case
from wolaiban.process.words import Stage

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


PUBLIC_WORKS = "城乡建设 / 城市建设和市政管理 / 城市公共设施"


def settle(officer: Visitor, result: str, *, kind: str = "") -> None:
    """Finish a matter that is open before an officer, and tell those who reported it.

    `kind` is what the form proposes where nobody has said yet what kind of matter it is.
    """
    officer.press("办结")
    if kind:
        expect(officer.page.get_by_role("radio", name=kind)).not_to_be_checked()
        officer.tick(kind)
    officer.tick("诉求合理，已解决")
    officer.choose("根源", "设施老化或缺失")
    officer.fill("办理结果", result)
    officer.send("办结")
    officer.sees("已办完，接下来把结果告诉反映人。", "已办待反馈")
    tell(officer, result)


def tell(officer: Visitor, message: str) -> None:
    officer.press("反馈")
    officer.tick("当面")
    officer.fill("答复内容", message)
    officer.send("反馈")
    officer.sees("告诉反映人的话已记上。", "已反馈待评价")


def take_on(officer: Visitor) -> None:
    officer.press("受理")
    officer.find("事项类别", "路灯", "城市公共设施")
    officer.send("受理")
    officer.sees("已受理，开始办理。")


def says_yes(visitor: Visitor) -> None:
    for said, asked in (("解决了", "问题解决了吗"), ("满意", "满意吗")):
        group = visitor.page.get_by_role("group", name=asked)
        expect(group.get_by_role("radio", checked=True)).to_have_count(0)
        visitor.tick(said, under=asked)


def report(resident: Visitor, words: str, village: str) -> str:
    resident.press("登记")
    resident.fill("反映什么", words)
    resident.find("哪个村或社区", village, village)
    resident.press("登记", within=resident.page.locator("form.register"))
    resident.sees("登记成功")
    return resident.number


def stage_of(number: str) -> str:
    return Case.objects.get(number=number).stage


@pytest.mark.parametrize("javascript", [True, False], ids=["with_scripts", "without_scripts"])
def test_settled_at_the_counter(arrive: Arrive, cast: Cast, javascript: bool) -> None:
    qin = cast.user("qin")
    qin.set_password(PASSWORD)
    qin.save()

    officer = arrive("qin", signed_in=False, javascript=javascript)
    officer.press("工作人员登录")
    officer.fill("登录名", "qin")
    officer.fill("密码", PASSWORD)
    officer.press("登录")
    officer.press("登记")
    officer.fill("反映什么", "3 号楼前台阶没有扶手，老人上下不便，希望装上。")
    officer.fill("姓名", "赵桂兰")
    officer.fill("电话", "13900000009")
    officer.press("登记", within=officer.page.locator("form.register"))
    officer.sees("登记成功", "赵*兰", "139****0009")
    officer.does_not_see("赵桂兰", "13900000009")
    number = officer.number
    settle(officer, "扶手当天装好了。", kind=PUBLIC_WORKS)
    assert stage_of(number) == Stage.ANSWERED
    officer.press("代记评价")
    says_yes(officer)
    officer.send("代记评价")
    officer.sees("评价已记下。")

    officer.press("事项")
    officer.open("3 号楼前台阶没有扶手")
    assert officer.number == number
    officer.sees("已办结", "扶手当天装好了。")
    assert stage_of(number) == Stage.CLOSED


def test_carried_to_the_township(arrive: Arrive) -> None:
    resident = arrive("wang")
    number = report(resident, "村口路灯三个晚上没亮，接孩子看不见路。", "东坟村")
    resident.sees("村口路灯三个晚上没亮")

    village = arrive("qin")
    village.open("村口路灯三个晚上没亮")
    take_on(village)
    village.press("代理上报")
    village.fill("已经做了什么", "电工看过，是主线断了，村里没有权限接。")
    village.fill("请上级解决什么", "请街道协调供电部门接线。")
    village.send("代理上报")
    village.sees("已上报待承接", "城关街道")

    township = arrive("gao")
    township.open("村口路灯三个晚上没亮")
    township.sees("村里没有权限接")
    township.press("提级承接")
    township.send("提级承接")
    township.sees("办理中", "高远")
    township.press("阶段答复")
    township.fill("进展情况", "已约供电所周四来接线。")
    township.send("阶段答复")
    township.press("办结")
    township.tick("诉求合理，已解决")
    township.choose("根源", "设施老化或缺失")
    township.fill("办理结果", "主线已接通，路灯全亮。")
    township.send("办结")

    village.press("今天")
    village.open("村口路灯三个晚上没亮")
    tell(village, "主线接上了，路灯全亮，请您看看。")

    resident.press("我的诉求")
    resident.sees("村口路灯三个晚上没亮")
    resident.press("看结果并评价")
    resident.sees("主线接上了，路灯全亮，请您看看。")
    resident.unfold("办理经过")
    resident.sees("已约供电所周四来接线。")
    resident.does_not_see("村里没有权限接")  # what officers wrote to officers
    resident.press("解决了")
    resident.tick("满意", under="满意吗")
    resident.press("交评价")
    assert stage_of(number) == Stage.CLOSED


def test_two_departments_and_one_objection(arrive: Arrive) -> None:
    number = report(arrive("li"), "车库出口外堆了建筑垃圾，挡了消防路。", "海逸半岛")
    community = arrive("meng")
    community.open("车库出口外堆了建筑垃圾")
    take_on(community)
    community.press("代理上报")
    community.fill("已经做了什么", "物业不认，说不清是谁倒的。")
    community.fill("请上级解决什么", "请街道请部门一起看。")
    community.send("代理上报")

    township = arrive("xue")
    township.open("车库出口外堆了建筑垃圾")
    township.press("提级承接")
    township.send("提级承接")
    township.press("吹哨")
    for name, how in (("区城市管理委", "牵头"), ("区住建委", "协办")):
        if not township.page.get_by_role("group", name=name).is_visible():
            township.unfold("其他部门")
        township.tick(how, under=name)
    township.fill("要解决的问题", "谁来清运？施工方是谁？")
    township.send("吹哨")
    township.sees("吹哨联动中", "待报到")
    township.sees("还有 2 个部门未出具意见")  # why it cannot be finished yet

    lead = arrive("he")
    lead.open("车库出口外堆了建筑垃圾")
    lead.press("报到")
    lead.fill("部门联系人", "何青，值班室")
    lead.send("报到")

    other = arrive("ma")
    other.open("车库出口外堆了建筑垃圾")
    other.press("职责异议")
    other.fill("理由", "不是在建工地产生的垃圾。")
    other.fill("法律或职责依据", "三定方案第五条。")
    other.fill("部门联系人", "马一，值班室")
    other.send("职责异议")
    other.sees("提出职责异议")

    township.press("今天")
    township.open("车库出口外堆了建筑垃圾")
    township.sees("不是在建工地产生的垃圾。")
    township.press("解除吹哨")
    township.fill("理由", "异议成立，由城市管理委一家清运。")
    township.send("解除吹哨")
    township.sees("异议成立，已解除")

    lead.press("部门办理意见")
    lead.fill("办理结果", "已清运两车，并装了隔离桩。")
    lead.send("部门办理意见")
    lead.sees("已出具意见")

    township.press("今天")
    township.open("车库出口外堆了建筑垃圾")
    township.sees("已清运两车，并装了隔离桩。")
    settle(township, "垃圾已清走，出口已装隔离桩。")
    assert stage_of(number) == Stage.ANSWERED


def test_disputed_and_done_again(arrive: Arrive) -> None:
    resident = arrive("wang")
    number = report(resident, "二号院门口的井盖一过车就响，夜里睡不着。", "东坟村")
    village = arrive("qin")
    village.open("井盖一过车就响")
    settle(village, "垫了胶圈。", kind=PUBLIC_WORKS)

    resident.press("我的诉求")
    resident.press("看结果并评价")
    resident.press("没解决")
    resident.tick("不满意", under="满意吗")
    resident.fill("想说的话", "过大车还是响。")
    resident.press("交评价")
    assert stage_of(number) == Stage.DISPUTED

    above = arrive("gao")
    above.open("井盖一过车就响")
    above.sees("过大车还是响。")
    above.press("责成重办")
    above.fill("要求", "三日内换新井盖。")
    above.send("责成重办")

    village.press("今天")
    village.open("井盖一过车就响")
    village.sees("三日内换新井盖。")
    settle(village, "换了防响井盖，夜里听过，不响了。")

    resident.press("我的诉求")
    resident.press("看结果并评价")
    resident.press("解决了")
    resident.tick("满意", under="满意吗")
    resident.press("交评价")
    assert stage_of(number) == Stage.CLOSED


def test_what_is_refused_in_place_keeps_the_policy_of_the_page(arrive: Arrive, cast: Cast) -> None:
    cast.report("活动广场的路灯不亮，跳舞的人散场看不见台阶。")
    officer = arrive("qin")
    officer.open("活动广场的路灯不亮")
    officer.press("办结")
    officer.tick("诉求合理，已解决")
    officer.choose("根源", "设施老化或缺失")
    officer.page.get_by_label("办理结果").fill("换了灯泡，亮了。")
    # As a browser leaves it where a text field was drawn larger with the mouse.
    officer.page.get_by_label("办理结果").evaluate("(field) => { field.style.height = '200px'; }")

    officer.page.get_by_role("button", name="办结").click()

    expect(officer.page.get_by_label("事项类别")).to_be_focused()
    expect(officer.page.get_by_label("办理结果")).to_have_value("换了灯泡，亮了。")
    officer.complaints[:] = [said for said in officer.complaints if "status of 422" not in said]
    officer.look()


def test_what_was_chosen_stays_chosen_where_the_finds_come_late(arrive: Arrive, cast: Cast) -> None:
    cast.report("活动广场的路灯不亮，跳舞的人散场看不见台阶。")
    officer = arrive("qin")
    page, held = officer.page, list[Route]()
    officer.open("活动广场的路灯不亮")
    officer.press("受理")
    search = page.get_by_label("事项类别").filter(visible=True).first
    search.press_sequentially("路")
    option = page.locator("label.option", has_text="城市公共设施").first
    expect(option).to_be_visible()
    page.route("**/suggest/categories/**", lambda route: held.append(route))  # noqa: PLW0108 -- Playwright marks it
    with page.expect_request("**/suggest/categories/**"):
        search.press_sequentially("灯")
    option.click()
    with page.expect_response("**/suggest/categories/**"):
        held[0].continue_()
    page.wait_for_timeout(300)

    expect(option.get_by_role("radio")).to_be_checked()


def test_an_officer_on_the_road_with_a_phone(arrive: Arrive, cast: Cast) -> None:
    cast.report("活动广场的路灯不亮，跳舞的人散场看不见台阶。")
    officer = arrive("qin", phone=True)
    officer.sees("今天", "活动广场的路灯不亮")
    officer.open("活动广场的路灯不亮")
    officer.press("查看身份")
    officer.fill("为什么要看", "约时间上门")
    officer.press("记下理由并查看")
    officer.sees("王秀英", "13800000001")
    officer.press("看完了，收起")
    officer.does_not_see("13800000001")
    take_on(officer)
    settle(officer, "换了灯泡，亮了。")
    number = officer.number
    officer.press("事项")
    officer.open("活动广场的路灯不亮")
    officer.press("更多")
    officer.press("看板")
    officer.press("登记")
    assert stage_of(number) == Stage.ANSWERED

    resident = arrive("wang", phone=True)
    resident.press("看结果并评价")
    resident.unfold("谁看过我的身份（1 次）")
    resident.sees("约时间上门")
