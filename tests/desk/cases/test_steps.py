"""Taking steps through their forms: done, refused in words, or late."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cast import Cast
from tests.desk.conftest import Browser
from wolaiban.cases.models import Case
from wolaiban.web.keys import REUSED

HTMX = {"HX-Request": "true"}


def path(case: Case, step: str) -> str:
    return f"/cases/{case.number}/steps/{step}/"


def test_a_step_is_taken_and_the_case_shown_again(browser: Browser, rail: Case) -> None:
    answer = browser("qin").post(path(rail, "note"), {"text": "到现场看过。"}, follow=True)
    assert answer.redirect_chain == [(f"/cases/{rail.number}/", 302)]
    assert "已记上。" in answer.content.decode()
    assert "到现场看过。" in answer.content.decode()


def test_what_was_done_is_told_by_the_word_on_the_button(browser: Browser, cast: Cast, rail: Case) -> None:
    cast.moved_to("answered", rail)
    her_word = {"solved": "yes", "satisfaction": "satisfied"}
    answer = browser("qin").post(path(rail, "confirm"), her_word, follow=True)
    assert "评价已记下。" in answer.content.decode()


def test_the_form_opens_in_place_and_on_a_page_of_its_own(browser: Browser, rail: Case) -> None:
    client = browser("qin")
    whole = client.get(path(rail, "accept")).content.decode()
    assert "<html" in whole
    assert "hx-post" not in whole, "there is no case to put in the form's place: it is sent the plain way"
    assert "data-put-away" not in whole
    part = client.get(path(rail, "accept"), headers=HTMX)
    assert part.content.decode().lstrip().startswith("<form")
    assert part["HX-Retarget"] == "#step"


def test_what_does_not_do_comes_back_beside_its_field(browser: Browser, rail: Case) -> None:
    answer = browser("qin").post(path(rail, "note"), {"text": " "}, headers=HTMX)
    assert answer.status_code == 422
    assert answer["HX-Retarget"] == "#step"
    assert "请填写“内容”。" in answer.content.decode()
    assert rail.events.count() == 1


def test_what_is_chosen_is_asked_to_be_chosen_and_what_is_written_to_be_written(
    browser: Browser, rail: Case
) -> None:
    answer = browser("qin").post(path(rail, "resolve"), {}, headers=HTMX).content.decode()
    assert "请选择“处理结论”。" in answer
    assert "请选择“根源”。" in answer
    assert "请填写“办理结果”。" in answer


def test_what_is_picked_from_a_long_list_is_marked_where_it_is_wrong(browser: Browser, rail: Case) -> None:
    answer = browser("qin").post(path(rail, "accept"), {}, headers=HTMX).content.decode()
    assert "请选择“事项类别”。" in answer
    (field,) = re.findall(r'<input type="search"[^>]*name="category"[^>]*>', answer)
    assert 'aria-invalid="true"' in field


def test_what_the_action_refuses_comes_back_too(browser: Browser, cast: Cast, rail: Case) -> None:
    cast.moved_to("working", rail)
    answer = browser("qin").post(path(rail, "assign"), {"handler": cast.user("qin").pk})
    assert answer.status_code == 422
    assert "现在就由秦怀信经办" in answer.content.decode()


def test_who_may_not_is_told_who_may(browser: Browser, rail: Case) -> None:
    answer = browser("jian").post(path(rail, "note"), {"text": "审计"})
    assert answer.status_code == 403
    assert "须由代理工作室人员、经办人" in answer.content.decode().replace("反映人、", "")
    assert f'href="/cases/{rail.number}/">返回' in answer.content.decode()


def test_a_step_that_is_over_says_so(browser: Browser, cast: Cast, rail: Case) -> None:
    cast.moved_to("working", rail)
    given = {"category_pick": cast.category().code, "tier": "minor", "handler": cast.user("qin").pk}
    answer = browser("qin").post(path(rail, "accept"), given, headers=HTMX)
    assert answer.status_code == 409
    assert answer["HX-Retarget"] == "#refusal"
    assert "此件现为“办理中”" in answer.content.decode()


def test_a_form_that_was_drawn_before_the_case_moved_on_is_stale(
    browser: Browser, cast: Cast, rail: Case
) -> None:
    seen = rail.turn
    cast.moved_to("working", rail)
    answer = browser("qin").post(path(rail, "interim"), {"message": "在办。", "seen": seen})
    assert answer.status_code == 409
    assert "已有新的进展" in answer.content.decode()
    assert rail.events.count() == 2


def test_a_step_pressed_twice_is_taken_once_and_answered_alike(
    browser: Browser, cast: Cast, rail: Case
) -> None:
    given = {"category_pick": cast.category().code, "tier": "minor", "handler": cast.user("qin").pk}
    sent = given | {"seen": rail.turn, "key": "drawn-with-the-form"}
    client = browser("qin")

    first, second = (client.post(path(rail, "accept"), sent) for _ in range(2))

    assert (first.status_code, first["Location"]) == (second.status_code, second["Location"])
    assert "已受理，开始办理。" in client.get(second["Location"]).content.decode()
    assert rail.events.filter(step="accept").count() == 1


def test_a_form_that_was_sent_and_changed_is_asked_about(browser: Browser, rail: Case) -> None:
    client = browser("qin")
    client.post(path(rail, "note"), {"text": "看过。", "key": "drawn-with-the-form"})

    asked = client.post(path(rail, "note"), {"text": "又看过。", "key": "drawn-with-the-form"})

    page = asked.content.decode()
    assert asked.status_code == 422
    assert "又看过。" in page
    assert REUSED in page
    (anew,) = re.findall(r'name="key" value="([^"]+)"', page)
    assert client.post(path(rail, "note"), {"text": "又看过。", "key": anew}).status_code == 302
    assert rail.events.filter(step="note").count() == 2


def test_a_refused_form_keeps_its_key(browser: Browser, rail: Case) -> None:
    answer = browser("qin").post(path(rail, "note"), {"text": "", "key": "drawn-with-the-form"})
    assert 'name="key" value="drawn-with-the-form"' in answer.content.decode()


def test_a_refused_form_keeps_the_turn_it_was_drawn_at(browser: Browser, rail: Case) -> None:
    answer = browser("qin").post(path(rail, "note"), {"text": "", "seen": "1"})
    assert 'name="seen" value="1"' in answer.content.decode()


def test_what_is_to_be_taken_back_is_named_before(browser: Browser, cast: Cast, rail: Case) -> None:
    cast.moved_to("answered", rail)
    page = browser("qin").get(f"/cases/{rail.number}/steps/take_back/").content.decode()
    assert "把刚才的“反馈”撤回，退回到“已办待反馈”" in page
    assert "已经给出的回执请收回" in page
    assert ">不撤回</a>" in page
    assert "先不办" not in page


def test_there_is_no_such_step(browser: Browser, rail: Case) -> None:
    assert browser("qin").get(path(rail, "teleport")).status_code == 404
    assert browser("qin").post(path(rail, "teleport")).status_code == 404
    answer = browser("qin").get(path(rail, "teleport"), headers=HTMX)
    assert (answer.status_code, answer["HX-Retarget"]) == (404, "#refusal")


def test_a_resident_judges(browser: Browser, cast: Cast, rail: Case) -> None:
    cast.moved_to("answered", rail)
    browser("wang").post(path(rail, "confirm"), {"solved": "yes", "satisfaction": "satisfied"})
    rail.refresh_from_db()
    assert rail.stage == "closed"


def test_at_the_counter_it_is_three_presses_and_her_word(cast: Cast, browser: Browser) -> None:
    client = browser("qin")
    shown = client.post(
        "/cases/new/",
        {"key": "k1", "words": "灯坏了。", "name": "钱多多", "phone": "13800000009", "unit_pick": "110111001202"}
        | {"kind": "help", "channel": "walk_in", "tier": "minor", "relation": "self"},
    )  # fmt: skip
    case = Case.objects.get()
    assert shown["Location"] == f"/cases/{case.number}/"
    done = {"disposition": "solved", "root_cause": "facility", "result": "换了。"}
    assert client.post(path(case, "resolve"), done).status_code == 422  # of no kind yet
    client.post(path(case, "resolve"), done | {"category_pick": cast.category().code})
    client.post(path(case, "answer"), {"answer_channel": "in_person", "message": "换好了。"})
    case.refresh_from_db()
    assert case.stage == "answered"
    client.post(path(case, "confirm"), {"solved": "yes", "satisfaction": "satisfied"})
    case.refresh_from_db()
    assert case.stage == "closed"


# ---- What it costs


def long_story(cast: Cast, times: int) -> Case:
    case = cast.report(reporters=["wang", "li"])
    cast.moved_to("joint", case)
    cast.take("report_in", case, "he")
    for number in range(times):
        cast.take("note", case, "fang", text=f"第 {number} 次到现场。")
    return case


@pytest.mark.parametrize("who", ["qin", "fang", "shen", "he", "wang", "lian"])
@pytest.mark.parametrize("times", [1, 12])
def test_a_case_costs_the_same_however_long_its_story(
    browser: Browser, cast: Cast, who: str, times: int
) -> None:
    case, client = long_story(cast, times), browser(who)
    client.get(f"/cases/{case.number}/")  # the catalogue's promises are kept after the first time
    with CaptureQueriesContext(connection) as queries:
        assert client.get(f"/cases/{case.number}/").status_code == 200
    assert len(queries) <= 15


STEPS = [
    ("reported", "qin", "accept"),
    ("reported", "qin", "resolve"),
    ("working", "qin", "raise"),
    ("raised", "fang", "take_up"),
    ("joint", "he", "report_in"),
    ("resolved", "qin", "answer"),
    ("answered", "wang", "confirm"),
    ("working", "qin", "note"),
]


@pytest.mark.parametrize(("stage", "who", "step"), STEPS)
def test_a_step_costs_at_most_fifteen(
    browser: Browser, cast: Cast, rail: Case, stage: str, who: str, step: str
) -> None:
    cast.moved_to(stage, rail)
    me = cast.user(who).pk
    given = {
        "category_pick": cast.category().code, "tier": "minor", "handler": me, "disposition": "solved",
        "root_cause": "facility", "result": "好了。", "tried": "去过。", "asked": "请协调。", "contact": "值班室",
        "answer_channel": "phone", "message": "好了。", "solved": "yes", "satisfaction": "satisfied", "text": "看过。",
    }  # fmt: skip
    client = browser(who)
    client.get(path(rail, step))
    with CaptureQueriesContext(connection) as queries:
        assert client.post(path(rail, step), given).status_code == 302
    asked = [query["sql"] for query in queries if "SAVEPOINT" not in query["sql"]]
    assert len(asked) <= 15, "\n".join(asked)
