"""Sheets as offices lay them out: several, with headings in two rows, merged cells, and rows that are no matters."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cast import DONGFEN
from tests.importing.conftest import Import
from tests.importing.sheets import Rows, cases, identity, moments, remarks, results, sheet, units, workbook
from wolaiban.importing.columns import ColumnsTold
from wolaiban.importing.refusals import BadFile
from wolaiban.importing.understanding import understand

HEADING = ("反映时间", "反映内容", "单位")


def test_headings_in_two_rows(bring_in: Import, tmp_path: Path) -> None:
    path = sheet(
        tmp_path / "a.xlsx",
        ["东坟村矛盾纠纷排查台账"],
        ["序号", "反映时间", "反映人", None, None, "反映内容", "办理情况", None],
        [None, None, "姓名", "联系电话", "住址", None, "时间", "结果"],
        [1, "2026.3.5", "甲大民", "13900000011", "西街 1 号", "村口路灯坏了三天", None, None],
        merged=["A1:H1", "A2:A3", "B2:B3", "C2:E2", "F2:F3", "G2:H2"],
    )

    assert bring_in(path, "--unit", DONGFEN) == 0

    case = cases()["村口路灯坏了三天"]
    who = identity(case)
    assert (who.name, who.phone, who.address) == ("甲大民", "13900000011", "西街 1 号")
    assert moments() == {"村口路灯坏了三天": "2026-03-05 00:00"}
    assert [row["行号"] for row in results(path)] == ["4", ""]


def test_headings_in_two_rows_that_nothing_is_merged_in(bring_in: Import, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(
        "序号,反映人,,反映内容\n,姓名,联系电话,\n1,甲大民,13900000011,路灯坏了\n", encoding="utf-8"
    )

    assert bring_in(path, "--unit", DONGFEN) == 0
    assert identity(cases()["路灯坏了"]).phone == "13900000011"


def test_what_stands_above_the_headings_is_no_part_of_them(tmp_path: Path) -> None:
    path = sheet(
        tmp_path / "a.xlsx",
        ["城关街道信访台账"],
        ["填报单位：东坟村", None, "2026年3月"],
        ["序号", "来访登记", None, None, "办理", None],
        [None, "时间", "内容", "姓名", "时间", "结果"],
        [1, "2026.3.5", "路灯", "甲某", "2026.3.7", "修好"],
        merged=["A1:F1", "A3:A4", "B3:D3", "E3:F3"],
    )

    (understood,) = understand(path).sheets
    assert [(each.heading, each.field) for each in understood.columns.all] == [
        ("序号", "row_no"), ("来访登记／时间", "time"), ("来访登记／内容", "words"), ("来访登记／姓名", "name"),
        ("办理／时间", "closed_at"), ("办理／结果", "result"),
    ]  # fmt: skip
    assert [row.line for row in understood.above] == [1, 2]


def test_columns_that_are_not_read_are_named(bring_in: Import, tmp_path: Path) -> None:
    path = sheet(tmp_path / "a.xlsx", ["反映内容", None, "天气"], ["路灯坏了", "没有列名的话", "晴"])

    assert bring_in(path, "--unit", DONGFEN) == 0
    said = remarks(path)
    assert "B 列没有列名，没有读" in said["2"]
    assert "不用的列：天气" in said[""]


def test_all_sheets_come_in(bring_in: Import, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    months = {f"{n}月": [HEADING, [f"2026-0{n}-05", f"第 {n} 件", "东坟村"]] for n in (1, 2, 3)}
    path = workbook(tmp_path / "a.xlsx", months)

    assert bring_in(path) == 0
    assert cases().keys() == {"第 1 件", "第 2 件", "第 3 件"}
    assert [row["工作表"] for row in results(path)[:3]] == ["1月", "2月", "3月"]


def test_a_sheet_that_is_hidden_is_said_and_read_if_told(bring_in: Import, tmp_path: Path) -> None:
    rows = {
        "今年": [HEADING, ["2026-03-05", "今年的", "东坟村"]],
        "旧": [HEADING, ["2025-03-05", "旧的", "东坟村"]],
    }
    path = workbook(tmp_path / "a.xlsx", rows, hidden=["旧"])

    assert bring_in(path) == 0
    assert cases().keys() == {"今年的"}
    assert any("“旧”没有读：是隐藏的" in row["说明"] for row in results(path))
    assert bring_in(path, "--hidden") == 0
    assert cases().keys() == {"今年的", "旧的"}


def test_a_sheet_that_is_not_understood_is_said_and_the_command_does_not_end_well(
    bring_in: Import, tmp_path: Path
) -> None:
    rows: dict[str, Rows] = {
        "一月": [HEADING, ["2026-03-05", "路灯", "东坟村"]],
        "二月": [["没有", "表头"], ["井盖", "东坟村"]],
    }
    path = workbook(tmp_path / "a.xlsx", rows)

    assert bring_in(path) == 1
    assert any("“二月”没有读：认不出表头" in row["说明"] for row in results(path))


def test_sheets_that_are_called_as_units_are(bring_in: Import, tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "a.xlsx", {n: [["反映内容"], [f"{n}的路灯"]] for n in ("东坟", "大高舍村委会")}
    )

    assert bring_in(path) == 0
    assert units() == {"东坟的路灯": "城关街道东坟村", "大高舍村委会的路灯": "窦店镇大高舍村"}
    assert remarks(path)["2"].startswith("按工作表名登记到")


def test_formulas_that_hold_no_value_are_said(bring_in: Import, tmp_path: Path) -> None:
    path = sheet(tmp_path / "a.xlsx", ["反映内容", "反映人"], ["路灯", "=A2&B1"])

    assert bring_in(path, "--unit", DONGFEN) == 0
    assert any("有 1 个公式没有存下算出的值" in row["说明"] for row in results(path))


def test_columns_beyond_the_last_that_is_read_are_said(bring_in: Import, tmp_path: Path) -> None:
    path = sheet(tmp_path / "a.xlsx", ["反映内容"], ["路灯", *[None] * 300, "远处"])

    assert bring_in(path, "--unit", DONGFEN) == 0
    assert remarks(path)["2"] == "第 256 列以后的没有读"


def test_merged_cells_and_words_that_point_upwards(bring_in: Import, tmp_path: Path) -> None:
    path = sheet(
        tmp_path / "a.xlsx",
        ["反映时间", "反映人", "反映内容", "单位"],
        ["2026-03-05", "丙一", "墙面渗水", "大高舍村"],
        [None, "丙二", "路面有坑", None],
        ["同上", "丙三", "井盖松了", "〃"],
        [None, None, None, None],
        ["2026-03-06", "同上", "树枝压线", "″"],
        merged=["A2:A3", "D2:D3"],
    )

    assert bring_in(path, "--unit", DONGFEN) == 0
    assert set(units().values()) == {"窦店镇大高舍村"}
    assert moments() == {
        "墙面渗水": "2026-03-05 00:00", "路面有坑": "2026-03-05 00:00",
        "井盖松了": "2026-03-05 00:00", "树枝压线": "2026-03-06 00:00",
    }  # fmt: skip
    assert identity(cases()["树枝压线"]).name == "丙三"
    assert remarks(path)["5"] == "空行"


def test_a_word_that_points_at_nothing_is_said(bring_in: Import, tmp_path: Path) -> None:
    path = sheet(tmp_path / "a.xlsx", ["反映时间", "反映内容", "单位"], ["同上", "路灯", "东坟村"])

    assert bring_in(path) == 0
    assert "写着“同上”，但上面没有" in remarks(path)["2"]


NOT_MATTERS = [
    (("一、土地承包类", None, None), "分类标题：一、土地承包类"),
    (("（二）邻里纠纷", None, None), "分类标题：（二）邻里纠纷"),
    (("2026年3月", None, None), "分类标题：2026年3月"),
    (("合计：2件", None, None), "合计：合计：2件"),
    (("小 计", None, 2), "合计：小 计"),
    (("共 12 件。", None, None), "合计：共 12 件。"),
    (("填表人：某某   2026年3月31日", None, None), "落款或说明"),
    (("制表人：某某", None, "审核人：某某"), "落款或说明"),
    (("反映内容", "反映时间", "姓名"), "又是表头"),
]


@pytest.mark.parametrize(("row", "why"), NOT_MATTERS)
def test_rows_that_are_no_matters_are_named(
    bring_in: Import, tmp_path: Path, row: tuple[object, ...], why: str
) -> None:
    path = sheet(
        tmp_path / "a.xlsx", ["反映内容", "反映时间", "姓名"], row, ["雨水流进邻居院", "2026-03-06", "丁二"]
    )

    assert bring_in(path, "--unit", DONGFEN) == 0
    assert cases().keys() == {"雨水流进邻居院"}
    assert [(each["行号"], each["结果"], each["说明"]) for each in results(path)[:1]] == [
        ("2", "不是事项", why)
    ]


@pytest.mark.parametrize(
    "row",
    [
        ("雨水流进邻居院", None, None),
        ("说明：楼道灯坏了一个月没有人修", "2026-03-06", "丁二"),
        ("合计少发补贴 200 元", "2026-03-06", "丁二"),
        ("一、路灯不亮；二、井盖松动", None, None),
        ("3 月份的水费多收了", None, None),
    ],
)
def test_rows_that_look_like_it_and_are_matters(
    bring_in: Import, tmp_path: Path, row: tuple[object, ...]
) -> None:
    path = sheet(tmp_path / "a.xlsx", ["反映内容", "反映时间", "姓名"], row)

    assert bring_in(path, "--unit", DONGFEN) == 0
    assert cases().keys() == {row[0]}


HEADINGS = {
    "words": (
        "信访内容",
        "诉求描述",
        "主要诉求",
        "反映的问题",
        "事由",
        "纠纷内容",
        "反映内容（简要）",
        "工单内容",
    ),
    "time": ("接件时间", "来访日期", "受理时间", "排查时间", "接访日期", "反映时间（年月日）"),
    "name": ("信访人姓名", "当事人", "来访人", "申请人", "户主姓名"),
    "phone": ("联系方式", "联系电话（手机）", "来电号码", "信访人联系方式", "手机/电话"),
    "unit": ("所在村", "所属社区", "村（居）", "行政村", "填报单位", "村/社区"),
    "home": ("家庭住址", "现住址", "户籍地址"),
    "place": ("事发地", "具体地址", "发生地点"),
}


@pytest.mark.parametrize(
    ("field", "heading"), [(field, heading) for field, names in HEADINGS.items() for heading in names]
)
def test_headings_that_offices_use(tmp_path: Path, field: str, heading: str) -> None:
    others = ["反映内容"] if field != "words" else []
    understood = understand(sheet(tmp_path / "a.xlsx", ["序号", heading, *others], [1, "某", "某"]))

    assert understood.sheets[0].columns.places[field] == 1


def test_columns_corrected_by_a_person(tmp_path: Path) -> None:
    rows = [["三月台账"], ["甲", "反映时间", "乙"], ["路灯坏了", "2026-03-05", "东坟村"]]
    path = workbook(tmp_path / "a.xlsx", {"三月": rows}, merged=["A1:C1"])
    with pytest.raises(BadFile, match="认不出表头"):
        understand(path)

    understood = understand(path, ColumnsTold({}, {("三月", 0): "words", ("三月", 2): "unit"}))

    assert understood.sheets[0].columns.places == {"words": 0, "unit": 2, "time": 1}
    (row,) = understood.rows()
    assert row.cells == {"words": "路灯坏了", "unit": "东坟村", "time": "2026-03-05"}
