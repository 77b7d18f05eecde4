"""The board: every number is the number of rows that it opens."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client
from django.utils.timezone import now
from pytest_django import DjangoAssertNumQueries

from tests.cast import CHENGGUAN, DAGAOSHE, DISTRICT, DONGFEN, DOUDIAN, HAIYI, URBAN, XILU, Cast, unit
from tests.desk.conftest import Browser
from tests.statistics.counted import count_all
from wolaiban.cases.models import Case
from wolaiban.cases.queries.board import Block, View, cases_block, departments_block
from wolaiban.cases.queries.ledger import Progress, matching
from wolaiban.places.models import Unit
from wolaiban.process.words import Stage, Tier

CELL = re.compile(r'<td role="cell"[^>]*><a href="([^"]+)"[^>]*>(\d+)</a>')


@pytest.fixture
def busy(cast: Cast) -> None:
    """Cases at every stage and tier, in three townships, at a township itself and at the district."""
    long_ago = now() - timedelta(days=20)
    for stage in ("reported", "working", "raised", "joint", "resolved", "answered", "disputed", "closed"):
        cast.moved_to(stage, cast.report(f"{stage}。"))
    cast.take("accept", cast.report("早该办完。", at=long_ago), "qin", at=long_ago, tier="major")
    paused = cast.report("暂停的。", at=long_ago)
    cast.take("accept", paused, "qin", at=long_ago)
    cast.take("pause", paused, "qin", at=long_ago)
    cast.report("街道的。", at_unit=CHENGGUAN, by="gao", reporters=())
    cast.report("区里的。", at_unit=DISTRICT, by="shen", reporters=())
    for at_unit, by in ((HAIYI, "meng"), (DAGAOSHE, "zhou"), (DAGAOSHE, "zhou")):
        cast.report("别处的。", at_unit=at_unit, by=by)
    objected = cast.moved_to("joint", cast.report("推来推去。"))
    cast.take("object", objected, "he")
    late = cast.moved_to("joint", cast.report("没人来。"))
    late.summonses.update(report_due=now() - timedelta(hours=1))


def agree(cast: Cast, who: str, block: Block) -> int:
    """Compare every number of a block with its ledger; how many were above zero."""
    rows = [*block.rows, *block.idle, *([block.total] if block.total else [])]
    for row in rows:
        assert len(row.cells) == len(block.columns)
        for cell in row.cells:
            assert matching(cast.actor(who), cell.filter).count() == cell.number, (row.name, cell.label)
    return sum(cell.number > 0 for row in rows for cell in row.cells)


@pytest.mark.parametrize("view", View)
@pytest.mark.parametrize(
    ("who", "code"),
    [("shen", DISTRICT), ("jian", DISTRICT), ("shen", CHENGGUAN), ("fang", CHENGGUAN), ("cheng", CHENGGUAN), ("qin", DONGFEN), ("shen", DAGAOSHE)],
)  # fmt: skip
def test_every_number_is_that_of_its_ledger(cast: Cast, busy: None, who: str, code: str, view: View) -> None:
    assert agree(cast, who, cases_block(cast.actor(who), unit(code), view)) > 2


@pytest.mark.parametrize(("who", "code"), [("shen", DISTRICT), ("he", URBAN), ("ma", "区住建委")])
def test_every_number_of_a_department_is_that_of_its_ledger(
    cast: Cast, busy: None, who: str, code: str
) -> None:
    assert agree(cast, who, departments_block(cast.actor(who), unit(code))) > 1


def test_the_sum_is_the_sum_and_leaves_nothing_out(cast: Cast, busy: None) -> None:
    block = cases_block(cast.actor("shen"), unit(DISTRICT), View.PLACE)

    assert block.total is not None
    assert block.total.cells[0].number == Case.objects.open().count()
    assert block.total.cells[1].number == Case.objects.overdue().count()
    assert block.total.number("soon") == Case.objects.due_within(timedelta(days=1)).count() > 0
    assert block.total.number("paused") == Case.objects.open().filter(paused_at__isnull=False).count() == 1
    assert sum(cell.number for cell in block.total.cells[4:11]) == block.total.cells[0].number
    assert sum(cell.number for cell in block.total.cells[11:]) == block.total.cells[0].number
    assert [row.name for row in block.rows] == ["房山区本级", "城关街道", "西潞街道", "窦店镇"]
    assert len(block.idle) == 25


def test_overdue_leaves_out_what_is_paused(cast: Cast, busy: None) -> None:
    block = cases_block(cast.actor("qin"), unit(DONGFEN), View.PLACE)
    assert block.total is None
    [row] = block.rows
    assert row.cells[1].number == 1


def test_by_holder_a_raised_case_counts_where_it_must_be_done(cast: Cast) -> None:
    cast.moved_to("raised", cast.report())

    by_place = cases_block(cast.actor("fang"), unit(CHENGGUAN), View.PLACE)
    by_holder = cases_block(cast.actor("fang"), unit(CHENGGUAN), View.HOLDER)
    assert [row.name for row in by_place.rows] == ["东坟村"]
    assert [row.name for row in by_holder.rows] == ["城关街道本级"]


def test_a_unit_out_of_use_stays_while_cases_lie_there(cast: Cast) -> None:
    cast.report()
    Unit.objects.filter(code__in=[DONGFEN, "110111001201"]).update(active=False)

    block = cases_block(cast.actor("fang"), unit(CHENGGUAN), View.PLACE)
    assert [row.unit.code for row in block.rows] == [DONGFEN]
    assert "110111001201" not in {row.unit.code for row in block.idle}


@pytest.mark.parametrize("by", View)
def test_the_numbers_on_the_page_open_their_rows(cast: Cast, busy: None, browser: Browser, by: View) -> None:
    client = browser("shen")
    cells = CELL.findall(client.get(f"/board/{DISTRICT}/?by={by}").content.decode())

    assert len(cells) > 20
    for address, number in dict(cells).items():
        page = client.get(unescape(address))
        assert page.status_code == 200, address
        assert page.content.decode().count('class="matter"') == int(number), address


def open_boards(client: Client) -> set[str]:
    codes = (DISTRICT, CHENGGUAN, DONGFEN, XILU, DOUDIAN, DAGAOSHE, unit(URBAN).code, "110111999999")
    return {code for code in codes if client.get(f"/board/{code}/").status_code == 200}


def test_a_board_opens_for_those_who_stand_at_or_above_the_unit(cast: Cast, browser: Browser) -> None:
    everything = {DISTRICT, CHENGGUAN, DONGFEN, XILU, DOUDIAN, DAGAOSHE, unit(URBAN).code}
    assert open_boards(browser("shen")) == open_boards(browser("jian")) == everything
    assert open_boards(browser("gao")) == open_boards(browser("cheng")) == {CHENGGUAN, DONGFEN}
    assert open_boards(browser("qin")) == {DONGFEN}
    assert open_boards(browser("he")) == {unit(URBAN).code}
    for who in ("wang", "zhi", "guan"):
        assert open_boards(browser(who)) == set()
        assert browser(who).get("/board/").status_code == 404


def test_everybodys_own_board_is_the_widest_of_their_posts(browser: Browser) -> None:
    assert browser("fang").get("/board/").headers["Location"] == f"/board/{CHENGGUAN}/"
    assert browser("qin").get("/board/").headers["Location"] == f"/board/{DONGFEN}/"


def test_one_drills_down_and_climbs_back(cast: Cast, busy: None, browser: Browser) -> None:
    district = browser("shen").get(f"/board/{DISTRICT}/").content.decode()
    township = browser("shen").get(f"/board/{CHENGGUAN}/").content.decode()

    assert f'href="/board/{CHENGGUAN}/"' in district
    assert f'href="/board/{DISTRICT}/"' in township
    assert f'href="/board/{DISTRICT}/"' not in browser("fang").get(f"/board/{CHENGGUAN}/").content.decode()


def test_an_empty_board_is_calm(browser: Browser) -> None:
    page = browser("shen").get(f"/board/{DISTRICT}/").content.decode()
    assert "<h1>现在没有在办的事项</h1>" in page
    assert "现在没有在办的事项。" in page
    assert "现在没有部门在联动中。" in page


@pytest.mark.parametrize("size", [5, 100])
def test_the_board_costs_the_same_at_any_length(
    cast: Cast, browser: Browser, size: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    villages = Unit.objects.studio_level().order_by("code")[:size]
    for village in villages:
        cast.report(at_unit=village.code, by="shen", reporters=())
    cast.moved_to("joint", cast.report())
    for who, code in (("shen", DISTRICT), ("gao", CHENGGUAN), ("qin", DONGFEN), ("he", unit(URBAN).code)):
        client = browser(who)
        with django_assert_max_num_queries(10):
            assert client.get(f"/board/{code}/").status_code == 200


def test_columns_cover_all_open_stages_and_tiers(cast: Cast) -> None:
    block = cases_block(cast.actor("shen"), unit(DISTRICT), View.PLACE)
    assert block.total is not None
    filters = [cell.filter for cell in block.total.cells]

    assert {f.stage for f in filters} == {Progress.OPEN, *(stage for stage in Stage if stage.is_open)}
    assert {f.tier for f in filters} == {None, *Tier}


def test_columns_are_sorted_by_what_one_presses(cast: Cast, busy: None, browser: Browser) -> None:
    client = browser("shen")
    rows = re.findall(
        r'rowheader">(?:<a[^>]*>)?([^<]+)', client.get(f"/board/{DISTRICT}/?sort=overdue").content.decode()
    )
    block = cases_block(cast.actor("shen"), unit(DISTRICT), View.PLACE)
    by_overdue = sorted(block.rows, key=lambda row: -row.number("overdue"))
    assert rows[: len(by_overdue)] == [row.name for row in by_overdue]
    assert rows[0] == "城关街道"
    assert 'aria-sort="descending"' in client.get(f"/board/{DISTRICT}/?sort=overdue").content.decode()
    assert client.get(f"/board/{DISTRICT}/?sort=nonsense").status_code == 200


def test_the_strip_the_map_and_the_bars_open_what_they_count(
    cast: Cast, busy: None, browser: Browser
) -> None:
    client = browser("shen")
    page = client.get(f"/board/{DISTRICT}/").content.decode()
    for address, number in re.findall(r'<a href="([^"]+)"[^>]*><b>(\d+)</b>', page):
        opened = client.get(unescape(address)).content.decode()
        assert opened.count('class="matter"') == int(number), address
    for address, said in re.findall(
        r'<a (?:class="bar" )?href="([^"]+)" aria-label="[^"]*?在办 (\d+) 件', page
    ):
        opened = client.get(unescape(address)).content.decode()
        assert opened.count('class="matter"') == int(said), address
    assert page.count('class="tile ') == 28


def test_where_something_is_late_comes_first_and_its_cases_are_read_there(
    cast: Cast, busy: None, browser: Browser
) -> None:
    client = browser("shen")
    page = client.get(f"/board/{DISTRICT}/").content.decode()
    assert page.split('class="bar"')[1].startswith(f' href="/cases/?stage=open&amp;unit={CHENGGUAN}')
    assert f'hx-get="/board/{DISTRICT}/urgent/?by=place"' in page
    urgent = client.get(f"/board/{DISTRICT}/urgent/").content.decode()
    assert "早该办完" in urgent.split("</li>")[0]
    assert browser("qin").get(f"/board/{CHENGGUAN}/urgent/").status_code == 404


def test_what_presses_most_is_told_with_who_has_it_on_a_studios_own_board_too(
    cast: Cast, browser: Browser
) -> None:
    late, given = cast.report("甲。"), cast.moved_to("working", cast.report("乙。"))
    Case.objects.filter(pk__in=[late.pk, given.pk]).update(deadline=now() - timedelta(days=2))
    client = browser("qin")
    assert f'hx-get="/board/{DONGFEN}/urgent/?by=place"' in client.get(f"/board/{DONGFEN}/").content.decode()
    urgent = client.get(f"/board/{DONGFEN}/urgent/").content.decode()
    assert "东坟村承办，经办人还没有指定" in urgent
    assert f"东坟村承办，经办人 {cast.user('qin').name}" in urgent


def test_the_sheet_for_a_meeting_says_how_many_where_and_how_content(cast: Cast, browser: Browser) -> None:
    """Of the last thirty days nothing is withheld from those who work there: the public page holds small numbers back."""
    cast.moved_to("closed", cast.report("办好了。"))
    late = cast.report("早该办完。", at=now() - timedelta(days=20))
    cast.report("街道的。", at_unit=CHENGGUAN, by="gao", reporters=())
    count_all()
    board = browser("fang").get(f"/board/{CHENGGUAN}/").content.decode()
    paper = browser("fang").get(f"/board/{CHENGGUAN}/sheet/").content.decode()
    assert f'href="/board/{CHENGGUAN}/sheet/?by=place"' in board
    assert "城关街道事项情况" in paper
    assert "<td>2</td><td>1</td>" in paper  # open, overdue
    assert (
        "收到 3 件，办结 1 件；居民评价 1 人次，满意和基本满意 1（100.0%），说解决了 1（100.0%）。" in paper
    )
    assert paper.index("东坟村") < paper.index("最急的") < paper.index(late.heading)
    assert "，已超期" in paper.split(late.heading)[1]


def test_a_department_has_no_sheet_of_matters(browser: Browser) -> None:
    assert browser("he").get(f"/board/{unit(URBAN).code}/sheet/").status_code == 404
