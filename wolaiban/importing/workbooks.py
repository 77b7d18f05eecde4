"""Workbooks of the kind that Excel and WPS write today (.xlsx), read as a stream."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils.cell import range_boundaries

from wolaiban.importing.bounds import MOST_MERGED, Bounds, refuse_bombs
from wolaiban.importing.cells import SheetRow, row_of
from wolaiban.importing.refusals import BadFile
from wolaiban.importing.sheets import MergedCells, Sheet

MERGED = re.compile(rb"""<(?:\w+:)?mergeCell\b[^>]*?\bref=["']([A-Z0-9:$]+)["']""")
NOT_COMPUTED = re.compile(rb"</(?:\w+:)?f>\s*(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?\s*</(?:\w+:)?c>")
BLOCK = 1 << 20
LONGEST_TAG = 200
UNREADABLE = (ValueError, TypeError, AttributeError, IndexError)  # what openpyxl raises where it is at a loss


def sheets_of_workbook(path: Path) -> list[Sheet]:
    """Its sheets of cells, hidden ones too. Formulas are read as the values they last had."""
    with zipfile.ZipFile(path) as archive:
        refuse_bombs(path, archive)
        with path.open("rb") as file, closing(load_workbook(file, read_only=True, data_only=True)) as book:
            pages: list[Any] = book.worksheets
            parts = [(page.title, page.sheet_state != "visible", page._worksheet_path) for page in pages]
        return [_sheet(path, archive, *each) for each in parts]


def _sheet(path: Path, archive: zipfile.ZipFile, name: str, hidden: bool, part: str) -> Sheet:
    merged, formulas = _behind_the_rows(archive, part)
    said = (
        (f"有 {formulas} 个公式没有存下算出的值，读作空格。请用表格软件打开、保存一次再导入",)
        if formulas
        else ()
    )
    return Sheet(name, hidden, merged, lambda: _rows(path, name), said)


def _behind_the_rows(archive: zipfile.ZipFile, part: str) -> tuple[tuple[MergedCells, ...], int]:
    """Which cells are merged, which is said behind all rows, where a stream would come too late to it.

    And how many formulas hold no value: a stream would take them for empty cells.
    """
    found: list[MergedCells] = []
    formulas, kept = 0, b""
    with suppress(KeyError), archive.open(part) as xml:
        while block := xml.read(BLOCK):
            text, last = kept + block, 0
            for match in MERGED.finditer(text):
                left, top, right, bottom = range_boundaries(match[1].decode())
                if left and top and right and bottom:  # else whole columns
                    found.append(MergedCells(top, left - 1, bottom, right - 1))
                last = match.end()
            for match in NOT_COMPUTED.finditer(text):
                formulas, last = formulas + 1, max(last, match.end())
            kept = text[max(last, len(text) - LONGEST_TAG) :]
            if len(found) > MOST_MERGED:
                raise BadFile(f"合并的单元格超过 {MOST_MERGED} 处，太多了。请分成几个文件。")
    return tuple(found), formulas


def _rows(path: Path, name: str) -> Iterator[SheetRow]:
    bounds, line = Bounds(f"工作表“{name}”"), 0
    try:
        with path.open("rb") as file, closing(load_workbook(file, read_only=True, data_only=True)) as book:
            sheet: Any = book[name]
            sheet.reset_dimensions()  # some programs write a wrong size
            for line, values in enumerate(sheet.iter_rows(values_only=True), start=1):
                bounds.count(len(values))
                yield row_of(line, values)
    except UNREADABLE:
        raise BadFile(
            f"工作表“{name}”第 {line} 行以后读不了。请用 Excel 或 WPS 打开，另存一份再试。"
        ) from None
