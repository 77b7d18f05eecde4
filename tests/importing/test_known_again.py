"""A row is known again by what it means, in another spelling, format or order; and not taken for another one's."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.utils.timezone import now

from tests.cast import DAGAOSHE, DONGFEN, Cast
from tests.importing.conftest import Import
from tests.importing.sheets import cases, results, sheet
from wolaiban.cases.actions.registering import Report, Reporter, register
from wolaiban.cases.models import Case
from wolaiban.desk.lists.sheet import rows_of, sheet_of
from wolaiban.importing.bringing import Bringing
from wolaiban.importing.directory import Directory
from wolaiban.importing.keys import old_key_of
from wolaiban.importing.matters import Result, RowReader
from wolaiban.importing.moments import read
from wolaiban.importing.understanding import Position, understand
from wolaiban.process.words import Channel

HEADING = ("反映时间", "姓名", "联系电话", "反映内容", "单位")


def test_the_same_row_in_another_spelling(bring_in: Import, tmp_path: Path) -> None:
    one = sheet(
        tmp_path / "1.xlsx", HEADING, ["2026-03-05", "申某", "13900000051", "同一件事，写法不同。", "东坟村"]
    )
    other = sheet(
        tmp_path / "2.xlsx",
        ("序号", *HEADING),
        [9, "2026年3月5日", "申 某", "139-0000-0051", "同一件事 写法不同", "城关街道东坟村委会"],
    )

    assert (bring_in(one), bring_in(other)) == (0, 0)
    (case,) = Case.objects.all()
    assert (results(other)[0]["结果"], results(other)[0]["件号"]) == ("已在册", case.number)


@pytest.mark.parametrize(
    "changed",
    [
        {"反映内容": "井盖松动"},
        {"反映时间": "2026-03-06"},
        {"姓名": "酉某"},
        {"联系电话": "13900000052"},
        {"单位": "大高舍村"},
    ],
)
def test_another_row(bring_in: Import, tmp_path: Path, changed: dict[str, str]) -> None:
    cells = dict(zip(HEADING, ("2026-03-05", "申某", "13900000051", "路灯不亮", "东坟村"), strict=True))
    path = sheet(tmp_path / "1.xlsx", HEADING, [*cells.values()], [*(cells | changed).values()])

    assert bring_in(path) == 0
    assert Case.objects.count() == 2


def test_the_same_numbers_and_words_of_two_villages(bring_in: Import, tmp_path: Path) -> None:
    path = sheet(tmp_path / "1.xlsx", ["编号", "反映内容"], [1, "路灯不亮"], [2, "垃圾没人清"])

    for unit in (DONGFEN, DAGAOSHE, DONGFEN, DAGAOSHE):
        assert bring_in(path, "--unit", unit) == 0
    assert Case.objects.count() == 4


@pytest.mark.parametrize(("unit", "count"), [(DONGFEN, 1), (DAGAOSHE, 2)])
def test_what_was_brought_in_under_the_keys_of_before(
    cast: Cast, bring_in: Import, tmp_path: Path, unit: str, count: int
) -> None:
    at = read("2026-03-05")
    key = old_key_of({"id": "7", "title": "", "words": "路灯，不亮"}, at)
    report = Report(
        unit=cast.unit(DONGFEN), words="路灯，不亮", channel=Channel.IMPORT, reporters=[Reporter()], key=key,
        reported_at=at,
    )  # fmt: skip
    register(report, by=cast.actor("shen"))

    path = sheet(tmp_path / "1.xlsx", ["编号", "反映时间", "反映内容"], [7, "2026/3/5", "路灯，不亮"])

    assert bring_in(path, "--unit", unit) == 0
    assert Case.objects.count() == count


def test_our_own_export_is_known_by_its_numbers(cast: Cast, bring_in: Import, tmp_path: Path) -> None:
    case = _case(cast)
    path = tmp_path / "台账.xlsx"
    path.write_bytes(
        sheet_of(rows_of(Case.objects.visible_to(cast.actor("shen"))), heading=["全部"], at=now()).read()
    )

    assert bring_in(path) == 0
    assert Case.objects.count() == 1
    row, last = results(path)[:2]
    assert (row["结果"], row["件号"]) == ("已在册", case.number)
    assert last["结果"] == "不是事项"


def test_a_number_that_is_not_here_or_not_to_be_seen_is_refused(
    cast: Cast, bring_in: Import, tmp_path: Path
) -> None:
    case = _case(cast)
    path = sheet(tmp_path / "1.xlsx", ["件号", "标题"], [case.number, "路灯"], ["FS-2020-999999", "井盖"])

    assert bring_in(path, "--by", "zhou") == 1
    rows = results(path)
    assert [row["结果"] for row in rows[:2]] == ["未能登记", "未能登记"]
    assert {row["说明"].replace(row["编号"], "") for row in rows[:2]} == {
        "件号  在这里查不到。这是本系统导出的名单，没有反映人和原话，不能当作新事项登记"
    }


def test_a_run_that_was_cut_off_goes_on(cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("wolaiban.importing.bringing.AT_A_TIME", 3)
    path = sheet(tmp_path / "1.xlsx", ["反映内容"], *([f"第 {n} 件"] for n in range(8)))
    understood, reader = understand(path), RowReader(Directory.read(unit=DONGFEN), now())

    first = next(Bringing(reader, cast.actor("shen")).bring(understood))
    assert Case.objects.count() == 3

    again = Bringing(reader, cast.actor("shen"))
    for _ in again.bring(understood):
        pass
    assert (again.tally.known, again.tally.new) == (3, 5)
    spared = Bringing(reader, cast.actor("shen"))
    rows = [row for batch in spared.bring(understood, after=first[-1].at) for row in batch]
    assert [row.at for row in rows] == [Position(0, line) for line in range(5, 10)]
    assert {row.outcome.result for row in rows} == {Result.KNOWN}
    assert len(cases()) == 8


def test_a_number_of_a_matter_is_told_only_to_those_who_see_it(
    cast: Cast, bring_in: Import, tmp_path: Path
) -> None:
    path = sheet(tmp_path / "1.xlsx", HEADING, ["2026-03-05", "申某", "13900000051", "路灯不亮", "大高舍村"])
    bring_in(path)

    assert bring_in(path, "--by", "qin") == 1
    assert results(path)[0]["结果"] == "未能登记"
    assert results(path)[0]["件号"] == ""


def _case(cast: Cast) -> Case:
    return register(
        Report(unit=cast.unit(DONGFEN), words="路灯不亮", reporters=[Reporter()], channel=Channel.IMPORT),
        by=cast.actor("shen"),
    )
