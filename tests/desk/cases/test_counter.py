"""The counter: registered and settled on one screen, by one press, or not at all."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.cast import DONGFEN, Cast
from tests.desk.conftest import Browser
from wolaiban.cases.actions import settling
from wolaiban.cases.models import Case
from wolaiban.process.errors import NotNow
from wolaiban.publicity.models import TypicalAnswer
from wolaiban.residents.models import Resident
from wolaiban.workflow.performing import begin, perform

NEW = "/cases/new/"
LAMP = "城市公共设施"

pytestmark = pytest.mark.django_db(transaction=True)


def form(cast: Cast, **given: Any) -> dict[str, Any]:
    """As the browser sends it, with what this test fills in."""
    return {
        "key": "a-key-of-this-form",
        "way": "settle",
        "words": "西口路灯坏了。",
        "name": "毛秀琴",
        "phone": "138 0000 0007",
        "unit_pick": DONGFEN,
        "category_pick": cast.category(LAMP).code,
        "kind": "help",
        "channel": "walk_in",
        "tier": "minor",
        "relation": "self",
        "people": "0",
        "done-disposition": "solved",
        "done-root_cause": "facility",
        "done-result": "当场换了灯泡。",
        "done-answer_channel": "in_person",
        "done-solved": "yes",
        "done-satisfaction": "satisfied",
    } | given


def test_one_press_closes_it_and_shows_the_slip(browser: Browser, cast: Cast) -> None:
    answer = browser("qin").post(NEW, form(cast))
    page, case = answer.content.decode(), Case.objects.get()
    assert answer.status_code == 200
    assert case.stage == "closed"
    assert "已办结，居民说满意。" in page
    assert 'data-print="at-once"' in page
    assert case.number in page
    assert "撤回重来（" in page
    assert f'href="{NEW}?way=settle">登记下一件' in page
    assert "受理" not in page  # nothing is promised that is done
    assert [said.words for said in case.statements.order_by("pk")] == [
        "西口路灯坏了。", "当场换了灯泡。", "当场换了灯泡。",
    ]  # fmt: skip


def test_the_same_sent_again_leads_to_the_case(browser: Browser, cast: Cast) -> None:
    client = browser("qin")
    client.post(NEW, form(cast))
    again = client.post(NEW, form(cast))
    assert again.status_code == 302
    assert again["Location"] == f"/cases/{Case.objects.get().number}/"


def test_the_next_one_begins_with_an_empty_form(browser: Browser, cast: Cast) -> None:
    client = browser("qin")
    answer = client.post(NEW, form(cast, after="next"), follow=True)
    page = answer.content.decode()
    assert answer.redirect_chain == [(f"{NEW}?way=settle", 302)]
    assert f"{Case.objects.get().number} 已办结，居民说满意。" in page
    assert "西口路灯坏了。" not in page
    assert 'data-way="settle"' in page


@pytest.mark.parametrize(
    ("given", "stage", "words"),
    [
        ({"done-solved": "", "done-satisfaction": ""}, "answered", "等居民评价"),
        (
            {"done-answer_channel": "later", "done-solved": "", "done-satisfaction": ""},
            "resolved",
            "还没有告诉居民",
        ),
        ({"done-solved": "no", "done-satisfaction": "unsatisfied"}, "disputed", "已请上一级复核"),
    ],
)
def test_what_is_true_now_is_said(
    browser: Browser, cast: Cast, given: dict[str, str], stage: str, words: str
) -> None:
    page = browser("qin").post(NEW, form(cast, **given)).content.decode()
    assert Case.objects.get().stage == stage
    assert words in page


@pytest.mark.parametrize(
    ("given", "fault"),
    [
        ({"done-result": ""}, "请写上怎么办的"),
        ({"done-root_cause": ""}, "请选择“根源”。"),
        ({"done-satisfaction": ""}, "两样都要问到"),
        ({"done-answer_channel": "later"}, "居民已经说了，请选是怎么告诉的。"),
        ({"category_pick": ""}, "办结前请选事项类别"),
        ({"words": ""}, "请写明反映的事情。"),
        ({"name": "", "phone": ""}, "请填写反映人；不愿留名的，选“匿名”。"),
        ({"kind": "accusation"}, "没有当场办结，什么也没有存下"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_stored(
    browser: Browser, cast: Cast, given: dict[str, str], fault: str
) -> None:
    people = Resident.objects.count()
    answer = browser("qin").post(NEW, form(cast, **given))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert fault in page
    assert "西口路灯坏了。" in page or "words" in given
    assert not Case.objects.exists()
    assert Resident.objects.count() == people


def test_what_is_missing_is_named_on_top_with_the_way_to_it(browser: Browser, cast: Cast) -> None:
    page = browser("qin").post(NEW, form(cast, **{"done-root_cause": "", "words": ""})).content.decode()
    named = re.findall(
        r'<a href="#([\w-]+_fault)">([^<]+)</a>', page.split("还没有登记，请看")[1].split("</div>")[0]
    )
    assert [label for _, label in named] == ["反映什么", "根源"]
    for fault, _ in named:
        assert f'id="{fault}"' in page
    assert "问题出在哪儿" in page


def test_a_refusal_in_the_last_step_leaves_nothing_of_the_first(
    browser: Browser, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = settling.Settlement.turns
    monkeypatch.setattr(
        settling.Settlement, "turns", lambda self, circle: [*real(self, circle), ("accept", {})]
    )
    answer = browser("qin").post(NEW, form(cast))
    assert answer.status_code == 422
    assert "什么也没有存下" in answer.content.decode()
    assert not Case.objects.exists()
    assert not Resident.objects.filter(account=None).exists()
    monkeypatch.setattr(settling.Settlement, "turns", real)
    assert browser("qin").post(NEW, form(cast)).status_code == 200  # the key is still good
    assert NotNow.status == 409


def test_whoever_cannot_settle_is_not_offered_to(browser: Browser, cast: Cast) -> None:
    for who in ("zhi", "shen", "wang"):
        page = browser(who).get(f"{NEW}?way=settle").content.decode()
        assert 'data-way="register"' in page
        assert "怎么办的" not in page
    assert "怎么办的" in browser("gao").get(NEW).content.decode()


def test_turning_from_one_way_to_the_other_keeps_what_was_typed(browser: Browser, cast: Cast) -> None:
    """By a button, for those without scripts."""
    answer = browser("qin").post(NEW, form(cast, way="register", turn_to="settle"))
    page = answer.content.decode()
    assert answer.status_code == 200
    assert 'data-way="settle"' in page
    assert "西口路灯坏了。" in page
    assert "当场换了灯泡。" in page
    assert "请看下面标出的地方" not in page
    assert not Case.objects.exists()


def test_kinds_are_heard_from_the_words_and_chosen_only_where_it_is_settled(
    browser: Browser, cast: Cast
) -> None:
    client, lamp = browser("qin"), cast.category(LAMP).code

    def heard(**sent: str) -> str:
        return client.post("/suggest/kinds/", {"words": "西口路灯坏了。", **sent}).content.decode()

    assert f'value="{lamp}"' in heard(way="register")
    assert "checked" not in heard(way="register")
    chosen = heard(way="settle")
    assert f'value="{lamp}"' in chosen.split(" checked")[0].rsplit("<input", 1)[1]
    assert 'data-cause="facility" checked' in chosen
    other = cast.category("物业").code
    assert f'value="{other}"' in heard(way="settle", category_pick=other).split(" checked")[0]
    by_itself = heard(way="settle", category_pick=other, heard=other)
    assert f'value="{other}"' not in by_itself
    assert browser("li").post("/suggest/kinds/", {"words": "路灯"}).status_code == 404


def test_typical_answers_are_found_by_kind_and_words(browser: Browser, cast: Cast) -> None:
    case = cast.report(category=cast.category())
    cast.moved_to("closed", case)
    asked = {"question": "楼门前没有扶手，该找谁？", "answer": "到工作室说一声，一周内装好。"}
    begin("write", on=TypicalAnswer(case=case), by=cast.actor("bai"), answers=asked)
    client = browser("qin")
    assert "一周内装好" not in client.get("/suggest/typical/").content.decode()  # not released yet
    typical = TypicalAnswer.objects.get()
    perform("release", on=typical, by=cast.actor("fang"), answers={"agreed": True})
    shown = client.get("/suggest/typical/", {"typical": "扶手"}).content.decode()
    assert 'data-put-in="到工作室说一声，一周内装好。"' in shown
    assert "里没有“井盖”" in client.get("/suggest/typical/", {"typical": "井盖"}).content.decode()
