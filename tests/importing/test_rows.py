"""What is read of a row: times, units, phones, ids. A flaw in a particular keeps no matter out, and is said."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cast import DONGFEN
from tests.importing.conftest import Import
from tests.importing.sheets import cases, identity, remarks, sheet, units
from wolaiban.importing import moments
from wolaiban.importing.directory import Directory
from wolaiban.importing.refusals import BadRow
from wolaiban.process.calendar import BEIJING

TIMES = {
    "2026年3月5日中午1点": "2026-03-05 13:00",
    "2026年3月5日中午12点半": "2026-03-05 12:30",
    "2026年3月5日中午11点半": "2026-03-05 11:30",
    "2026年3月5日晚上12点": "2026-03-06 00:00",
    "2026年3月5日晚上7点": "2026-03-05 19:00",
    "2026年3月5日晚8点20分": "2026-03-05 20:20",
    "2026年3月5日晚上1点": "2026-03-06 01:00",
    "2026年3月5日凌晨2点": "2026-03-05 02:00",
    "2026年3月5日凌晨12点": "2026-03-05 00:00",
    "2026年3月5日下午三点半": "2026-03-05 15:30",
    "2026年3月5日傍晚6点": "2026-03-05 18:00",
    "2026年3月5日上午十点一刻": "2026-03-05 10:15",
    "2026年3月5日下午两点三刻": "2026-03-05 14:45",
    "2026年3月5日早上8点左右": "2026-03-05 08:00",
    "2026年3月5日 星期四 上午9时许": "2026-03-05 09:00",
    "2026年3月5日24:00": "2026-03-06 00:00",
    "2026年3月5号": "2026-03-05 00:00",
    "2026年3月5日（周四）": "2026-03-05 00:00",
    "2026年3月5日上午": "2026-03-05 00:00",
    "2026．3．5": "2026-03-05 00:00",
    "2026、3、5": "2026-03-05 00:00",
    "26.3.5": "2026-03-05 00:00",
    "20260305": "2026-03-05 00:00",
    "二〇二六年三月五日": "2026-03-05 00:00",
    "2026.3.5 9.30": "2026-03-05 09:30",
    "2026 年 3 月 5 日 9 ： 30": "2026-03-05 09:30",
    "2026-3-1 8:05": "2026-03-01 08:05",
    "2026/3/5 3:05 PM": "2026-03-05 15:05",
    "2026/3/5 12:00 AM": "2026-03-05 00:00",
    "46086.5": "2026-03-05 12:00",
}


@pytest.mark.parametrize("text", TIMES)
def test_times_as_people_write_them(text: str) -> None:
    assert f"{moments.read(text).astimezone(BEIJING):%Y-%m-%d %H:%M}" == TIMES[text]


@pytest.mark.parametrize(
    "text", ["昨天", "2026年3月", "3月5日", "2026/2/30", "03-05-26", "2026-3-5 25:00", "2026年3月5日某时", ""]
)
def test_what_is_no_time(text: str) -> None:
    with pytest.raises(moments.NoMoment):
        moments.read(text)


UNITS = {
    "海逸半岛": "西潞街道海逸半岛社区",
    "海逸半岛社区居民委员会": "西潞街道海逸半岛社区",
    "海逸半岛居委会": "西潞街道海逸半岛社区",
    "东坟": "城关街道东坟村",
    "东坟村民委员会": "城关街道东坟村",
    "东坟村委会": "城关街道东坟村",
    "城关街道 东坟村": "城关街道东坟村",
    "城关街道办事处东坟村": "城关街道东坟村",
    "城关-东坟村": "城关街道东坟村",
    "房山区城关街道东坟村": "城关街道东坟村",
    "北京市房山区东坟村": "城关街道东坟村",
    "东坟村\u200b": "城关街道东坟村",
    "城关街道辛庄村": "城关街道辛庄村",
    "窦店": None,
    "窦店村": "窦店镇窦店村",
    "窦店社区": "窦店镇窦店社区",
    "窦店镇": "窦店镇",
    "良乡镇": "良乡地区",
    "周口店地区办事处": "周口店地区",
    "新镇": "新镇街道",
    DONGFEN: "城关街道东坟村",
}


@pytest.mark.parametrize("text", UNITS)
@pytest.mark.usefixtures("cast")
def test_units_as_people_write_them(text: str) -> None:
    directory, unit = Directory.read(), UNITS[text]
    if unit is None:
        with pytest.raises(BadRow, match="请写明镇街或代码"):
            directory.find(text, "")
    else:
        assert directory.find(text, "").full_name == unit


@pytest.mark.parametrize(
    ("text", "township", "why"),
    [
        ("东坟村", "窦店镇", "镇街与村居对不上：窦店镇没有“东坟村”，只有城关街道东坟村"),
        ("窦店镇东坟村", "", "镇街与村居对不上"),
        ("东坟村", "没有镇", "找不到镇街“没有镇”"),
        ("辛庄村", "", "请写明镇街或代码"),
        ("东汶村", "", "找不到单位“东汶村”"),
    ],
)
@pytest.mark.usefixtures("cast")
def test_units_that_cannot_be_told(text: str, township: str, why: str) -> None:
    with pytest.raises(BadRow, match=why):
        Directory.read().find(text, township)


@pytest.mark.usefixtures("cast")
def test_a_township_told_for_the_file_narrows() -> None:
    assert Directory.read(unit="城关街道").find("辛庄村", "").full_name == "城关街道辛庄村"


def test_a_contradiction_keeps_the_row_out(bring_in: Import, tmp_path: Path) -> None:
    path = sheet(
        tmp_path / "a.xlsx",
        ["镇街", "村", "反映内容"],
        ["窦店镇", "东坟村", "对不上"],
        ["城关", "辛庄", "对得上"],
        ["窦店镇", None, "没写村"],
    )

    assert bring_in(path, "--unit", DONGFEN) == 1
    assert units() == {"对得上": "城关街道辛庄村"}
    assert "镇街与村居对不上" in remarks(path)["2"]
    assert "东坟村不在那里" in remarks(path)["4"]


def test_a_unit_left_empty_is_said(bring_in: Import, tmp_path: Path) -> None:
    path = sheet(tmp_path / "a.xlsx", ["反映内容", "单位"], ["路灯", None])

    assert bring_in(path, "--unit", DONGFEN) == 0
    assert remarks(path)["2"] == "单位空着，登记到东坟村"


# ---- Who


PHONES = {
    "13900000031": "13900000031",
    "139-0000-0031": "13900000031",
    "13900000031.0": "13900000031",
    "电话：13900000031": "13900000031",
    "01069350000": "010-69350000",
    "69350000": "010-69350000",
    "13900000031（女儿）": "13900000031",
    "+86 400 810 0000": "4008100000",
}


def _one(bring_in: Import, path: Path, **cells: object) -> tuple[str, str]:
    """Bring one row in; returns the phone and what is said of the row."""
    assert bring_in(sheet(path, ["反映内容", *cells], ["路灯", *cells.values()]), "--unit", DONGFEN) == 0
    return identity(cases()["路灯"]).phone, remarks(path)["2"]


@pytest.mark.parametrize("text", PHONES)
def test_phones_as_a_clerk_reads_them(bring_in: Import, tmp_path: Path, text: str) -> None:
    assert _one(bring_in, tmp_path / "a.xlsx", 电话=text) == (PHONES[text], "")


def test_a_phone_that_lost_its_nought(bring_in: Import, tmp_path: Path) -> None:
    assert _one(bring_in, tmp_path / "a.xlsx", 电话=1069350000) == ("010-69350000", "")


def test_the_first_of_two_phones_is_taken(bring_in: Import, tmp_path: Path) -> None:
    said = _one(bring_in, tmp_path / "a.xlsx", 电话="13900000031/13900000032")

    assert said == ("13900000031", "")
    assert identity(cases()["路灯"]).phone_note == "13900000032"


def test_what_is_too_long_beside_a_phone_is_left_out_and_said(bring_in: Import, tmp_path: Path) -> None:
    said = _one(bring_in, tmp_path / "a.xlsx", 电话=f"13900000031（{'长' * 80}）")

    assert said == ("13900000031", "电话旁边的说明太长，没有录")


@pytest.mark.parametrize("text", ["1390000", "1.39E+10", "打村里", "139000000312"])
def test_a_phone_that_is_none_is_left_out_and_said(bring_in: Import, tmp_path: Path, text: str) -> None:
    phone, said = _one(bring_in, tmp_path / "a.xlsx", 姓名="庚某", 电话=text)

    assert phone == ""
    assert said.startswith("电话")
    assert "没有录" in said
    assert text not in said


@pytest.mark.parametrize(
    "value", [1.1011119400512e17, "110111194005120000", "1.10111E+17", "1.10111194005120e+17"]
)
def test_an_id_that_a_spreadsheet_rounded_is_left_out_and_said(
    bring_in: Import, tmp_path: Path, value: object
) -> None:
    _, said = _one(bring_in, tmp_path / "a.xlsx", 姓名="己一", 身份证号=value)

    assert identity(cases()["路灯"]).id_number == ""
    assert said == "身份证号被表格软件当成数字改过，后几位不对，没有录"


def test_other_flaws_of_particulars_are_left_out_and_said(bring_in: Import, tmp_path: Path) -> None:
    _, said = _one(
        bring_in, tmp_path / "a.xlsx", 姓名="长" * 41, 身份证号="110111195503120025", 住址="#DIV/0!"
    )

    who = identity(cases()["路灯"])
    assert (who.name, who.id_number, who.address) == ("", "", "")
    assert "姓名没有录" in said
    assert "身份证号没有录" in said
    assert "住址一格是表格的出错值 #DIV/0!，没有录" in said


def test_error_values_are_no_words(bring_in: Import, tmp_path: Path) -> None:
    path = sheet(tmp_path / "a.xlsx", ["姓名", "反映内容"], ["#NAME?", "姓名出错"], ["癸某", "#REF!"])

    assert bring_in(path, "--unit", DONGFEN) == 1
    assert cases().keys() == {"姓名出错"}
    assert cases()["姓名出错"].complainants.get().resident.is_anonymous
    assert remarks(path)["3"] == "没有内容；内容一格是表格的出错值 #REF!，没有录"


def test_characters_that_are_dropped_are_said(bring_in: Import, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("内容\n路灯\x07不\x0b亮\n\u200b\u200b\n", encoding="utf-8")

    assert bring_in(path, "--unit", DONGFEN) == 1
    assert cases().keys() == {"路灯不亮"}
    assert remarks(path)["2"] == "去掉了 2 个不能显示的控制字符"
    assert remarks(path)["3"] == "没有内容"
