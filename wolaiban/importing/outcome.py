"""The result sheet: what became of every row, so that the bad ones can be mended. Safe to open in a spreadsheet."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from wolaiban.importing.bringing import Decided
from wolaiban.importing.refusals import BadFile

HEADERS = ("行号", "编号", "结果", "件号", "单位", "说明", "工作表")
SAID = "提示"
STARTS_A_FORMULA = tuple("=+-@\t\r＝＋－＠")


class ResultSheet(Protocol):
    def write(self, values: Iterable[object]) -> None: ...


@contextmanager
def result_sheet(path: Path) -> Iterator[ResultSheet]:
    """A sheet that is on disk when this ends, also when the import was interrupted."""
    sheet = _XlsxSheet(path) if path.suffix.lower() == ".xlsx" else _CsvSheet(path)
    try:
        sheet.write(HEADERS)
        yield sheet
    finally:
        sheet.close()


def line_of(row: Decided) -> tuple[object, ...]:
    """One row of the sheet; there are no names and no phones in it."""
    result, source_id, number, unit, remarks, _ = row.outcome
    return row.at.line, source_id, result.label, number, unit, remarks, row.sheet


def remark(text: str) -> tuple[object, ...]:
    """A row that says something of the whole file."""
    return "", "", SAID, "", "", text, ""


def place_for(path: Path | None, source: Path) -> Path:
    """Where it goes: as told, or beside the file, or here if nothing can be written there."""
    if path is not None:
        if path.resolve() == source.resolve():
            raise BadFile("结果表不能就是导入的文件本身。")
        _require_writable(path)
        return path
    stem = source.name.removesuffix(".gz").rpartition(".")[0] or source.name
    for folder in (source.resolve().parent, Path.cwd()):
        candidate = folder / f"{stem}-result.csv"
        try:
            _require_writable(candidate)
        except BadFile:
            continue
        return candidate
    raise BadFile("结果表没有地方可写。请用 --result 指定一个文件。")


def _require_writable(path: Path) -> None:
    """Find out before the work, not after."""
    try:
        path.open("ab").close()
    except OSError as error:
        raise BadFile(f"结果表 {path} 写不了：{error.strerror or error}") from None


class _CsvSheet:
    def __init__(self, path: Path) -> None:
        self.file = path.open("w", encoding="utf-8-sig", newline="")
        self.rows = csv.writer(self.file)

    def write(self, values: Iterable[object]) -> None:
        texts = [str(value) for value in values]
        self.rows.writerow([f"'{text}" if text.startswith(STARTS_A_FORMULA) else text for text in texts])

    def close(self) -> None:
        self.file.close()


class _XlsxSheet:
    def __init__(self, path: Path) -> None:
        self.path, self.book = path, Workbook(write_only=True)
        self.page = self.book.create_sheet("导入结果")

    def write(self, values: Iterable[object]) -> None:
        self.page.append([self._cell(value) for value in values])

    def _cell(self, value: object) -> Any:
        if isinstance(value, int):
            return WriteOnlyCell(self.page, value)
        cell = WriteOnlyCell(self.page, ILLEGAL_CHARACTERS_RE.sub("", str(value)))
        cell.data_type = "s"  # text, whatever it begins with
        return cell

    def close(self) -> None:
        self.book.save(self.path)
