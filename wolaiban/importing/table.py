"""Reading a table file row by row: CSV in whatever encoding and with whatever delimiter, gzipped or not, or xlsx."""

from __future__ import annotations

import codecs
import csv
import gzip
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from datetime import date, datetime
from io import TextIOWrapper
from pathlib import Path
from typing import IO, cast
from xml.etree.ElementTree import ParseError

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from wolaiban.importing.refusals import BadFile

Row = tuple[int, list[str]]  # the number that a spreadsheet shows beside it, and its cells as text

BLOCK = 1 << 20
LONGEST_CELL = 10_000_000
DELIMITERS = ",\t;|，"
DAMAGED = (
    zipfile.BadZipFile,
    gzip.BadGzipFile,
    zlib.error,
    EOFError,
    KeyError,
    ParseError,
    InvalidFileException,
)


def rows_of(path: Path) -> Iterator[Row]:
    """Every row that is not blank. Blank ones are counted too, so that numbers are those of the spreadsheet."""
    try:
        rows = _xlsx_rows(path) if path.suffix.lower() in {".xlsx", ".xlsm"} else _csv_rows(path)
        yield from ((line, cells) for line, cells in enumerate(rows, start=1) if any(cells))
    except DAMAGED:
        raise BadFile(f"文件 {path.name} 已损坏或不是它的扩展名所说的格式。") from None
    except OSError as error:
        raise BadFile(f"打不开文件 {path}：{error.strerror or error}") from None
    except csv.Error as error:
        raise BadFile(
            f"文件 {path.name} 不是规范的 CSV（{error}）。请在表格软件里另存为 CSV（UTF-8）再试。"
        ) from None


def _csv_rows(path: Path) -> Iterator[list[str]]:
    if path.suffix.lower() == ".xls":
        raise BadFile("旧的 .xls 格式读不了。请在表格软件里另存为 .xlsx 或 CSV 再试。")
    csv.field_size_limit(LONGEST_CELL)
    encoding = _encoding_of(path)
    with _opened(path) as raw, TextIOWrapper(raw, encoding, newline="") as text:
        delimiter = _delimiter_of(text.read(4096))
    with _opened(path) as raw, TextIOWrapper(raw, encoding, newline="") as text:
        for row in csv.reader(text, delimiter=delimiter):
            yield [tidy(cell) for cell in row]


def _opened(path: Path) -> IO[bytes]:
    return cast("IO[bytes]", gzip.open(path)) if path.suffix.lower() == ".gz" else path.open("rb")


def _encoding_of(path: Path) -> str:
    """What decodes the whole file: UTF-8 with or without a mark, UTF-16 with one, or GB 18030."""
    with _opened(path) as raw:
        start = raw.read(4)
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    for encoding in ("utf-8-sig", "gb18030"):
        if _decodes(path, encoding):
            return encoding
    raise BadFile(f"文件 {path.name} 不是文本表格，或者编码混乱。请在表格软件里另存为 CSV（UTF-8）再试。")


def _decodes(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    with _opened(path) as raw:
        try:
            while block := raw.read(BLOCK):
                decoder.decode(block)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True


def _delimiter_of(start: str) -> str:
    """The one that the first line has most of; a comma if it has none."""
    first = next((line for line in start.splitlines() if line.strip()), "")
    counted = Counter(character for character in first if character in DELIMITERS)
    return max(DELIMITERS, key=lambda delimiter: counted[delimiter])


def _xlsx_rows(path: Path) -> Iterator[list[str]]:
    """The first sheet that is not empty. Read as a stream; formulas as the values they last had."""
    with closing(load_workbook(path, read_only=True, data_only=True)) as book:
        for sheet in book.worksheets:
            sheet.reset_dimensions()  # some programs write a wrong size
            empty = True
            for row in sheet.iter_rows(values_only=True):
                empty = empty and not any(cell is not None for cell in row)
                yield [as_text(cell) for cell in row]
            if not empty:
                return


def as_text(cell: object) -> str:
    """A spreadsheet's value as it would be typed."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.isoformat(" ", timespec="seconds")
    if isinstance(cell, date):
        return cell.isoformat()
    return tidy(str(cell))


def tidy(text: str) -> str:
    """Without what no database takes and no eye sees: control characters other than line ends and tabs."""
    seen = "".join(c for c in text.replace("\r\n", "\n") if c in "\n\t" or c.isprintable() or ord(c) >= 0xA0)
    return seen.encode("utf-8", "replace").decode().strip()
