"""Files of other programs are read or refused in true words, by what is in them; none takes the machine with it."""

from __future__ import annotations

import zipfile
from pathlib import Path

import openpyxl
import pytest
from openpyxl import Workbook

from tests.cast import DONGFEN
from tests.importing.conftest import Import
from tests.importing.sheets import cases, moments, remarks, results, sheet
from wolaiban.importing import bounds, files
from wolaiban.importing.refusals import BadFile
from wolaiban.importing.understanding import understand

OLD = Path(__file__).with_name(
    "ledger.xls"
)  # a sheet with merged cells, a rounded id and a day; and a hidden one
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ODS = """<?xml version="1.0" encoding="UTF-8"?>
<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 office:version="1.2"><office:body><office:spreadsheet><table:table table:name="一月">%s</table:table></office:spreadsheet>
</office:body></office:document-content>"""


def ods(path: Path, *rows: str) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr(
            "content.xml", ODS % "".join(f"<table:table-row>{row}</table:table-row>" for row in rows)
        )
        archive.writestr(
            "META-INF/manifest.xml",
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
        )
    return path


def cell(text: str, more: str = "") -> str:
    return f'<table:table-cell office:value-type="string" {more}><text:p>{text}</text:p></table:table-cell>'


def test_an_old_workbook(bring_in: Import, tmp_path: Path) -> None:
    path = tmp_path / "旧台账.xls"
    path.write_bytes(OLD.read_bytes())

    assert bring_in(path) == 0
    assert {words: case.unit.short_name for words, case in cases().items()} == {
        "路灯不亮": "东坟村",
        "井盖松动": "东坟村",
    }
    assert moments() == {"路灯不亮": "2026-03-05 00:00", "井盖松动": "2026-03-06 00:00"}
    assert "身份证号被表格软件当成数字改过" in remarks(path)["2"]
    assert any("“旧”没有读：是隐藏的" in row["说明"] for row in results(path))


def test_an_old_workbook_is_read_where_no_key_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.xls").write_bytes(OLD.read_bytes())
    monkeypatch.chdir(tmp_path)

    assert len(list(understand(Path("a.xls")).rows())) == 2
    assert files.ENVIRONMENT.keys() == {"PYTHONPATH", "LANG"}


def test_an_open_document(bring_in: Import, tmp_path: Path) -> None:
    day = '<table:table-cell office:value-type="date" office:date-value="2026-03-05"><text:p>3/5</text:p></table:table-cell>'
    path = ods(
        tmp_path / "a.ods",
        cell("反映时间") + cell("反映内容") + cell("单位"),
        day
        + cell("路灯不亮")
        + cell("东坟村", 'table:number-rows-spanned="2" table:number-columns-spanned="1"'),
        cell("2026.3.6") + cell("井盖松动") + "<table:covered-table-cell/>",
    )

    assert bring_in(path) == 0
    assert moments() == {"路灯不亮": "2026-03-05 00:00", "井盖松动": "2026-03-06 00:00"}
    assert {case.unit.short_name for case in cases().values()} == {"东坟村"}


def test_a_file_is_read_by_what_it_is_and_not_by_its_name(bring_in: Import, tmp_path: Path) -> None:
    path = sheet(tmp_path / "a.xlsx", ["反映内容"], ["路灯"]).rename(tmp_path / "a.xls")
    text = tmp_path / "b.xls"
    text.write_text("反映内容\t电话\n井盖\t13900000031\n", encoding="gb18030")

    assert bring_in(path, "--unit", DONGFEN) == 0
    assert bring_in(text, "--unit", DONGFEN) == 0
    assert cases().keys() == {"路灯", "井盖"}


def _zip(*names: str) -> bytes:
    import io

    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return held.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("a.et", OLE, "WPS 表格自己的格式.*另存为 .xlsx"),
        ("a.xlsx", OLE + "EncryptedPackage".encode("utf-16-le"), "有打开密码"),
        ("a.xls", OLE + b"\0" * 600, "已损坏"),
        ("a.doc", OLE + "WordDocument".encode("utf-16-le"), "是 Word 文档"),
        ("a.xls", OLE + "WordDocument".encode("utf-16-le"), "是 Word 文档"),
        ("a.xlsx", _zip("word/document.xml"), "是 Word 文档"),
        ("a.xlsx", _zip("xl/workbook.bin"), "二进制格式"),
        ("a.zip", _zip("台账.csv"), "是压缩包.*先解压"),
        ("a.xls", b"<html><table><tr><td>1", "其实是网页"),
        ("a.csv", b"%PDF-1.7", "是 PDF"),
        ("a.numbers", b"PK", "Numbers"),
        ("a.xls", b"\x09\x08\0\0", "很旧的 .xls"),
    ],
)
def test_what_is_refused_is_refused_in_true_words(
    tmp_path: Path, name: str, content: bytes, why: str
) -> None:
    (tmp_path / name).write_bytes(content)

    with pytest.raises(BadFile, match=why):
        understand(tmp_path / name)


# ---- Text tables with a quote astray


HEADING = "反映内容,反映时间,姓名,联系电话\n"
LIGHT, ROOF, LID = (
    f"{words},2026-03-05,戊某,1390000001{n}\n" for n, words in enumerate(("路灯", "屋顶", "井盖"))
)


@pytest.mark.parametrize(
    "text",
    [
        HEADING + LIGHT + '"' + ROOF + LID,
        HEADING + LIGHT + '"' + ROOF + LID.replace("井盖", '井盖"'),
        HEADING + LIGHT + ROOF.replace("13900000011", '"13900000011') + LID,
        HEADING + LIGHT + '"' + ROOF + '"' + LID,
    ],
)
def test_a_stray_quote_swallows_no_rows(bring_in: Import, tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.csv"
    path.write_text(text, encoding="gb18030")

    assert bring_in(path, "--unit", DONGFEN) == 0
    assert {words.strip('"') for words in cases()} == {"路灯", "屋顶", "井盖"}
    assert "引号没有配对" in remarks(path)["3"]


def test_a_quote_that_leaves_the_row_unclear_is_refused_before_anything_is_registered(
    bring_in: Import, tmp_path: Path
) -> None:
    path = tmp_path / "a.csv"
    path.write_text(HEADING + LIGHT + '"屋顶,漏雨,2026-03-05,戊某,13900000011\n' + LID, encoding="utf-8")

    with pytest.raises(BadFile, match="第 3 行有一个引号没有配对"):
        bring_in(path, "--unit", DONGFEN)
    assert not cases()


def test_a_stray_quote_in_a_table_of_one_column_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('反映内容\n"路灯\n井盖\n', encoding="utf-8")

    with pytest.raises(BadFile, match="第 2 行有一个引号没有配对"):
        understand(path)


def test_words_over_several_lines_stay_together(bring_in: Import, tmp_path: Path) -> None:
    words = '一是路灯,二是井盖,\n三是"楼道",2026 年都没修\n13900000011,请回电'
    path = tmp_path / "a.csv"
    path.write_text(HEADING + '"{}",2026-03-05,戊某,\n'.format(words.replace('"', '""')), encoding="utf-8")

    assert bring_in(path, "--unit", DONGFEN) == 0
    assert cases().keys() == {words}


# ---- Bounds


def test_a_workbook_that_unpacks_to_too_much_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bounds, "MOST_UNPACKED", 100_000)
    path = sheet(tmp_path / "a.xlsx", ["反映内容"], *(["路灯" * 100] for _ in range(2000)))
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/x.bin", b"\0" * 200_000)

    with pytest.raises(BadFile, match="太大了"):
        understand(path)


def test_a_sheet_of_too_many_rows_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounds, "MOST_ROWS", 50)
    path = sheet(tmp_path / "a.xlsx", ["反映内容"], *(["路灯"] for _ in range(60)))

    with pytest.raises(BadFile, match="超过 50 行"):
        list(understand(path).rows())


def test_a_cell_in_the_last_corner_takes_no_memory(tmp_path: Path) -> None:
    corner = cell("反映内容") + '<table:table-cell table:number-columns-repeated="16000"/>' + cell("x")
    path = ods(
        tmp_path / "a.ods",
        corner,
        '<table:table-cell/></table:table-row><table:table-row table:number-rows-repeated="1000000"><table:table-cell/>',
        corner,
    )

    with pytest.raises(BadFile, match="太大"):
        list(understand(path).rows())


def with_document_type(path: Path, entities: str, told: str) -> Path:
    """The workbook with a document type before its first sheet, in which an entity stands in place of HERE."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = "xl/worksheets/sheet1.xml"
    body = parts[name].decode().replace("HERE", told)
    assert told in body
    parts[name] = f"<!DOCTYPE worksheet [{entities}]>{body}".encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, content in parts.items():
            archive.writestr(part, content)
    return path


def with_words_in_its_cells(path: Path, *rows: list[str]) -> Path:
    book = Workbook(write_only=True)
    page = book.create_sheet("台账")
    for row in rows:
        page.append(row)
    book.save(path)
    return path


def test_words_that_stand_for_a_million_others_are_refused(tmp_path: Path) -> None:
    tenfold = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    path = with_words_in_its_cells(tmp_path / "a.xlsx", ["反映内容"], ["HERE"])
    with_document_type(path, f'<!ENTITY a0 "{"甲" * 100}">{tenfold}', "&a11;")

    with pytest.raises(BadFile, match=r"损坏|读不了"):
        list(understand(path).rows())


def test_no_other_file_is_read_in_the_words_of_a_workbook(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("密钥", encoding="utf-8")
    path = with_words_in_its_cells(tmp_path / "a.xlsx", ["反映内容"], ["HERE"])
    with_document_type(path, f'<!ENTITY x SYSTEM "file://{tmp_path}/secret">', "&x;")

    try:
        told = "".join(str(row.cells) for row in understand(path).rows())
    except BadFile:
        told = ""
    assert "密钥" not in told


def test_a_workbook_is_read_as_on_a_server_which_has_no_tools_for_development() -> None:
    assert not openpyxl.DEFUSEDXML
