"""Which kind of table a file is, by what is in it and not by its name; what is none is refused in true words."""

from __future__ import annotations

import csv
import gzip
import json
import subprocess
import sys
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError

from openpyxl.utils.exceptions import InvalidFileException

import wolaiban
from wolaiban.importing import foreign
from wolaiban.importing.bounds import MOST_UNPACKED, Bounds, refuse_bombs
from wolaiban.importing.cells import SheetRow, row_of
from wolaiban.importing.csv_files import rows_of_text
from wolaiban.importing.refusals import BadFile
from wolaiban.importing.sheets import MergedCells, Sheet
from wolaiban.importing.workbooks import sheets_of_workbook

START = 4096
# Where our code lies, and nothing that is secret: no key, no password of the database.
ENVIRONMENT = {"PYTHONPATH": str(Path(wolaiban.__file__).parents[1]), "LANG": "C.UTF-8"}
OLE, ZIP, GZIP = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK\x03\x04", b"\x1f\x8b"
SAVE_AS = "请用 Excel 或 WPS 打开，另存为 .xlsx 再试。"
DAMAGED = (
    zipfile.BadZipFile,
    gzip.BadGzipFile,
    zlib.error,
    EOFError,
    KeyError,
    ParseError,
    InvalidFileException,
)
# fmt: off
NOT_READ = {
    ".et": "是 WPS 表格自己的格式，读不了。", ".ett": "是 WPS 表格自己的格式，读不了。", ".numbers": "是苹果 Numbers 的格式，读不了。",
    ".xlsb": "是 Excel 的二进制格式，读不了。", ".doc": "是 Word 文档，不是表格。", ".docx": "是 Word 文档，不是表格。", ".wps": "是 WPS 文档，不是表格。",
    ".pdf": "是 PDF，不是表格。",
}
# fmt: on


@contextmanager
def opened(path: Path) -> Iterator[list[Sheet]]:
    """The sheets of a file, whose rows may be read while this is open. Raises BadFile, also while they are read."""
    try:
        with tempfile.TemporaryDirectory(prefix="wolaiban-") as folder:
            yield _sheets(path, Path(folder))
    except DAMAGED:
        raise BadFile(f"文件 {path.name} 已损坏或不是它的扩展名所说的格式。") from None
    except OSError as error:
        raise BadFile(f"打不开文件 {path.name}：{error.strerror or error}") from None
    except csv.Error as error:
        raise BadFile(
            f"文件 {path.name} 不是规范的 CSV（{error}）。请在表格软件里另存为 CSV（UTF-8）再试。"
        ) from None


def _sheets(path: Path, folder: Path) -> list[Sheet]:
    with path.open("rb") as file:
        start = file.read(START)
    if why := NOT_READ.get(path.suffix.lower()):
        raise BadFile(f"文件 {path.name} {why}{SAVE_AS}")
    if start.startswith(OLE):
        return _old_workbook(path, folder)
    if start.startswith(ZIP):
        return _zipped(path, folder)
    _refuse_what_is_no_text(path, start)
    return [Sheet("", False, (), lambda: rows_of_text(path))]


def _old_workbook(path: Path, folder: Path) -> list[Sheet]:
    """Excel's container of before 2007, in which also stand encrypted workbooks and Word documents."""
    whole = path.read_bytes() if path.stat().st_size <= MOST_UNPACKED else b""
    if "EncryptedPackage".encode("utf-16-le") in whole:
        raise BadFile(f"文件 {path.name} 有打开密码，读不了。请在表格软件里去掉密码，另存一份再试。")
    if "WordDocument".encode("utf-16-le") in whole:
        raise BadFile(f"文件 {path.name} {NOT_READ['.doc']}")
    return _foreign(path, folder)


def _zipped(path: Path, folder: Path) -> list[Sheet]:
    with zipfile.ZipFile(path) as archive:
        refuse_bombs(path, archive)
        parts = set(archive.namelist())
        kind = archive.read("mimetype")[:100] if "mimetype" in parts else b""
    if b"opendocument.spreadsheet" in kind:
        return _foreign(path, folder)
    if "xl/workbook.bin" in parts:
        raise BadFile(f"文件 {path.name} {NOT_READ['.xlsb']}{SAVE_AS}")
    if any(part.startswith("word/") for part in parts):
        raise BadFile(f"文件 {path.name} {NOT_READ['.docx']}")
    if not any(part.startswith("xl/") for part in parts):
        raise BadFile(f"文件 {path.name} 是压缩包，不是表格。请先解压，再导入里面的表格。")
    try:
        return sheets_of_workbook(path) or _foreign(path, folder)
    except (TypeError, ValueError, AttributeError):  # some programs write what openpyxl does not understand
        return _foreign(path, folder)


def _refuse_what_is_no_text(path: Path, start: bytes) -> None:
    head = start.lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if path.suffix.lower() in {".xlsx", ".xlsm", ".ods"} or (
        path.suffix.lower() == ".gz" and not start.startswith(GZIP)
    ):
        raise BadFile(f"文件 {path.name} 已损坏或不是它的扩展名所说的格式。")
    if head.startswith((b"<html", b"<!doctype html", b"<table", b"<?xml", b"<meta", b"mime-version")):
        raise BadFile(f"文件 {path.name} 其实是网页，不是表格。{SAVE_AS}")
    if head.startswith(b"%pdf"):
        raise BadFile(f"文件 {path.name} {NOT_READ['.pdf']}")
    if path.suffix.lower() == ".xls" and b"\0" in start:
        raise BadFile(f"文件 {path.name} 已损坏，或是很旧的 .xls 格式读不了。{SAVE_AS}")


def _foreign(path: Path, folder: Path) -> list[Sheet]:
    try:
        done = subprocess.run(
            [sys.executable, "-s", "-m", foreign.__name__, str(path.resolve()), str(folder)],
            check=False, capture_output=True, timeout=foreign.MOST_SECONDS,
            env=ENVIRONMENT,
            cwd="/",
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        raise BadFile(f"文件 {path.name} 太大，读不完。{SAVE_AS}") from None
    if done.returncode == foreign.PASSWORD:
        raise BadFile(f"文件 {path.name} 有打开密码，读不了。请在表格软件里去掉密码，另存一份再试。")
    if done.returncode == foreign.BROKEN:
        raise BadFile(f"文件 {path.name} 已损坏，或是一种读不了的格式。{SAVE_AS}")
    if done.returncode != 0:
        raise BadFile(f"文件 {path.name} 太大，或内容读不了。{SAVE_AS}")
    listed = json.loads((folder / "sheets.json").read_text(encoding="utf-8"))
    return [_foreign_sheet(about, folder) for about in listed]


def _foreign_sheet(about: dict[str, Any], folder: Path) -> Sheet:
    merged = tuple(
        MergedCells(top + 1, left, bottom + 1, right)
        for (top, left), (bottom, right) in about["merged"] or ()
    )
    return Sheet(
        about["name"], about["hidden"], merged, lambda: _written(folder / about["file"], about["name"])
    )


def _written(part: Path, name: str) -> Iterator[SheetRow]:
    bounds = Bounds(f"工作表“{name}”")
    with part.open(encoding="utf-8") as lines:
        for line, text in enumerate(lines, start=1):
            values = json.loads(text)
            bounds.count(len(values))
            yield row_of(line, values)
