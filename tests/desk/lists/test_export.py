"""The ledger as a spreadsheet: what is in it, what never is, and that no cell is a formula."""

from __future__ import annotations

import io
import re
from datetime import datetime, timedelta
from typing import Any
from zipfile import ZipFile

import pytest
from django.test import Client
from django.utils.timezone import now
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries

from tests.cast import DAGAOSHE, Cast
from tests.desk.conftest import Browser
from wolaiban.cases.actions.backfilling import Past
from wolaiban.cases.models import Case
from wolaiban.desk.lists import sheet
from wolaiban.process.calendar import BEIJING

FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://x","扶手")', "＝全角不是公式"]


def taken_out(client: Client, query: str = "") -> list[tuple[Any, ...]]:
    answer = client.get(f"/cases/export.xlsx?{query}")
    assert answer.status_code == 200
    page = load_workbook(io.BytesIO(content_of(answer))).active
    assert page is not None
    return list(page.iter_rows(values_only=True))


def content_of(answer: Any) -> bytes:
    return b"".join(answer.streaming_content)


def titles(rows: list[tuple[Any, ...]]) -> set[str]:
    return {row[1] for row in rows[4:-1]}


def test_it_holds_what_the_ledger_shows_and_says_who_took_it_out(cast: Cast, browser: Browser) -> None:
    cast.report("灯坏了。")
    cast.moved_to("closed", cast.report("扶手松了。"))
    rows = taken_out(browser("qin"), "stage=open")

    assert rows[0][0] == "事项台账（不含反映人身份）"
    assert rows[1][0] == "筛选：在办"
    assert rows[2][0].startswith("导出：秦怀信、东坟村工作室负责人，20")
    assert rows[3][:3] == ("件号", "标题", "地点")
    assert titles(rows) == {"灯坏了"}
    assert rows[-1][0] == "共 1 件。"


def due(cast: Cast, *hours: int) -> list[Case]:
    """Cases that are due in so many hours from now, in this order."""
    cases = [cast.report(f"第 {hour} 小时。", reporters=()) for hour in hours]
    for case, hour in zip(cases, hours, strict=True):
        Case.objects.filter(pk=case.pk).update(deadline=now() + timedelta(hours=hour))
    return cases


def listed(client: Client, query: str) -> list[str]:
    """The numbers of the cases as the page has them."""
    page = client.get(f"/cases/?{query}").content.decode()
    return re.findall(r'class="matter-title" href="/cases/([^/]+)/"', page)


def test_its_rows_stand_as_those_of_the_page(
    cast: Cast, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    calm, late, soon = due(cast, 50, -3, 4)
    cast.moved_to("closed", cast.report("完了。"))
    client = browser("qin")
    for query in ("", "sort=due", "q=第&sort=due", "q=小时"):
        rows = taken_out(client, query)[4:-1]
        assert [row[0] for row in rows] == listed(client, query), query
    first_to_last = [late.number, soon.number, calm.number]
    assert [row[0] for row in taken_out(client, "sort=due")[4:-1]] == first_to_last

    monkeypatch.setattr(sheet, "MOST", 2)
    rows = taken_out(client, "sort=due")
    assert [row[0] for row in rows[4:-1]] == first_to_last[:2]
    assert rows[-1][0].startswith("只导出了最急的 2 件")


def test_what_is_ticked_stands_as_it_stood_in_the_list(cast: Cast, browser: Browser) -> None:
    calm, late, soon = due(cast, 50, -3, 4)
    ticked = {"number": [late.number, soon.number, calm.number], "back": "/cases/?sort=due"}
    answer = browser("qin").get("/cases/selected/export.xlsx", ticked)
    page = load_workbook(io.BytesIO(content_of(answer))).active
    assert page is not None
    rows = list(page.iter_rows(values_only=True))
    assert [row[0] for row in rows[4:-1]] == ticked["number"]
    printed = browser("qin").get("/cases/selected/print/", ticked).content.decode()
    assert re.findall(r'<td class="nowrap">(\w+-\d{4}-\d+)</td>', printed) == ticked["number"]


def test_no_cell_is_a_formula(cast: Cast, browser: Browser) -> None:
    for title in FORMULAS:
        cast.report("扶手松了。", title=title, place_words=title)
    answer = browser("qin").get("/cases/export.xlsx")
    content = content_of(answer)
    cells = [cell for row in load_workbook(io.BytesIO(content)).active for cell in row]  # type: ignore[union-attr]

    assert {cell.value for cell in cells} >= set(FORMULAS)
    assert all(cell.data_type != "f" for cell in cells)
    assert all(cell.quotePrefix for cell in cells if str(cell.value).startswith(("=", "+", "-", "@")))
    assert b"<f>" not in ZipFile(io.BytesIO(content)).read("xl/worksheets/sheet1.xml")


def test_what_cannot_stand_in_a_sheet_does_not_break_it(cast: Cast, browser: Browser) -> None:
    case = cast.report()
    type(case).objects.filter(pk=case.pk).update(title="响铃\x07了")
    assert titles(taken_out(browser("qin"))) == {"响铃了"}


def test_it_holds_no_identity(cast: Cast, browser: Browser) -> None:
    cast.report()
    text = str(taken_out(browser("qin")))
    for canary in ("王秀英", "王*英", "138****0001", "13800000001"):
        assert canary not in text


def test_a_neighbours_cases_are_not_in_it(cast: Cast, browser: Browser) -> None:
    cast.report("东坟的事")
    cast.report("大高舍的事", at_unit=DAGAOSHE, by="zhou")

    assert titles(taken_out(browser("qin"))) == {"东坟的事"}
    assert titles(taken_out(browser("qin"), f"unit={DAGAOSHE}")) == set()
    assert titles(taken_out(browser("shen"))) == {"东坟的事", "大高舍的事"}


def test_a_sheet_that_would_be_too_long_says_where_it_stopped(
    cast: Cast, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sheet, "MOST", 2)
    for n in range(2):
        cast.report(f"第 {n} 件")
    assert taken_out(browser("qin"))[-1][0] == "共 2 件。"

    cast.report("第 3 件")
    rows = taken_out(browser("qin"))
    assert titles(rows) == {"第 1 件", "第 3 件"}
    assert rows[-1][0].startswith("只导出了最新的 2 件")


@pytest.mark.parametrize("size", [5, 100])
def test_it_costs_the_same_at_any_length(
    cast: Cast, browser: Browser, size: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for n in range(size):
        cast.report(f"第 {n} 件。", reporters=())
    client = browser("qin")
    with django_assert_max_num_queries(8):
        assert len(taken_out(client)) == size + 5


def test_when_it_was_reported_and_what_is_history_stand_in_it(cast: Cast, browser: Browser) -> None:
    cast.report("灯坏了。")
    cast.report(
        "门前积水。",
        reported_at=datetime(2024, 5, 6, tzinfo=BEIJING),
        past=Past(datetime(2024, 5, 9, tzinfo=BEIJING)),
    )
    rows = taken_out(browser("qin"))

    reported, closed, history = (rows[3].index(name) for name in ("反映时间", "办结时间", "补录的历史"))
    old, ours = rows[4:-1]
    assert (old[reported], old[closed], old[history]) == (datetime(2024, 5, 6), datetime(2024, 5, 9), "是")  # noqa: DTZ001 -- as a sheet holds them
    assert ours[reported] is not None
    assert (ours[closed], ours[history]) == (None, None)
