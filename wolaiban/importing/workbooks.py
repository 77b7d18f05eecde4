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

from wolaiban.importing.bounds import MOST_COLUMNS, MOST_MERGED, Bounds, refuse_bombs
from wolaiban.importing.cells import Row, row_of
from wolaiban.importing.refusals import BadFile
from wolaiban.importing.sheets import Range, Sheet

MERGED = re.compile(rb"""<(?:\w+:)?mergeCell\b[^>]*?\bref=["']([A-Z0-9:$]+)["']""")
BLOCK = 1 << 20
LONGEST_TAG = 200


def sheets_of_workbook(path: Path) -> list[Sheet]:
    """Its sheets of cells, hidden ones too. Formulas are read as the values they last had."""
    with zipfile.ZipFile(path) as archive:
        refuse_bombs(path, archive)
        with path.open("rb") as file, closing(load_workbook(file, read_only=True, data_only=True)) as book:
            pages: list[Any] = book.worksheets
            parts = [(page.title, page.sheet_state != "visible", page._worksheet_path) for page in pages]
        return [
            Sheet(name, hidden, _merged(archive, part), lambda name=name: _rows(path, name))  # type: ignore[misc]
            for name, hidden, part in parts
        ]


def _merged(archive: zipfile.ZipFile, part: str) -> tuple[Range, ...]:
    """Which cells are merged: said behind all rows, where a stream would come too late to it."""
    found: list[Range] = []
    with suppress(KeyError), archive.open(part) as xml:
        kept = b""
        while block := xml.read(BLOCK):
            text = kept + block
            last = 0
            for match in MERGED.finditer(text):
                left, top, right, bottom = range_boundaries(match[1].decode())
                if left and top and right and bottom:  # else whole columns
                    found.append(Range(top, left - 1, bottom, right - 1))
                last = match.end()
            kept = text[max(last, len(text) - LONGEST_TAG) :]
            if len(found) > MOST_MERGED:
                raise BadFile(f"合并的单元格超过 {MOST_MERGED} 处，太多了。请分成几个文件。")
    return tuple(found)


def _rows(path: Path, name: str) -> Iterator[Row]:
    bounds = Bounds(f"工作表“{name}”")
    with path.open("rb") as file, closing(load_workbook(file, read_only=True, data_only=True)) as book:
        sheet: Any = book[name]
        sheet.reset_dimensions()  # some programs write a wrong size
        for line, values in enumerate(sheet.iter_rows(values_only=True), start=1):
            bounds.count(len(values))
            yield _row(line, values)


def _row(line: int, values: tuple[object, ...]) -> Row:
    if len(values) <= MOST_COLUMNS:
        return row_of(line, values)
    beyond = any(value is not None for value in values[MOST_COLUMNS:])
    return row_of(line, values[:MOST_COLUMNS], *([f"第 {MOST_COLUMNS} 列以后的没有读"] if beyond else []))
