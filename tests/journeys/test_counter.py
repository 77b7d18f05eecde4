"""At the counter, in a real browser: one screen and one press, by mouse and by keyboard, on a phone; and the way back."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Page, expect

from tests.cast import Cast
from tests.journeys.conftest import Arrive, Visitor
from wolaiban.cases.models import Case
from wolaiban.ledger.verifying import Verification
from wolaiban.phrases.actions.keeping import add
from wolaiban.process.words import Stage
from wolaiban.residents import vault

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

COUNT = """
window.presses = 0;
document.addEventListener("click", (event) => { if (event.isTrusted) window.presses += 1; }, true);
window.printed = 0;
window.print = () => { window.printed += 1; };
"""


@dataclass
class Effort:
    """What somebody has to do, counted as it is done: presses of the mouse, and fields that are typed into."""

    officer: Visitor
    presses: int = 0
    typed: set[str] = field(default_factory=set)

    @property
    def page(self) -> Page:
        return self.officer.page

    def press(self, words: str, under: str = "") -> None:
        self.presses += 1
        if under:
            self.officer.tick(words, under=under)
        else:
            self.page.get_by_role("button", name=words, exact=True).filter(visible=True).first.click()

    def choose(self, label: str, option: str) -> None:
        """A list is opened and something in it chosen."""
        self.presses += 2
        self.officer.choose(label, option)

    def type(self, label: str, words: str) -> None:
        self.typed.add(label)
        self.officer.fill(label, words)

    def type_here(self, words: str) -> None:
        """Where the page has put the cursor."""
        self.typed.add(self.page.evaluate("document.activeElement.name"))
        self.page.keyboard.type(words)


def at_the_counter(arrive: Arrive, **how: bool) -> Visitor:
    officer = arrive("qin", **how)
    officer.page.add_init_script(COUNT)
    officer.press("登记")
    return officer


def test_one_screen_one_press_and_the_slip(arrive: Arrive) -> None:
    officer = at_the_counter(arrive)
    effort = Effort(officer)
    effort.type_here("西口的路灯坏了，接孩子看不见路。")
    effort.press("当场办结")
    kind = officer.page.get_by_role("radio", name="城市公共设施").first
    expect(kind).to_be_checked()
    effort.type("电话", "13900000009")
    effort.type("答复", "当场换了灯泡，亮了。")
    effort.choose("根源", "设施老化或缺失")
    expect(officer.page.get_by_label("回执预览")).to_contain_text("西口的路灯坏了")
    effort.press("解决了", under="解决了吗")
    effort.press("满意", under="满意吗")
    expect(officer.page.get_by_label("回执预览")).to_contain_text("当面告诉，居民说满意")
    officer.look()
    officer.page.keyboard.press("Control+Enter")

    officer.sees("已办结，居民说满意。", "查询码")
    officer.look()
    assert effort.presses <= 6
    assert len(effort.typed) <= 3
    assert officer.page.evaluate("window.printed") == 1
    case = Case.objects.get()
    assert case.stage == Stage.CLOSED
    assert list(case.events.order_by("seq").values_list("step", flat=True)) == [
        "register", "resolve", "answer", "confirm",
    ]  # fmt: skip
    assert list(Verification().findings()) == []


def test_by_the_keyboard_alone(arrive: Arrive, cast: Cast) -> None:
    add(place="resolve.result", words="已修好，试过能用。", by=cast.actor("qin"))
    officer = at_the_counter(arrive)
    page, keys = officer.page, officer.page.keyboard

    def reach(what: str) -> None:
        """Tab until the cursor is there: by its name, its value or its words."""
        for _ in range(80):
            here = page.evaluate(
                "(({name, value, textContent, dataset}) => [name, value, textContent.trim(), dataset.putIn])(document.activeElement)"
            )
            if what in here:
                return
            keys.press("Tab")
        raise AssertionError(what)

    keys.type("西口的路灯坏了，接孩子看不见路。")
    keys.press("Shift+Tab")
    expect(page.get_by_role("button", name="当场办结")).to_be_focused()
    keys.press("Enter")
    expect(page.get_by_role("radio", name="城市公共设施").first).to_be_checked()
    reach("phone")
    keys.type("13900000009")
    reach("已修好，试过能用。")
    keys.press("Enter")
    expect(page.get_by_label("答复").first).to_have_value("已修好，试过能用。")
    reach("done-root_cause")
    keys.press("ArrowDown")
    for question in ("done-solved", "done-satisfaction"):
        reach(question)
        keys.press("ArrowRight")  # from 还没说, the last, on to the first
    keys.press("Control+Enter")
    officer.sees("已办结，居民说满意。")
    assert Case.objects.get().stage == Stage.CLOSED


def test_on_a_phone_in_one_column_with_the_press_at_hand(arrive: Arrive) -> None:
    officer = at_the_counter(arrive, phone=True)
    officer.press("当场办结")
    send = officer.page.get_by_role("button", name="办结并打回执")
    expect(send).to_be_in_viewport()
    officer.fill("反映什么", "西口的路灯坏了。")
    officer.page.get_by_label("反映什么").blur()
    expect(officer.page.get_by_role("radio", name="城市公共设施").first).to_be_checked()
    officer.fill("姓名", "毛秀琴")
    officer.fill("答复", "当场换了灯泡。")
    officer.choose("根源", "设施老化或缺失")
    expect(send).to_be_in_viewport()
    officer.press("办结并打回执")
    officer.sees("已办结，也告诉了居民，等居民评价。")
    assert Case.objects.get().stage == Stage.ANSWERED


def test_without_scripts_and_on_to_the_next(arrive: Arrive) -> None:
    officer = arrive("qin", javascript=False)
    officer.press("登记")
    officer.press("当场办结")
    officer.fill("反映什么", "西口的路灯坏了。")
    officer.fill("姓名", "毛秀琴")
    officer.fill("答复", "当场换了灯泡。")
    officer.choose("根源", "设施老化或缺失")
    officer.page.get_by_role("button", name="办结，登记下一件").click()
    officer.sees("办结前请选事项类别")
    officer.complaints[:] = [said for said in officer.complaints if "status of 422" not in said]
    officer.tick("城乡建设 / 城市建设和市政管理 / 城市公共设施")
    officer.press("办结，登记下一件")
    officer.sees("已办结，也告诉了居民，等居民评价。")
    assert Case.objects.get().stage == Stage.ANSWERED
    expect(officer.page.get_by_label("反映什么")).to_have_value("")


def test_a_slip_of_the_hand_is_taken_back(arrive: Arrive, cast: Cast) -> None:
    case = cast.report("活动广场的路灯不亮。", category=cast.category("城市公共设施"))
    cast.moved_to("resolved", case)
    officer = arrive("qin")
    officer.open("活动广场的路灯不亮")
    officer.press("反馈")
    expect(officer.page.get_by_label("答复内容")).to_have_value("扶手已装好。")
    officer.tick("电话")
    officer.send("反馈")
    officer.sees("告诉反映人的话已记上。")
    back = officer.page.get_by_role("link", name="撤回重来（9:")
    expect(back).to_be_visible()
    back.click()
    officer.look()
    officer.send("撤回重来")
    officer.sees("已撤回，可以重来。", "撤回了刚才的反馈，重来", "向反映人反馈了结果")
    case.refresh_from_db()
    assert case.stage == Stage.RESOLVED
    assert list(Verification().findings()) == []


def test_a_misspelt_name_is_put_right(arrive: Arrive, cast: Cast) -> None:
    case = cast.report("活动广场的路灯不亮。")
    officer = arrive("qin")
    officer.open("活动广场的路灯不亮")
    officer.press("更正")
    officer.fill("正确的姓名", "王秀瑛")
    officer.fill("正确的电话", "13800000021")
    officer.press("更正身份信息")
    officer.sees("王*瑛", "138****0021", "更正了反映人的姓名、电话")
    officer.does_not_see("王秀瑛", "13800000021")
    identity = vault.open_identity(case.complainants.get().resident)
    assert (identity.name, identity.phone) == ("王秀瑛", "13800000021")
    assert list(Verification().findings()) == []


@pytest.mark.parametrize("by_keyboard", [False, True], ids=["by_mouse", "by_keyboard"])
def test_a_phrase_is_put_in_where_one_writes(arrive: Arrive, cast: Cast, by_keyboard: bool) -> None:
    cast.report("活动广场的路灯不亮。")
    officer = arrive("qin")
    officer.press("常用语")
    officer.choose("用在哪里", "办结：办理结果")
    officer.fill("内容", "已修好，试过能用。")
    officer.press("存好")
    officer.sees("已存好", "已修好，试过能用。")
    officer.press("今天")
    officer.open("活动广场的路灯不亮")
    officer.press("办结")
    box = officer.page.get_by_label("办理结果")
    box.fill("换了灯泡。")
    phrase = officer.page.get_by_role("button", name="已修好，试过能用。")
    if by_keyboard:
        phrase.focus()
        officer.page.keyboard.press("Enter")
    else:
        phrase.click()
    expect(box).to_have_value("换了灯泡。已修好，试过能用。")
    expect(box).to_be_focused()
    officer.look()
