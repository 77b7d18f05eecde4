"""A district's units are loaded from a file: all of it or nothing, twice like once."""

from __future__ import annotations

from pathlib import Path

import pytest

from wolaiban.places.actions.loading import LoadReport, load_fangshan, load_file, load_units
from wolaiban.places.models import Studio, Unit
from wolaiban.places.sheet import UnreadableSheet

pytestmark = pytest.mark.django_db

DISTRICT = {"代码": "110111000000", "名称": "北京市房山区", "简称": "房山区", "类型": "区"}
TOWN = {"代码": "110111103000", "名称": "窦店镇", "类型": "镇"}
VILLAGE = {"代码": "110111103217", "名称": "大高舍村委会", "类型": "村"}
NEIGHBOUR = {"代码": "110111103218", "名称": "小高舍村委会", "类型": "村"}
DEPARTMENT = {"代码": "110111D00001", "名称": "城市管理委员会", "简称": "区城市管理委", "类型": "区直部门"}
ALL = [DISTRICT, TOWN, VILLAGE, NEIGHBOUR, DEPARTMENT]


def with_columns(*rows: dict[str, str], **blank: str) -> list[dict[str, str]]:
    return [blank | row for row in rows]


def studio_at(code: str) -> str:
    return str(Studio.objects.get(units__code=code))


def only_fault(report: LoadReport) -> str:
    (fault,) = report.faults
    return str(fault)


def test_units_find_their_place_by_their_code() -> None:
    load_units(ALL)

    village = Unit.objects.get(code="110111103217")
    assert village.short_name == "大高舍村"
    assert village.parent == village.township == Unit.objects.get(code="110111103000")
    assert village.parent.township == village.parent
    assert village.parent.parent == Unit.objects.district()
    assert Unit.objects.get(code="110111D00001").township is None


def test_each_unit_but_a_department_gets_a_studio_of_its_own() -> None:
    load_units(ALL)

    assert Studio.objects.count() == 4
    assert studio_at("110111103217") == "大高舍村我来办工作室"
    assert Unit.objects.get(code="110111D00001").studio is None


def test_loading_twice_changes_nothing() -> None:
    first = load_units(ALL)
    before = list(Unit.objects.values()), list(Studio.objects.values())

    second = load_units(ALL)

    assert len(first.added) == 5
    assert (second.added, second.changed, len(second.unchanged)) == ([], [], 5)
    assert (list(Unit.objects.values()), list(Studio.objects.values())) == before


def test_the_order_of_rows_does_not_matter() -> None:
    load_units(reversed(ALL))

    assert Unit.objects.subtree(Unit.objects.get(code="110111103000")).count() == 3


def test_a_renamed_unit_is_updated_and_reported() -> None:
    load_units(ALL)

    report = load_units([DISTRICT, TOWN, VILLAGE | {"名称": "高舍村委会"}, NEIGHBOUR, DEPARTMENT])

    assert report.changed == ["110111103217"]
    renamed = Unit.objects.get(code="110111103217")
    assert (renamed.name, renamed.short_name) == ("高舍村委会", "高舍村")
    assert studio_at("110111103217") == "高舍村我来办工作室"


def test_units_that_the_file_leaves_out_stay_and_are_named() -> None:
    load_units(ALL)

    report = load_units([DISTRICT, TOWN, VILLAGE, DEPARTMENT])

    assert report.absent == ["110111103218"]
    assert Unit.objects.get(code="110111103218").active


def test_a_unit_that_is_gone_is_marked_not_deleted() -> None:
    load_units(ALL)

    load_units(with_columns(*ALL[:3], NEIGHBOUR | {"在用": "否"}, 在用=""))

    assert not Unit.objects.get(code="110111103218").active


def test_two_villages_can_share_one_studio_and_part_again() -> None:
    sharing = with_columns(*ALL[:3], NEIGHBOUR | {"共用工作室代码": "110111103217"}, 共用工作室代码="")
    load_units(sharing)
    village, neighbour = Unit.objects.studio_level()
    assert village.studio == neighbour.studio
    assert Studio.objects.count() == 3

    assert load_units(sharing).changed == []
    load_units(ALL[:4])  # without the column nothing is said about sharing
    neighbour.refresh_from_db()
    assert village.studio == neighbour.studio

    load_units(with_columns(*ALL[:4], 共用工作室代码=""))
    neighbour.refresh_from_db()
    assert studio_at("110111103218") == "小高舍村我来办工作室"


def test_phone_address_and_hours_are_the_studios_and_a_blank_keeps_them() -> None:
    load_units([DISTRICT, TOWN, VILLAGE | {"电话": "010-00000000", "接待时间": "每周三"}])

    report = load_units([DISTRICT, TOWN, VILLAGE | {"电话": "", "地址": "村委会一层"}])

    studio = Studio.objects.get(code="110111103217")
    assert (studio.phone, studio.address, studio.hours) == ("010-00000000", "村委会一层", "每周三")
    assert report.changed == ["110111103217"]


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (VILLAGE | {"代码": "11011110321"}, "代码应为 12 位数字"),
        (VILLAGE | {"代码": "110111999217"}, "找不到所属镇街 110111999000"),
        (VILLAGE | {"代码": "110112103217"}, "不属于 110111 区"),
        (VILLAGE | {"代码": "110111103000"}, "村的代码后 3 位不能是 000"),
        (TOWN | {"代码": "110111104001"}, "镇的代码应为前 9 位 + 000"),
        (DEPARTMENT | {"代码": "110111000009"}, "如 110111D00001"),
        (VILLAGE | {"类型": "小队"}, "不认识的类型“小队”"),
        (VILLAGE | {"名称": ""}, "没有名称"),
        (VILLAGE | {"在用": "也许"}, "“在用”应填 是 或 否"),
        (VILLAGE | {"共用工作室代码": "110111103299"}, "110111103299 不存在"),
        (VILLAGE | {"共用工作室代码": "110111D00001"}, "是部门，没有工作室"),
        (DEPARTMENT | {"共用工作室代码": "110111103217"}, "部门没有工作室"),
        (VILLAGE | {"名称": "长" * 101}, "名称超过 100 个字"),
    ],
)
def test_a_bad_row_is_named_with_its_line_and_nothing_is_written(row: dict[str, str], why: str) -> None:
    others = [other for other in (DISTRICT, TOWN, DEPARTMENT) if other["类型"] != row["类型"]]

    report = load_units([*others, row])

    assert why in only_fault(report)
    assert only_fault(report).startswith(f"第 {len(others) + 2} 行")
    assert not report.written
    assert Unit.objects.count() == Studio.objects.count() == 0


def test_a_code_may_stand_in_the_file_once() -> None:
    report = load_units([DISTRICT, TOWN, VILLAGE, VILLAGE])

    assert [fault.line for fault in report.faults] == [4, 5]


def test_a_shared_studio_cannot_be_shared_through_a_third_unit() -> None:
    chain = [
        VILLAGE | {"共用工作室代码": "110111103218"},
        NEIGHBOUR | {"共用工作室代码": "110111103219"},
        VILLAGE | {"代码": "110111103219"},
    ]

    assert "直接填那一家的代码" in only_fault(load_units([DISTRICT, TOWN, *chain]))


def test_a_dry_run_reports_and_writes_nothing() -> None:
    report = load_units(ALL, dry_run=True)

    assert len(report.added) == 5
    assert not Unit.objects.exists()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_files_are_read_as_spreadsheets_save_them(tmp_path: Path, encoding: str) -> None:
    sheet = tmp_path / "units.csv"
    lines = [
        "代码, 名称 ,类型,备注",
        "110111000000,北京市房山区,district,",
        ",,,",
        "110111103000,窦店镇,镇,新",
    ]
    sheet.write_text("\r\n".join(lines), encoding=encoding, newline="")

    assert load_file(sheet).added == ["110111000000", "110111103000"]


def test_line_numbers_are_the_spreadsheets(tmp_path: Path) -> None:
    sheet = tmp_path / "units.csv"
    sheet.write_text("代码,名称,类型\n110111000000,房山区,区\n\n\n1,窦店镇,镇\n", encoding="utf-8")

    assert only_fault(load_file(sheet)).startswith("第 5 行 1：")


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "没有数据行"),
        ("代码,名称,类型\n".encode(), "没有数据行"),
        ("代码,名称\n110111000000,房山区\n".encode(), "缺少列：类型"),
        (b"PK\x03\x04\xff\xff\xff", "不是文本表格"),
        (None, "打不开文件"),
    ],
)
def test_what_is_no_units_file_is_refused_in_words(tmp_path: Path, content: bytes | None, why: str) -> None:
    sheet = tmp_path / "units.csv"
    if content is not None:
        sheet.write_bytes(content)

    with pytest.raises(UnreadableSheet, match=why):
        load_file(sheet)


def test_fangshan_is_complete() -> None:
    report = load_fangshan()

    assert report.written
    assert Unit.objects.townships().count() == 28
    assert Unit.objects.filter(kind="community").count() == 210
    assert Unit.objects.filter(kind="village").count() == 459
    assert Unit.objects.departments().count() == 38
    assert Unit.objects.subtree(Unit.objects.district()).count() == len(report.added) == 736
    assert not Studio.objects.exclude(phone="").exists()  # no phone of a real unit is invented
