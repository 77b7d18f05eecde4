"""The rows of a staff list's file, sheet by sheet, each by field; what of it is not read is said."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from wolaiban.importing import headings
from wolaiban.importing.above import Above
from wolaiban.importing.columns import NOTHING_TOLD
from wolaiban.importing.files import opened
from wolaiban.importing.headings import Headings
from wolaiban.importing.refusals import BadFile
from wolaiban.importing.sheets import Sheet
from wolaiban.importing.staff_list.vocabulary import STAFF

MOST = 20_000  # rows: a district has five thousand of them


class StaffRow(NamedTuple):
    """A row below the headings: its sheet, the number that a spreadsheet shows beside it, its cells by field."""

    sheet: str
    line: int
    cells: dict[str, str]
    is_one_of_several: bool = False

    @property
    def place(self) -> str:
        sheet = f"工作表“{self.sheet}”" if self.is_one_of_several else ""
        return f"{sheet}第 {self.line} 行"


@dataclass(frozen=True)
class StaffTable:
    rows: tuple[StaffRow, ...]
    remarks: tuple[str, ...]
    is_whole: bool  # no sheet that everybody sees stayed out


def read_staff(path: Path) -> StaffTable:
    """All of a file. Raises BadFile where it is none, or holds no staff list."""
    rows, remarks, left_out = list[StaffRow](), list[str](), 0
    with opened(path) as sheets:
        several = len(sheets) > 1
        for sheet in sheets:
            found, said = _understood(sheet)
            remarks.append(f"{f'工作表“{sheet.name}”' if sheet.name else '文件'}{said}")
            left_out += found is None and not sheet.hidden and said != EMPTY
            if found is not None:
                rows += islice(_rows(sheet, found, several), MOST + 1)
            elif not sheet.name:
                deque(sheet.read(), maxlen=0)  # a quote astray is said before anything else
    if not rows:
        raise BadFile(f"没有读到人员：{'；'.join(remarks)}。")
    if len(rows) > MOST:
        raise BadFile(f"超过 {MOST} 行，请分成几个文件。")
    return StaffTable(tuple(rows), tuple(remarks), not left_out)


EMPTY = "是空的"


def _understood(sheet: Sheet) -> tuple[Headings | None, str]:
    if sheet.hidden:
        return None, "是隐藏的，没有读"
    first = tuple(islice(sheet.rows(), headings.WITHIN))
    if not first:
        return None, EMPTY
    found = headings.find(sheet, first, NOTHING_TOLD, STAFF)
    if found is None:
        return None, "认不出表头，没有读：要有“姓名”和“岗位”两列"
    if "function" not in found.columns.places:
        return None, "没有“岗位”（或“职务”）一列，没有读"
    return found, f"的列：{found.columns}"


def _rows(sheet: Sheet, found: Headings, several: bool) -> Iterator[StaffRow]:
    above = Above()
    for row in sheet.rows():
        if row.line > found.last:
            cells = found.columns.read(row.cells)
            above.resolve(cells)
            if any(text for field, text in cells.items() if field != "row_no"):
                yield StaffRow(sheet.name, row.line, cells, several)
