"""A table of somebody else's comes in whole: every sound row once, every bad row named."""

from __future__ import annotations

import csv
import gzip
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from tests.cast import DAGAOSHE, DONGFEN, Cast
from tests.importing.conftest import Import
from tests.ledger.forging import forge
from wolaiban.cases.actions.bulk import register_many
from wolaiban.cases.actions.registering import Report, Reporter, register
from wolaiban.cases.models import Case, Event, Statement
from wolaiban.importing.refusals import BadFile
from wolaiban.installation.trouble import Trouble
from wolaiban.ledger.verifying import Verification
from wolaiban.process.calendar import BEIJING
from wolaiban.process.words import Channel
from wolaiban.residents import vault
from wolaiban.residents.models import Resident

Table = Callable[..., Path]
MESSAGES = Path(__file__).resolve().parents[3] / "shared/data/messages/messages_4326.csv.gz"
HEADER = "编号,标题,内容,时间,反映人,电话\n"


def words_of(case: Case) -> str:
    return Statement.objects.filter(case=case).get().words or ""


def results(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def faults() -> list[str]:
    return [str(finding) for finding in Verification().findings()]


# ---- What is recognised


@pytest.mark.parametrize(
    "header",
    [
        "编号,标题,内容,时间,反映人,电话,地点",
        "留言编号,留言主题,留言详情,留言时间,留言用户,联系电话,地址",
        "msg_id,title,body,time,user,phone,address",
        " ID , Title,Words,Date,Name,Mobile,Place",
        "编 号,标题*,内容（必填）,时间：,姓名(选填),手机号码,事发地点",
    ],
)
def test_headers_in_many_words(bring_in: Import, table: Table, header: str) -> None:
    path = table(f"{header}\n7,路灯不亮,村口路灯三天不亮,2019/2/28 11:25:05,王秀兰,13900000009,村口\n")

    assert bring_in(path, "--unit", DONGFEN) == 0
    case = Case.objects.get()
    assert (case.title, case.place_words, words_of(case)) == ("路灯不亮", "村口", "村口路灯三天不亮")
    assert (case.unit.code, case.channel, case.stage) == (DONGFEN, Channel.IMPORT, "reported")
    assert case.reported_at == datetime(2019, 2, 28, 11, 25, 5, tzinfo=BEIJING)
    assert case.registered_at > case.reported_at
    masked = vault.masked(case.complainants.get().resident)
    assert (masked.name, masked.phone) == ("王*兰", "139****0009")
    assert faults() == []


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_encodings_and_delimiters(bring_in: Import, table: Table, encoding: str, delimiter: str) -> None:
    rows = [["标题", "内容"], ["路灯，不亮", f"第一行{delimiter}“引号”\n第二行"]]
    text = "".join(delimiter.join(f'"{cell}"' for cell in row) + "\r\n" for row in rows)

    assert bring_in(table(text, encoding=encoding), "--unit", DONGFEN) == 0
    assert words_of(Case.objects.get()) == f"第一行{delimiter}“引号”\n第二行"


def test_a_gzipped_file(bring_in: Import, tmp_path: Path) -> None:
    path = tmp_path / "list.csv.gz"
    path.write_bytes(gzip.compress("标题\n路灯不亮\n".encode()))

    assert bring_in(path, "--unit", DONGFEN) == 0
    assert (tmp_path / "list-result.csv").exists()


def test_a_workbook_with_a_heading_a_date_and_a_number_for_a_phone(bring_in: Import, tmp_path: Path) -> None:
    book = Workbook()
    page = book.active
    assert page is not None
    page.append(["2024 年诉求台账"])
    page.append([None])
    page.append(["编号", "内容", "时间", "姓名", "电话", "=1+1"])
    page.append([12, "井盖丢了", datetime(2024, 3, 1, 9, 30), "李明", 13900000008, "=1+1"])  # noqa: DTZ001
    path = tmp_path / "台账.xlsx"
    book.save(path)

    assert bring_in(path, "--unit", DONGFEN, "--result", tmp_path / "r.xlsx") == 0
    case = Case.objects.get()
    assert case.reported_at == datetime(2024, 3, 1, 9, 30, tzinfo=BEIJING)
    assert vault.masked(case.complainants.get().resident).phone == "139****0008"
    written = list(load_workbook(tmp_path / "r.xlsx").worksheets[0].iter_rows(values_only=True))
    assert written[1][:4] == (4, "12", "新登记", case.number)


def test_the_same_rows_as_csv_and_as_workbook_are_the_same_matters(
    bring_in: Import, table: Table, tmp_path: Path
) -> None:
    book = Workbook()
    assert book.active is not None
    book.active.append(["编号", "内容", "时间"])
    book.active.append([12, "井盖\n丢了", datetime(2024, 3, 1, 9, 30)])  # noqa: DTZ001
    book.save(tmp_path / "a.xlsx")

    bring_in(tmp_path / "a.xlsx", "--unit", DONGFEN)
    bring_in(table('id,time,body\n12,2024/3/1 9:30,"井盖\r\n丢了"\n'), "--unit", DONGFEN)

    assert Case.objects.count() == 1


def test_columns_told_by_map(bring_in: Import, table: Table) -> None:
    path = table("甲,乙,user\n路灯不亮了,村口,王秀兰\n")

    bring_in(path, "--unit", DONGFEN, "--map", "甲=内容", "--map", "乙=place", "--map", "user=")

    case = Case.objects.get()
    assert (words_of(case), case.place_words) == ("路灯不亮了", "村口")
    assert case.complainants.get().resident.is_anonymous


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("--map", "丙=内容"), "没有 --map 里的“丙”"),
        (("--map", "甲=颜色"), "没有“颜色”这个字段"),
        (("--map", "甲"), "应写成 列=字段"),
        ((), "认不出表头"),
    ],
)
def test_columns_that_cannot_be_told(
    bring_in: Import, table: Table, arguments: tuple[str, ...], why: str
) -> None:
    with pytest.raises(BadFile, match=why):
        bring_in(table("甲,乙\n一,二\n"), "--unit", DONGFEN, *arguments)


# ---- Who, where, how


@pytest.mark.parametrize("name", ["A000102948", "UU008363", "王**", "匿名", "热心网友", "", "不详", "-"])
def test_a_name_that_is_none_makes_an_anonymous_report(bring_in: Import, table: Table, name: str) -> None:
    assert bring_in(table(f"{HEADER}1,灯,灯坏了,2019/1/1,{name},138****0000\n"), "--unit", DONGFEN) == 0

    complainant = Case.objects.get().complainants.get()
    assert complainant.resident.is_anonymous
    assert not complainant.reachable


def test_a_unit_of_the_row_goes_before_that_of_the_file(bring_in: Import, table: Table) -> None:
    text = f"内容,单位,镇街\n一,大高舍村,\n二,{DAGAOSHE},\n三,窦店镇大高舍村,\n四,,\n五,辛庄村,城关街道\n六,辛庄村,\n七,没有村,\n"
    path = table(text)

    assert bring_in(path, "--unit", DONGFEN) == 1
    assert {words_of(c): c.unit.short_name for c in Case.objects.all()} == {
        "一": "大高舍村", "二": "大高舍村", "三": "大高舍村", "四": "东坟村", "五": "辛庄村",
    }  # fmt: skip
    bad = {
        row["行号"]: row["说明"]
        for row in results(path.with_name("list-result.csv"))
        if row["结果"] == "未能登记"
    }
    assert bad.keys() == {"7", "8"}
    assert "请写明镇街或代码" in bad["7"]
    assert bad["8"] == "找不到单位“没有村”"


def test_category_and_channel(cast: Cast, bring_in: Import, table: Table) -> None:
    category = cast.category()
    text = f"内容,类别,渠道\n一,{category.path},来电\n二,{category.code},12345\n三,没有的类别,飞鸽\n"
    path = table(text)

    assert bring_in(path, "--unit", DONGFEN) == 0
    one, two, three = Case.objects.order_by("pk")
    assert (one.category_id, two.category_id, three.category_id) == (category.pk, category.pk, None)
    assert (one.channel, two.channel, three.channel) == ("call", "hotline", "import")
    remarks = results(path.with_name("list-result.csv"))[2]["说明"]
    assert "不在现行事项目录里" in remarks
    assert "不认识的渠道“飞鸽”" in remarks


def test_spreading_is_the_same_every_time_and_stays_in_the_township(bring_in: Import, table: Table) -> None:
    path = table("编号,内容\n" + "".join(f"{n},第 {n} 件\n" for n in range(60)))

    bring_in(path, "--spread")
    first = {words_of(c): c.unit.code for c in Case.objects.all()}
    forge("DELETE FROM workflow_submission")
    bring_in(path, "--spread")
    again = {words_of(c): c.unit.code for c in Case.objects.order_by("pk")[60:]}
    bring_in(
        table("编号,内容\n" + "".join(f"{n},窦店 {n}\n" for n in range(9))),
        "--spread",
        "--township",
        "窦店镇",
    )

    assert first == again
    assert len(set(first.values())) > 40
    assert {c.unit.township.short_name for c in Case.objects.all()[120:] if c.unit.township} == {"窦店镇"}


def test_by_whom(cast: Cast, bring_in: Import, table: Table) -> None:
    bring_in(table("内容\n一\n"), "--unit", DONGFEN)
    bring_in(table("内容\n二\n"), "--unit", DONGFEN, "--by", "qin")

    registrars = Case.objects.order_by("pk").values_list("registered_by__username", flat=True)
    assert list(registrars) == ["shen", "qin"]
    assert [event.role for event in Event.objects.order_by("pk")] == ["", "agent"]
    with pytest.raises(Trouble, match="没有登录名为“nobody”"):
        bring_in(table("内容\n三\n"), "--unit", DONGFEN, "--by", "nobody")


def test_somebody_who_may_not_register_there(bring_in: Import, table: Table) -> None:
    path = table("内容\n一\n")

    assert bring_in(path, "--unit", DAGAOSHE, "--by", "qin") == 1
    assert "登记大高舍村的事项" in results(path.with_name("list-result.csv"))[0]["说明"]
    assert not Case.objects.exists()


# ---- Rows that are bad, and rows that are there


BAD = (
    "1,灯,灯坏了,2019/1/1,王秀兰,139000\n"
    "2,,,2019/1/1,,\n"
    "3,灯,灯坏了,昨天,,\n"
    "4,灯,灯坏了,2999/1/1,,\n"
    "\n"
    "=5,灯,这一行是好的,2019-1-1 8:05,,\n"
    "6,灯,灯坏了,2019/2/30,,\n"
)


def test_bad_rows_are_named_and_all_others_come_in(
    bring_in: Import, table: Table, capsys: pytest.CaptureFixture[str]
) -> None:
    path = table(HEADER + BAD)

    assert bring_in(path, "--unit", DONGFEN) == 1

    said = capsys.readouterr().out
    assert {words_of(case) for case in Case.objects.all()} == {"灯坏了", "这一行是好的"}
    assert "新登记 2 · 已在册 0 · 未能登记 4" in said
    assert "第 3 行：没有内容" in said
    found = {row["行号"]: row["说明"] for row in results(path.with_name("list-result.csv")) if row["行号"]}
    assert found.keys() == {"2", "3", "4", "5", "6", "7", "8"}
    assert found["6"] == "空行"
    assert "电话没有录：手机号码应为 11 位" in found["2"]
    assert "139000" not in found["2"]
    assert "读不懂" in found["4"]
    assert "还没有到" in found["5"]


def test_the_result_sheet_runs_no_formula(bring_in: Import, table: Table) -> None:
    path = table(HEADER + BAD)
    bring_in(path, "--unit", DONGFEN)

    assert [row["编号"] for row in results(path.with_name("list-result.csv"))][5] == "'=5"


def test_a_second_run_adds_only_what_was_mended(
    bring_in: Import, table: Table, capsys: pytest.CaptureFixture[str]
) -> None:
    bring_in(table(HEADER + BAD), "--unit", DONGFEN)
    bring_in(table(HEADER + BAD.replace("昨天", "2019/1/2")), "--unit", DONGFEN, "--by", "qin")

    assert "新登记 1 · 已在册 2 · 未能登记 3" in capsys.readouterr().out
    assert faults() == []


def test_the_same_row_twice_in_one_file_is_one_matter(
    bring_in: Import, table: Table, capsys: pytest.CaptureFixture[str]
) -> None:
    text = "内容,姓名\n灯坏了,王秀兰\n灯坏了,王秀兰\n灯坏了,李明\n"
    bring_in(table(text), "--unit", DONGFEN, "--dry-run")
    bring_in(table(text), "--unit", DONGFEN)

    said = capsys.readouterr().out
    assert "可以登记 2 · 已在册 1 · 未能登记 0" in said
    assert "新登记 2 · 已在册 1 · 未能登记 0" in said


def test_a_dry_run_leaves_nothing(
    bring_in: Import, table: Table, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = Resident.objects.count()

    assert bring_in(table(HEADER + BAD), "--unit", DONGFEN, "--dry-run") == 1

    assert "可以登记 2 · 已在册 0 · 未能登记 4" in capsys.readouterr().out
    assert not Case.objects.exists()
    assert Resident.objects.count() == before
    assert [path.name for path in tmp_path.iterdir()] == ["list.csv"]


def test_nothing_that_was_said_is_cut(bring_in: Import, table: Table) -> None:
    title, body, place = "标" * 60, "话" * 7000, "地" * 300

    bring_in(table(f"标题,内容,地点\n{title},{body}\x00,{place}\n"), "--unit", DONGFEN)

    case = Case.objects.get()
    assert words_of(case) == f"{title}\n\n地点：{place}\n\n{body}"
    assert case.title == title[:40]


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("a.csv", b"", "文件是空的"),
        ("a.xlsx", b"no workbook", "已损坏"),
        ("a.csv.gz", b"no gzip", "已损坏"),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "已损坏"),
        ("a.csv", b"\xff\xfe\xfd\x81\x20\xff", "编码|认不出|已损坏|不是"),
    ],
)
def test_a_file_that_cannot_be_read(
    bring_in: Import, tmp_path: Path, name: str, content: bytes, why: str
) -> None:
    (tmp_path / name).write_bytes(content)

    with pytest.raises(BadFile, match=why):
        bring_in(tmp_path / name, "--unit", DONGFEN)


def test_a_file_that_is_not_there_and_a_unit_that_is_not_told(
    bring_in: Import, table: Table, tmp_path: Path
) -> None:
    with pytest.raises(BadFile, match="打不开文件"):
        bring_in(tmp_path / "nothing.csv", "--unit", DONGFEN)
    with pytest.raises(BadFile, match="--unit"):
        bring_in(table("内容\n一\n"))
    with pytest.raises(BadFile, match="找不到单位"):
        bring_in(table("内容\n一\n"), "--unit", "没有村")
    with pytest.raises(BadFile, match="就是导入的文件"):
        bring_in(path := table("内容\n一\n"), "--unit", DONGFEN, "--result", path)


# ---- In bulk as one by one


def test_bulk_leaves_the_rows_that_registering_leaves(cast: Cast) -> None:
    reports = [
        Report(unit=cast.unit(DONGFEN), words=" 灯坏了\n两天了 ", channel=Channel.IMPORT, reporters=[who])
        for who in (
            Reporter(),
            Reporter(name="王秀兰", phone="13900000009"),
            Reporter(resident=cast.resident("li")),
        )
    ]
    at = datetime(2026, 3, 2, 9, tzinfo=BEIJING)

    alone = [register(report, by=cast.actor("qin"), at=at) for report in reports]
    together = register_many(reports, by=cast.actor("qin"), at=at)

    names = {field.attname for field in Case._meta.concrete_fields} - {"id", "number", "salt", "head"}
    for one, other in zip(alone, together, strict=True):
        one.refresh_from_db()
        other.refresh_from_db()
        assert {n: getattr(one, n) for n in names} == {n: getattr(other, n) for n in names}
        assert one.events.get().answers.keys() == other.events.get().answers.keys()
        assert one.events.get().role == other.events.get().role
        assert words_of(one) == words_of(other)
        assert one.complainants.get().reachable == other.complainants.get().reachable
    assert faults() == []


@pytest.mark.skipif(not MESSAGES.exists(), reason="the public messages are not beside this repository")
def test_the_public_messages_come_in(
    bring_in: Import, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "messages.csv"
    path.write_bytes(gzip.decompress(MESSAGES.read_bytes()))

    assert bring_in(path, "--spread") == 0
    assert "新登记 4326 · 已在册 0 · 未能登记 0" in capsys.readouterr().out
    assert bring_in(path, "--spread") == 0
    assert "新登记 0 · 已在册 4326 · 未能登记 0" in capsys.readouterr().out
    assert faults() == []


def test_words_that_nobody_would_see_are_no_matter(
    bring_in: Import, table: Table, capsys: pytest.CaptureFixture[str]
) -> None:
    assert bring_in(table(HEADER + "7,\u200b,\u200b\u200b,2019-1-1 8:05,,\n"), "--unit", DONGFEN) == 1
    assert "未能登记 1" in capsys.readouterr().out
    assert not Case.objects.exists()
