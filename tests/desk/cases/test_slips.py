"""Receipts printed at the counter: by whom, for whom, and what becomes of the ones before."""

from __future__ import annotations

import re

import pytest

from tests.cast import Cast
from tests.desk.conftest import Browser
from wolaiban.cases import receipts
from wolaiban.cases.history.deadline_reasons import UNTIL_ANSWERED
from wolaiban.cases.history.wording import day
from wolaiban.cases.models import Case, Receipt
from wolaiban.catalogue.queries import span_for
from wolaiban.process.calendar import later

GROUPS = re.compile(r"<span>(\d{4})</span>")


def path(case: Case) -> str:
    return f"/cases/{case.number}/slips/"


def test_the_counter_prints_what_opens_the_matter(browser: Browser, cast: Cast, rail: Case) -> None:
    answer = browser("qin").post(path(rail))

    code = "".join(GROUPS.findall(answer.content.decode())[:7])
    opened = receipts.opened_by(code, "0001")
    assert opened
    assert opened.case == rail
    assert Receipt.objects.get().issued_by == cast.user("qin")
    assert "核实是本人后换一张" in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]


def test_a_new_slip_makes_the_old_one_void_and_says_so(browser: Browser, rail: Case) -> None:
    page = browser("qin").post(path(rail)).content.decode()
    assert "以前给过的回执" not in page
    first = GROUPS.findall(page)
    again = browser("bai").post(path(rail)).content.decode()

    assert "以前给过的回执从现在起作废" in again
    assert receipts.opened_by("".join(first[:7]), "0001") is None
    assert receipts.opened_by("".join(GROUPS.findall(again)[:7]), "0001")


def test_one_of_several_is_given_theirs_without_touching_the_others(browser: Browser, cast: Cast) -> None:
    joint = cast.report(reporters=["wang", "li"])
    browser("qin").post(path(joint))
    hers = joint.complainants.get(resident=cast.resident("wang"))

    answer = browser("qin").post(path(joint), {"person": hers.pk}).content.decode()

    assert answer.count('<article class="slip">') == 1
    assert Receipt.objects.filter(void_at=None).count() == 2
    assert browser("qin").post(path(joint), {"person": "999999"}).status_code == 404


@pytest.mark.parametrize(
    ("who", "status"),
    [("qin", 200), ("fang", 403), ("shen", 403), ("zhou", 404), ("wang", 403), ("zhi", 404)],
)
def test_only_the_agent_and_the_holder_print(browser: Browser, rail: Case, who: str, status: int) -> None:
    assert browser(who).post(path(rail)).status_code == status
    assert Receipt.objects.exists() == (status == 200)


def test_the_button_stands_where_the_people_are(browser: Browser, rail: Case) -> None:
    def shown(who: str) -> bool:
        return "打印回执" in browser(who).get(f"/cases/{rail.number}/").content.decode()

    assert [who for who in ("qin", "fang", "shen", "wang") if shown(who)] == ["qin"]


def test_it_says_until_when_there_is_an_answer_and_of_what_that_is_made_up(
    browser: Browser, cast: Cast
) -> None:
    case = cast.report("灯坏了。")
    spans = [span_for(case.edition_id, case.category_id, stage, case.tier_word) for stage in UNTIL_ANSWERED]
    assert case.deadline is not None
    last = later(later(case.deadline, spans[1]), spans[2])
    told = f"{day(last)}前答复（受理 {spans[0]}、办理 {spans[1]}、反馈 {spans[2]}）"

    assert told in browser("qin").post(path(case)).content.decode()
    beside = browser("qin").get(f"/cases/{case.number}/").content.decode()
    assert "<dt>受理时限</dt>" in beside
    assert f"最迟 {day(last)}前" in beside
    raised = cast.moved_to("raised", case)
    assert "前答复（" not in browser("qin").post(path(raised)).content.decode()
    assert "<dt>承接时限</dt>" in browser("qin").get(f"/cases/{case.number}/").content.decode()


def test_who_left_no_number_is_told_to_come_and_ask(browser: Browser, cast: Cast, rail: Case) -> None:
    nobody = cast.report("井盖响。", reporters=())
    slip = browser("qin").post(path(nobody)).content.decode()
    assert "以后拿这张回执来工作室问结果" in slip
    assert "打工作室电话" not in slip
    assert "没有留电话" in browser("qin").get(f"/cases/{nobody.number}/").content.decode()
    assert "来工作室问结果" not in browser("qin").post(path(rail)).content.decode()
