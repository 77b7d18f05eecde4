"""At the counter, in a real browser: one screen and one press, at a desk, on a phone and by keys; and the way back."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from playwright.sync_api import expect

from tests.cast import Cast
from tests.journeys.conftest import Arrive, Visitor, in_each_way
from wolaiban.cases.models import Case
from wolaiban.ledger.verifying import Verification
from wolaiban.phrases.actions.keeping import add
from wolaiban.process.words import Stage
from wolaiban.publicity.models import TypicalAnswer
from wolaiban.residents import vault
from wolaiban.workflow.performing import begin, perform

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@dataclass
class Effort:
    """What somebody has to do, counted as it is done: presses of mouse or finger, and fields that are typed into."""

    officer: Visitor
    presses: int = 0
    typed: set[str] = field(default_factory=set)

    def press(self, words: str, under: str = "") -> None:
        self.presses += 1
        if under:
            self.officer.tick(words, under=under)
        else:
            self.officer.press(words)

    def type(self, label: str, words: str) -> None:
        self.typed.add(label)
        self.officer.fill(label, words)

    def type_here(self, words: str) -> None:
        """Where the page has put the cursor."""
        self.typed.add(self.officer.page.evaluate("document.activeElement.name"))
        self.officer.page.keyboard.type(words)


def at_the_counter(arrive: Arrive, **how: bool) -> Visitor:
    officer = arrive("qin", **how)
    officer.press("登记")
    return officer


@in_each_way
def test_one_screen_one_press_and_the_slip(arrive: Arrive, how: dict[str, bool]) -> None:
    officer = at_the_counter(arrive, **how)
    effort = Effort(officer)
    effort.type_here("西口的路灯坏了，接孩子看不见路。")
    effort.press("当场办结")
    kind = officer.page.get_by_role("radio", name="城市公共设施").first
    expect(kind).to_be_checked()
    effort.type("电话", "13900000009")
    effort.type("答复", "当场换了灯泡，亮了。")
    expect(officer.page.get_by_label("根源")).to_have_value("facility")  # the kind of matter brings it
    expect(officer.page.get_by_label("回执预览")).to_contain_text("西口的路灯坏了")
    effort.press("解决了", under="解决了吗")
    effort.press("满意", under="满意吗")
    expect(officer.page.get_by_label("回执预览")).to_contain_text("当面告诉，居民说满意")
    officer.look()
    if how.get("phone"):
        effort.press("办结并打回执")
    else:
        officer.page.keyboard.press("Control+Enter")

    officer.sees("已办结，居民说满意。", "查询码")
    officer.look()
    assert effort.presses <= 4
    assert effort.typed == {"words", "电话", "答复"}
    assert officer.page.evaluate("window.printed") == 1
    case = Case.objects.get()
    assert case.stage == Stage.CLOSED
    assert list(case.events.order_by("seq").values_list("step", flat=True)) == [
        "register", "resolve", "answer", "confirm",
    ]  # fmt: skip
    assert list(Verification().findings()) == []


def test_the_next_one_is_begun_by_the_press_that_sends_the_last(arrive: Arrive) -> None:
    """With scripts, from either way: what was there is gone, and the cursor stands in the first field again."""
    officer = at_the_counter(arrive)
    officer.page.keyboard.type("井盖响，夜里吵人。")
    officer.fill("姓名", "毛秀琴")
    officer.press("登记，再登记下一件")
    officer.sees("已登记。")
    assert Case.objects.get().stage == Stage.REPORTED
    words = officer.page.get_by_label("反映什么").first
    expect(words).to_be_focused()
    expect(words).to_have_value("")

    officer.page.keyboard.type("西口的路灯坏了。")
    officer.press("当场办结")
    expect(officer.page.get_by_role("radio", name="城市公共设施").first).to_be_checked()
    officer.fill("姓名", "毛秀琴")
    officer.fill("答复", "当场换了灯泡。")
    officer.choose("根源", "设施老化或缺失")
    officer.press("办结，登记下一件")
    officer.sees("已办结，也告诉了居民，等居民评价。")
    expect(words).to_be_focused()
    expect(officer.page.get_by_role("button", name="当场办结")).to_have_attribute("aria-pressed", "true")
    assert Case.objects.count() == 2


def test_by_the_keyboard_alone(arrive: Arrive, cast: Cast) -> None:
    lamps = cast.category("城市公共设施").path
    add(place="resolve.result", words="已修好，试过能用。", topic=lamps, by=cast.actor("qin"))
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


def test_whoever_looks_for_something_in_the_form_does_not_send_it(arrive: Arrive) -> None:
    officer = at_the_counter(arrive)
    officer.page.keyboard.type("西口的路灯坏了。")
    officer.fill("姓名", "毛秀琴")
    search = officer.page.get_by_label("事项类别").first
    search.press_sequentially("物业", delay=20)
    search.press("Enter")
    expect(officer.page.get_by_role("radio", name="物业").first).to_be_visible()
    expect(search).to_be_focused()
    assert not Case.objects.exists()
    officer.page.locator("label.option", has_text="物业").first.click()
    search.press("Control+Enter")
    expect(officer.page.get_by_role("heading", level=1)).to_contain_text("西口的路灯坏了")
    category = Case.objects.get().category
    assert category is not None
    assert "物业" in category.path


def test_a_typical_answer_is_found_and_put_in_where_one_writes(arrive: Arrive, cast: Cast) -> None:
    told = cast.moved_to("closed", cast.report(category=cast.category("城市公共设施")))
    asked = {"question": "路灯不亮，该找谁？", "answer": "到工作室说一声，三天内修好。"}
    begin("write", on=TypicalAnswer(case=told), by=cast.actor("bai"), answers=asked)
    perform("release", on=TypicalAnswer.objects.get(), by=cast.actor("fang"), answers={"agreed": True})
    officer = at_the_counter(arrive)
    officer.press("当场办结")
    officer.page.get_by_label("反映什么").first.fill("西口的路灯坏了。")
    officer.unfold("典型答复")
    officer.sees("路灯不亮，该找谁？")
    search = officer.page.get_by_label("找一条来参考")
    search.fill("井盖")
    officer.sees("里没有“井盖”")
    search.fill("路灯")
    search.press("Enter")
    officer.press("套用这一条")
    expect(officer.page.get_by_label("答复").first).to_have_value("到工作室说一声，三天内修好。")
    officer.look()


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


@in_each_way
def test_a_slip_of_the_hand_is_taken_back(arrive: Arrive, cast: Cast, how: dict[str, bool]) -> None:
    case = cast.report("活动广场的路灯不亮。", category=cast.category("城市公共设施"))
    cast.moved_to("resolved", case)
    officer = arrive("qin", **how)
    officer.open("活动广场的路灯不亮")
    officer.press("反馈")
    expect(officer.page.get_by_label("答复内容")).to_have_value("扶手已装好。")
    officer.tick("电话")
    officer.send("反馈")
    officer.sees("告诉反映人的话已记上。")
    officer.press_what_begins_with("撤回重来（9:")
    officer.sees("事项回到办之前的样子")
    officer.send("撤回重来")
    officer.sees("已撤回，可以重来。", "撤回了刚才的反馈，重来", "向反映人反馈了结果")
    case.refresh_from_db()
    assert case.stage == Stage.RESOLVED
    assert list(Verification().findings()) == []


@in_each_way
def test_a_misspelt_name_is_put_right(arrive: Arrive, cast: Cast, how: dict[str, bool]) -> None:
    case = cast.report("活动广场的路灯不亮。")
    officer = arrive("qin", **how)
    officer.open("活动广场的路灯不亮")
    officer.press("更正")
    expect(officer.page.get_by_label("正确的姓名")).to_be_focused()
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
