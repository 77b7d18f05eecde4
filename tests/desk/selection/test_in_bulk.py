"""What is done with ticked cases: each by itself, each told."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import openpyxl
import pytest
from django.utils.timezone import now

from tests.cast import DAGAOSHE, Cast
from tests.desk.conftest import Browser
from wolaiban.cases.models import Case, Event
from wolaiban.cases.presentation import PRESENTATION
from wolaiban.cases.process import CASE
from wolaiban.cases.queries.in_bulk import GIVEN_BY, bulk_steps


def asked(cases: Sequence[Case], **more: str) -> dict[str, Any]:
    return {"number": [case.number for case in cases], "back": "/inbox/", **more}


def drawn(answer: Any) -> dict[str, str]:
    """What a form that was drawn holds, beside the ticks: hidden fields, and of each list what is chosen."""
    page = answer.content.decode()
    hidden = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page)
    lists = re.findall(r'<select name="([^"]+)"[^>]*>\s*<option value="([^"]*)"', page)
    return dict(hidden + lists)


def results(page: str) -> dict[str, bool]:
    """By number: whether it was done."""
    lines = re.findall(r'<li class="bulk-case (is-\w+)">.*?href="/cases/([^/]+)/"', page, re.DOTALL)
    return {number: state == "is-taken" for state, number in lines}


def test_each_case_is_accepted_by_itself_and_told(cast: Cast, browser: Browser) -> None:
    cases = [cast.report(f"路灯不亮，第 {n} 盏。", reporters=()) for n in range(3)]
    done, foreign = cast.report("台阶松了。"), cast.report("外村的。", at_unit=DAGAOSHE, by="zhou")
    cast.take("accept", done, "qin")
    client = browser("qin")

    form = client.get("/cases/selected/accept/", asked([*cases, done, foreign]))
    page = form.content.decode().split("<main")[1]
    assert page.count('name="number"') == 3
    assert foreign.number not in page
    assert "不能再“受理”" in page
    sent = drawn(form) | asked(
        [*cases, done], category_pick=cast.category().code, handler=str(cast.user("bai").pk)
    )
    answer = client.post("/cases/selected/accept/", sent)

    told = results(answer.content.decode())
    assert told == {**{case.number: True for case in cases}, done.number: False}
    for case in cases:
        case.refresh_from_db()
        assert (case.stage, case.handler) == ("working", cast.user("bai"))
        assert case.category is not None
    assert "3 件已受理，1 件没有办成" in answer.content.decode()


def test_the_result_leads_on_and_the_list_says_where_they_went(cast: Cast, browser: Browser) -> None:
    cases, client = [cast.report("灯坏了。"), cast.report("井盖响。")], browser("qin")
    back = "/cases/?stage=reported"
    sent = drawn(client.get("/cases/selected/accept/", asked(cases))) | asked(
        cases, category_pick=cast.category().code, handler=str(cast.user("bai").pk)
    )
    sent["back"] = back
    page = client.post("/cases/selected/accept/", sent).content.decode()
    assert "现在：办理中 2 件。" in page
    assert "没有办成的" not in page
    assert "打印这 2 件" in page
    assert "指派这 2 件" in page
    assert 'formaction="/cases/selected/accept/"' not in page
    numbers = re.findall(r'name="number" value="([^"]+)"', page)
    printed = client.get("/cases/selected/print/", {"number": numbers}).content.decode()
    assert all(case.number in printed for case in cases)
    assert "2 件已受理。它们现在：办理中 2 件。" in client.get(back).content.decode()


def test_sent_twice_it_is_done_once_and_told_alike(cast: Cast, browser: Browser) -> None:
    cases = [cast.report(f"第 {n} 件。", reporters=()) for n in range(2)]
    client = browser("qin")
    sent = drawn(client.get("/cases/selected/accept/", asked(cases))) | asked(
        cases, category_pick=cast.category().code, handler=str(cast.user("qin").pk)
    )
    first, second = (results(client.post("/cases/selected/accept/", sent).content.decode()) for _ in range(2))

    assert first == second == {case.number: True for case in cases}
    assert Event.objects.filter(case__in=cases, step="accept").count() == 2


def test_what_moved_on_meanwhile_is_refused_alone(cast: Cast, browser: Browser) -> None:
    moved, still = cast.report("甲。"), cast.report("乙。")
    client = browser("qin")
    sent = drawn(client.get("/cases/selected/accept/", asked([moved, still]))) | asked(
        [moved, still], category_pick=cast.category().code, handler=str(cast.user("qin").pk)
    )
    cast.take("withdraw", moved, "wang")
    told = results(client.post("/cases/selected/accept/", sent).content.decode())
    assert told == {moved.number: False, still.number: True}


def test_without_a_kind_nothing_is_guessed_for_anybody(cast: Cast, browser: Browser) -> None:
    rail = cast.report("？？？")
    client = browser("qin")
    form = client.get("/cases/selected/accept/", asked([rail]))
    sent = drawn(form) | asked([rail], handler=str(cast.user("qin").pk)) | {f"{rail.number}.category": ""}
    page = client.post("/cases/selected/accept/", sent).content.decode()
    assert results(page) == {rail.number: False}
    assert "事项类别" in page
    assert Case.objects.get(pk=rail.pk).stage == "reported"


def test_each_keeps_its_tier_unless_one_is_chosen_for_all(cast: Cast, browser: Browser) -> None:
    cases = [cast.report("甲。"), cast.report("乙。")]
    Case.objects.filter(pk=cases[1].pk).update(tier="hard")
    client = browser("qin")
    form = client.get("/cases/selected/accept/", asked(cases))
    chosen = asked(cases, category_pick=cast.category().code, handler=str(cast.user("qin").pk))
    client.post("/cases/selected/accept/", drawn(form) | chosen)
    assert list(Case.objects.order_by("pk").values_list("tier", flat=True)) == ["minor", "hard"]


def test_a_lead_assigns_and_the_district_urges_many(cast: Cast, browser: Browser) -> None:
    cases = [cast.report("甲。"), cast.report("乙。")]
    for case in cases:
        cast.take("accept", case, "qin")
    form = browser("qin").get("/cases/selected/assign/", asked(cases))
    sent = drawn(form) | asked(cases, handler=str(cast.user("bai").pk))
    told = results(browser("qin").post("/cases/selected/assign/", sent).content.decode())
    assert all(told.values())
    assert set(Case.objects.values_list("handler__username", flat=True)) == {"bai"}

    form = browser("shen").get("/cases/selected/urge/", asked(cases))
    sent = drawn(form) | asked(cases, message="快到期了，请抓紧。")
    assert all(results(browser("shen").post("/cases/selected/urge/", sent).content.decode()).values())
    assert Event.objects.filter(step="urge").count() == 2


def test_a_selection_is_exported_and_printed_and_nothing_else(cast: Cast, browser: Browser) -> None:
    mine, other, foreign = (
        cast.report("甲。"),
        cast.report("乙。"),
        cast.report("丙。", at_unit=DAGAOSHE, by="zhou"),
    )
    client = browser("qin")
    answer = client.get("/cases/selected/export.xlsx", asked([mine, foreign]))
    rows = openpyxl.load_workbook(io.BytesIO(b"".join(answer))).active
    assert rows is not None
    numbers = {row[0] for row in rows.iter_rows(values_only=True)}
    assert mine.number in numbers
    assert not {other.number, foreign.number} & numbers

    page = client.get("/cases/selected/print/", asked([mine, foreign])).content.decode().split("<main")[1]
    assert mine.number in page
    assert foreign.number not in page
    assert "王秀英" not in page


def test_a_selection_goes_on_paper_as_an_official_sheet_of_each(cast: Cast, browser: Browser) -> None:
    first, foreign = cast.report("甲处的灯。"), cast.report("丙。", at_unit=DAGAOSHE, by="zhou")
    second = cast.moved_to("answered", cast.report("乙处的灯。"))
    answer = browser("qin").get("/cases/selected/sheets/", asked([second, foreign, first]))
    page = answer.content.decode()

    assert re.findall(r'<article class="official" aria-label="([^"]+)"', page) == [
        second.number,
        first.number,
    ]
    assert page.count("经办人签字") == page.count("单位盖章") == 2
    assert "打印这 2 件" in page
    assert page.count("<h1") == 1
    assert foreign.number not in page
    assert "王秀英" not in page


def test_of_what_was_ticked_the_sheets_are_no_more_than_a_page_of_a_list(
    cast: Cast, browser: Browser
) -> None:
    cases = [cast.report(f"第 {n} 件。", reporters=()) for n in range(51)]
    page = browser("qin").get("/cases/selected/sheets/", asked(cases)).content.decode()
    assert page.count('<article class="official"') == 50


def test_a_printed_list_says_what_it_lists_who_has_it_and_what_is_late(cast: Cast, browser: Browser) -> None:
    late, calm = cast.report("甲。"), cast.moved_to("working", cast.report("乙。"))
    Case.objects.filter(pk=late.pk).update(deadline=now() - timedelta(days=3, hours=1))
    back = "/cases/?stage=open&urgent=1"

    page = browser("fang").get("/cases/selected/print/", asked([late, calm], back=back)).content.decode()
    assert "在办，紧急" in page
    assert "已超期 3 天" in page
    assert page.count("已超期") == 1
    assert "<td>未指定</td>" in page
    assert f"<td>{cast.user('qin').name}</td>" in page
    assert "<td>东坟村</td>" in page  # a township's own list
    assert (
        "<td>城关街道东坟村</td>"
        in browser("shen").get("/cases/selected/print/", asked([late])).content.decode()
    )


@pytest.mark.parametrize("what", ["accept/", "export.xlsx", "print/", "sheets/"])
def test_with_nothing_ticked_one_is_sent_back_and_told(cast: Cast, browser: Browser, what: str) -> None:
    answer = browser("qin").get(f"/cases/selected/{what}", {"back": "/inbox/"}, follow=True)
    assert answer.redirect_chain[0][0] == "/inbox/"
    assert "还没有选" in answer.content.decode()


def test_back_leads_nowhere_else(cast: Cast, browser: Browser) -> None:
    answer = browser("qin").get("/cases/selected/print/", {"back": "https://elsewhere.example/"})
    assert answer.headers["Location"] == "/cases/"


def test_no_more_than_a_page_at_a_time(cast: Cast, browser: Browser) -> None:
    cases = [cast.report(f"第 {n} 件。", reporters=()) for n in range(51)]
    page = browser("qin").get("/cases/selected/accept/", asked(cases)).content.decode()
    assert page.count('name="number"') == 50
    assert "只取了前 50 件" in page


def test_only_steps_that_may_be_pressed_for_many_are(cast: Cast, browser: Browser) -> None:
    rail = cast.report()
    assert browser("qin").get("/cases/selected/resolve/", asked([rail])).status_code == 404
    assert browser("guan").get("/cases/selected/accept/", asked([rail])).status_code == 404
    assert browser("wang").get("/cases/selected/accept/", asked([rail])).status_code == 404


def test_buttons_are_for_those_who_may_ever_press_them(cast: Cast) -> None:
    def offered(who: str) -> list[str]:
        return [step.name for step in bulk_steps(cast.actor(who))]

    assert offered("qin") == ["accept", "assign"]
    assert offered("bai") == ["accept"]
    assert offered("shen") == ["accept", "urge"]
    assert offered("cheng") == ["urge"]
    assert offered("jian") == offered("guan") == offered("he") == []
    assert all(CASE.by_name[name].by & GIVEN_BY.keys() for name in PRESENTATION.in_bulk)
