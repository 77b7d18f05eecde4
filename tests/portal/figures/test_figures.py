"""The public figures: what anybody may read, and what nobody may."""

from __future__ import annotations

import csv
import re
from datetime import date, datetime
from io import StringIO

import pytest
import time_machine
from django.test import Client, override_settings
from pytest_django import DjangoAssertNumQueries

from tests.cast import CHENGGUAN, DISTRICT, DOUDIAN, XILU, Cast, unit
from wolaiban.process.calendar import BEIJING
from wolaiban.statistics.indicators import INDICATORS
from wolaiban.statistics.models import Tally
from wolaiban.statistics.publishing import Figure, periods, sheets, widest_sheet

APRIL = datetime(2026, 4, 10, 12, tzinfo=BEIJING)
MARCH = date(2026, 3, 15)


def counted(code: str, day: date = MARCH, *, invented: bool = False, whole: bool = True, **sums: int) -> None:
    Tally.objects.create(area=unit(code), day=day, whole=whole, invented=invented, **sums)


def figures(name: str, key: str = "month") -> dict[str, Figure]:
    sheet = next(one for one in sheets(APRIL.date()) if one.period.key == key)
    line = next(line for line in (sheet.district, *sheet.parts) if line.name == name)
    return {figure.indicator.name: figure for figure in line.figures}


def test_periods_are_whole_months() -> None:
    assert [(p.key, str(p.since), str(p.until)) for p in periods(date(2026, 4, 10))] == [
        ("twelve", "2025-04-01", "2026-04-01"),
        ("year", "2026-01-01", "2026-04-01"),
        ("month", "2026-03-01", "2026-04-01"),
    ]
    assert [p.key for p in periods(date(2026, 1, 31))] == ["twelve", "month"]
    assert [p.months for p in periods(date(2026, 1, 31))] == ["2025 年 1 月至 2025 年 12 月", "2025 年 12 月"]


def test_a_rate_has_its_parts_beside_it(cast: Cast) -> None:
    counted(CHENGGUAN, received=50, handled=40, settled=30)
    counted(XILU, received=50, handled=40, settled=33)
    counted(DISTRICT, received=100, handled=80, settled=63)
    counted(CHENGGUAN, date(2026, 4, 1), received=999)

    assert figures("城关街道")["settled"].percent == "75.0"
    whole = figures("房山区")
    assert (whole["received"].numerator, whole["settled"].numerator, whole["settled"].denominator) == (
        100,
        63,
        80,
    )
    assert whole["settled"].percent == "78.7"


def test_nothing_to_divide_by_is_not_a_hundred_percent(cast: Cast) -> None:
    counted(CHENGGUAN, received=50)
    figure = figures("城关街道")["satisfied"]
    assert figure.is_empty
    assert figure.percent is None


def test_small_counts_and_what_gives_them_away_are_withheld(cast: Cast) -> None:
    for code, received in ((CHENGGUAN, 3), (XILU, 20), (DOUDIAN, 90)):
        counted(code, received=received)

    assert figures("城关街道")["received"].is_withheld
    assert figures("西潞街道")["received"].is_withheld
    assert figures("窦店镇")["received"].numerator == 90
    assert figures("房山区")["received"].numerator == 113


def test_matters_of_the_demo_count_only_in_the_demo(cast: Cast) -> None:
    counted(CHENGGUAN, received=30, invented=True)
    assert figures("城关街道")["received"].is_empty
    with override_settings(DEMO=True):
        assert figures("城关街道")["received"].numerator == 30


@time_machine.travel(APRIL, tick=False)
def test_the_page_says_how_each_figure_is_made(cast: Cast, client: Client) -> None:
    counted(CHENGGUAN, received=50, handled=3, settled=1)
    page = client.get("/figures/?period=month").content.decode()

    assert "50 件" in page
    assert "不公布" in page
    assert "暂无" in page
    for indicator in INDICATORS:
        assert indicator.left_out in page
        assert f"第 {indicator.version} 版" in page
    assert page.index("城关街道") < page.index("西潞街道") < page.index("窦店镇")


@time_machine.travel(APRIL, tick=False)
def test_the_file_withholds_what_the_page_withholds(cast: Cast, client: Client) -> None:
    counted(CHENGGUAN, received=50, handled=3, settled=1)
    answer = client.get("/figures/sheet.csv")
    rows = list(csv.reader(StringIO(answer.content.decode("utf-8-sig"))))

    assert answer["Content-Disposition"].startswith("attachment")
    assert len(rows) == 1 + 3 * (2 + 28) * len(INDICATORS)
    settled = next(
        row for row in rows if row[0].startswith("上月") and row[1:3] == ["城关街道", "就地解决率"]
    )
    assert settled[4:] == ["不公布", "办结", "不公布", "不公布", "1"]


def test_an_unknown_period_is_the_first(cast: Cast, client: Client) -> None:
    assert "近十二个月</a>" in client.get("/figures/?period=x").content.decode()


@pytest.mark.parametrize("months", [1, 12])
def test_the_page_costs_the_same_however_much_was_counted(
    cast: Cast, client: Client, months: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for month in range(1, months + 1):
        counted(CHENGGUAN, date(2025, month, 3), received=9)
    with django_assert_max_num_queries(3):
        client.get("/figures/")


def page_of(client: Client, period: str = "month") -> str:
    return client.get(f"/figures/?period={period}").content.decode()


@time_machine.travel(APRIL, tick=False)
def test_what_may_not_be_said_is_said_small(cast: Cast, client: Client) -> None:
    counted(CHENGGUAN, received=50, handled=3, settled=1)
    page = page_of(client)

    shown = re.findall(
        r'<div class="(quiet)?">\s*<dt>([^<]+)</dt>\s*<dd>\s*<span class="number">([^<]+?)\s*<', page
    )

    assert ("", "收到诉求", "50 件") in shown
    assert ("quiet", "就地解决率", "不公布") in shown
    assert ("quiet", "满意率", "暂无") in shown


@time_machine.travel(APRIL, tick=False)
def test_bars_and_the_map_come_first_and_townships_are_folded(cast: Cast, client: Client) -> None:
    for code, received in ((CHENGGUAN, 50), (DOUDIAN, 20)):
        counted(code, received=received, due=received, in_time=received // 2)
    page = page_of(client)

    assert 'class="mark" width="50.0%"' in page
    assert page.index('class="mark"') < page.index("tile-map") < page.index('class="townships"')
    assert "最多的是城关街道，50 件" in page
    folded = re.findall(r'<details class="card" id="t(\d{12})">', page)
    assert len(folded) == 28
    assert set(re.findall(r'href="#t(\d{12})"', page)) == set(folded)


@time_machine.travel(APRIL, tick=False)
def test_the_map_tells_no_number_that_is_withheld(cast: Cast, client: Client) -> None:
    for code, received in ((CHENGGUAN, 3), (XILU, 20), (DOUDIAN, 90)):
        counted(code, received=received)
    page = page_of(client)

    assert 'aria-label="窦店镇，收到 90 件"' in page
    for name in ("城关街道", "西潞街道"):
        assert f'aria-label="{name}，不公布"' in page
    assert ">20</text>" not in page


@time_machine.travel(APRIL, tick=False)
def test_the_widest_period_alone_says_the_same(cast: Cast) -> None:
    for code, received in ((CHENGGUAN, 3), (XILU, 20), (DOUDIAN, 90)):
        counted(code, received=received)

    assert widest_sheet(APRIL.date()) == sheets(APRIL.date())[0]
