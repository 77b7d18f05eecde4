"""Typical answers at the desk, page by page."""

from __future__ import annotations

import pytest
from django.utils.timezone import now

from tests.cast import Cast
from tests.desk.conftest import Browser
from wolaiban.cases.models import Case
from wolaiban.publicity.models import TypicalAnswer

SENT = {"question": "台阶没有扶手，该找谁？", "answer": "到工作室说一声，一个星期内装好。"}


@pytest.fixture
def closed(cast: Cast) -> Case:
    return cast.moved_to("closed", cast.report())


def text(answer: object) -> str:
    return answer.content.decode()  # type: ignore[attr-defined,no-any-return]


def test_from_the_case_to_the_public_and_back(browser: Browser, closed: Case) -> None:
    bai, qin = browser("bai"), browser("qin")
    assert "拟写典型答复" in text(bai.get(f"/cases/{closed.number}/"))
    form = text(bai.get(f"/cases/{closed.number}/typical_answer/"))
    assert "3 号楼前台阶没有扶手" in form, "the original words stand beside"
    assert "扶手已装好，请您看看。" in form
    assert 'value="3 号楼' not in form, "but nothing is copied"

    page = bai.post(f"/cases/{closed.number}/typical_answer/", SENT, follow=True)
    assert "等另一位负责人审核公布" in text(page)
    typical = TypicalAnswer.objects.get()
    assert "请另一位负责人审核公布" in text(bai.get(f"/typical/{typical.pk}/"))
    assert "待审" in text(qin.get("/typical/"))
    assert bai.get(f"/answers/{typical.pk}/").status_code == 404

    assert qin.post(f"/typical/{typical.pk}/release/").status_code == 422
    assert 'class="btn main" href="/typical/' in text(qin.get(f"/typical/{typical.pk}/"))
    qin.post(f"/typical/{typical.pk}/release/", {"agreed": "on"})
    assert 'class="btn" href="/typical/' in text(qin.get(f"/typical/{typical.pk}/")), (
        "nobody is pressed to undo it"
    )
    assert SENT["answer"] in text(browser("wang").get(f"/answers/{typical.pk}/"))

    qin.post(f"/typical/{typical.pk}/withdraw/", {"reason": "政策变了"})
    assert browser("wang").get(f"/answers/{typical.pk}/").status_code == 410
    record = text(qin.get(f"/typical/{typical.pk}/"))
    assert "政策变了" in record
    for words in ("<b>白玉兰</b> 拟写", "<b>秦怀信</b> 审核公布", "<b>秦怀信</b> 撤下"):
        assert words in record


def test_the_form_says_what_must_go_and_keeps_what_was_written(browser: Browser, closed: Case) -> None:
    answer = browser("bai").post(
        f"/cases/{closed.number}/typical_answer/", SENT | {"answer": "王秀英家门口装好了。"}
    )
    assert answer.status_code == 422
    assert "里面有反映人的姓名" in text(answer)
    assert SENT["question"] in text(answer)
    assert not TypicalAnswer.objects.exists()


def test_whoever_leaves_a_form_comes_back_to_where_it_was_opened(browser: Browser, closed: Case) -> None:
    writing = text(browser("bai").get(f"/cases/{closed.number}/typical_answer/"))
    browser("bai").post(f"/cases/{closed.number}/typical_answer/", SENT)
    page = f"/typical/{TypicalAnswer.objects.get().pk}/"
    changing = text(browser("bai").get(f"{page}rewrite/"))

    assert writing.count(f'href="/cases/{closed.number}/"') == 2
    assert changing.count(f'href="{page}"') == 2


def test_what_was_left_empty_is_asked_for_by_its_name(browser: Browser, closed: Case) -> None:
    answer = browser("bai").post(f"/cases/{closed.number}/typical_answer/", {})

    assert answer.status_code == 422
    assert "请填写“问题”。" in text(answer)
    assert "请填写“答复”。" in text(answer)


def test_an_open_case_offers_nothing_to_write(cast: Cast, browser: Browser) -> None:
    case = cast.report()
    assert "拟写典型答复" not in text(browser("qin").get(f"/cases/{case.number}/"))
    assert browser("qin").get(f"/cases/{case.number}/typical_answer/").status_code == 409


def test_the_list_is_calm_when_empty_and_goes_on_where_it_is_long(
    cast: Cast, browser: Browser, closed: Case
) -> None:
    assert "还没有典型答复" in text(browser("qin").get("/typical/"))
    TypicalAnswer.objects.bulk_create(
        TypicalAnswer(
            case=closed,
            number=f"DX-{n}",
            question=f"第 {n} 问",
            answer="答。",
            stage="withdrawn",
            changed_at=now(),
        )
        for n in range(31)
    )
    first = text(browser("qin").get("/typical/"))
    assert "第 30 问" in first
    assert "第 0 问" not in first
    last = TypicalAnswer.objects.order_by("pk")[1].pk
    assert f"?older={last}" in first
    assert "第 0 问" in text(browser("qin").get(f"/typical/?older={last}"))
    assert "第 30 问" in text(browser("qin").get("/typical/?older=x"))
