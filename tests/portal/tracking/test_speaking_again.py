"""Speaking again: adding, urging, judging, disputing, asking for the level above, giving up; each for themself."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections
from django.test import Client

from tests.cast import Cast
from tests.portal.tracking.conftest import QIAN, ZHAO, Holder, Reported
from wolaiban.process.words import Role
from wolaiban.web.keys import REUSED

KEY = "drawn-with-the-form-0001"
PLEASED = {"solved": "yes", "satisfaction": "satisfied"}


def stage_of(holder: Holder) -> str:
    return holder.case.stage


def test_disputed_done_again_answered_again_and_confirmed(cast: Cast, zhao: Holder) -> None:
    case = cast.moved_to("answered", zhao.case)
    assert "扶手已装好，请您看看" in zhao.page()
    assert "城关街道" in zhao.browser.get("/track/case/steps/dispute/").content.decode()

    assert zhao.send("dispute", words="扶手是松的。").status_code == 302
    page = zhao.page()
    assert "扶手是松的" in page
    assert "城关街道" in page
    assert "不是原来办理的" in page

    case.refresh_from_db()
    cast.take("redo", case, "gao")
    cast.take("resolve", case, "qin")
    cast.take("answer", case, "qin", message="已加固。")
    assert "已加固" in zhao.page()
    assert zhao.send("confirm", **PLEASED).status_code == 302
    assert stage_of(zhao) == "closed"
    assert "解决了，满意" in zhao.page()


def test_a_judgement_sent_twice_is_one_and_is_not_refused(cast: Cast, zhao: Holder) -> None:
    case = cast.moved_to("answered", zhao.case)
    form = {"seen": case.turn, "key": KEY, **PLEASED}

    assert [zhao.send("confirm", **form).status_code for _ in range(3)] == [302] * 3
    assert case.events.filter(step="confirm").count() == 1
    assert zhao.send("confirm", **form | {"solved": "no"}).status_code == 409


def test_words_sent_twice_are_said_once(zhao: Holder) -> None:
    form = {"seen": zhao.case.turn, "key": KEY, "words": "是 3 号楼。"}
    for _ in range(2):
        assert zhao.send("supply", **form).status_code == 302
    assert zhao.case.events.filter(step="supply").count() == 1


def test_other_words_on_a_form_that_was_sent_are_asked_about_and_then_said(zhao: Holder) -> None:
    form = {"key": KEY, "words": "是 3 号楼。"}
    zhao.send("supply", **form)

    asked = zhao.send("supply", **form | {"words": "也是 4 号楼。"})
    page = asked.content.decode()
    assert asked.status_code == 422
    assert REUSED in page
    assert "也是 4 号楼。" in page

    (anew,) = re.findall(r'name="key" value="([^"]+)"', page)
    assert anew != KEY
    assert zhao.send("supply", **form | {"words": "也是 4 号楼。", "key": anew}).status_code == 302
    assert zhao.case.events.filter(step="supply").count() == 2


def test_a_form_drawn_by_the_version_before_is_taken(zhao: Holder) -> None:
    form = {"seen": zhao.case.turn, "since": zhao.case.seq, "words": "是 3 号楼。"}
    assert zhao.send("supply", **form).status_code == 302
    assert zhao.case.events.filter(step="supply").count() == 1


def test_nothing_is_put_in_the_mouth_of_who_judges(cast: Cast, zhao: Holder) -> None:
    cast.moved_to("answered", zhao.case)
    assert "checked" not in zhao.browser.get("/track/case/steps/confirm/").content.decode()


def test_the_form_says_what_it_knew(zhao: Holder) -> None:
    page = zhao.browser.get("/track/case/steps/supply/").content.decode()
    assert f'name="seen" value="{zhao.case.turn}"' in page
    assert re.search(r'name="key" value="[A-Za-z0-9_-]{32}"', page)


@pytest.mark.parametrize("step", ["dispute", "supply", "reopen"])
def test_saying_nothing_is_told_at_the_field(cast: Cast, zhao: Holder, step: str) -> None:
    cast.moved_to("answered", zhao.case)
    if step == "reopen":
        zhao.send("confirm", **PLEASED)

    answer = zhao.send(step)

    assert answer.status_code == 422
    assert "请写下来，或者附上录音、照片" in answer.content.decode()


def test_each_of_several_is_answered_and_judges_for_themself(cast: Cast, reported: Reported) -> None:
    zhao, qian = reported(ZHAO, QIAN)
    zhao.open(), qian.open()
    case = cast.moved_to("resolved", zhao.case)
    cast.take("answer", case, "qin", message="您那边装好了。", complainants=[zhao.complaint])
    assert "您那边装好了" in zhao.page()
    assert "您那边装好了" not in qian.page()
    cast.take("answer", case, "qin", message="您那边下周装。", complainants=[qian.complaint])
    assert "您那边下周装" in qian.page()
    assert "您那边下周装" not in zhao.page()

    zhao.send("confirm", **PLEASED, words="谢谢秦书记。")
    assert stage_of(zhao) == "answered"
    assert "等其他反映人评价" in zhao.page()
    assert "谢谢秦书记" not in qian.page()
    assert "您已经评价过了" in zhao.page()
    qian.send("dispute", words="我那边还没有装。")

    assert stage_of(qian) == "disputed"
    assert "我那边还没有装" not in zhao.page()
    assert "另一位反映人" in zhao.page()
    for name in ("赵一", "钱二", "13900001234", "钱*", "1234"):
        assert name not in zhao.page()


def test_one_of_several_cannot_withdraw_for_all(reported: Reported) -> None:
    zhao, _ = reported(ZHAO, QIAN)
    zhao.open()
    assert "多人共同反映" in zhao.page()
    assert zhao.send("withdraw", words="不办了。").status_code == 409


def test_withdrawing_and_reopening(cast: Cast, zhao: Holder) -> None:
    cast.moved_to("answered", zhao.case)
    zhao.send("confirm", **PLEASED)
    assert "前可以提" in zhao.page()
    assert zhao.send("reopen", words="又松了。").status_code == 302
    assert stage_of(zhao) == "working"
    assert zhao.send("withdraw", words="自己修了。").status_code == 302
    assert stage_of(zhao) == "withdrawn"


def test_the_level_above_is_asked_for(cast: Cast, zhao: Holder) -> None:
    cast.moved_to("working", zhao.case)
    assert zhao.send("ask_up", words="村里管不了。").status_code == 302
    assert "请上一级来管" in zhao.page()
    assert zhao.case.events.get(step="ask_up").role == Role.RESIDENT


def test_what_is_not_a_residents_is_refused_before_its_form_names_anybody(
    cast: Cast, reported: Reported
) -> None:
    zhao, _ = reported(ZHAO, QIAN)
    zhao.open()
    cast.moved_to("resolved", zhao.case)
    for answer in (zhao.browser.get("/track/case/steps/answer/"), zhao.send("answer")):
        assert answer.status_code == 403
        assert "钱" not in answer.content.decode()
    assert zhao.send("bribe").status_code == 404
    assert zhao.browser.get("/track/case/steps/confirm/").status_code == 409


def test_a_refusal_stands_among_the_residents_pages_and_leads_back_to_the_matter(zhao: Holder) -> None:
    for step, status in (("answer", 403), ("confirm", 409)):
        answer = zhao.browser.get(f"/track/case/steps/{step}/")
        page = answer.content.decode()

        assert answer.status_code == status
        assert 'href="tel:110"' in page
        assert 'href="/track/case/">看这件事的进展' in page
        assert "account-menu" not in page


def test_a_form_that_is_not_ours_says_nothing(zhao: Holder) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = zhao.browser.cookies
    assert strict.post("/track/case/steps/urge/").status_code == 403
    assert zhao.case.events.count() == 1


def test_there_is_an_end_to_what_one_says_in_a_day(zhao: Holder) -> None:
    answered = [zhao.send("urge", message=str(turn)).status_code for turn in range(32)]
    assert answered == [302] * 30 + [429] * 2


@pytest.mark.django_db(transaction=True)
def test_a_judgement_pressed_by_many_fingers_is_one(cast: Cast, zhao: Holder) -> None:
    case = cast.moved_to("answered", zhao.case)
    form = {"seen": case.turn, "key": KEY, **PLEASED}
    cookies = {name: morsel.value for name, morsel in zhao.browser.cookies.items()}

    def press(_: int) -> int:
        try:
            browser = Client()
            for name, value in cookies.items():
                browser.cookies[name] = value
            return browser.post("/track/case/steps/confirm/", form).status_code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(5) as pool:
        assert list(pool.map(press, range(5))) == [302] * 5
    assert case.events.filter(step="confirm").count() == 1
