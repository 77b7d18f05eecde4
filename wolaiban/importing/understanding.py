"""What was understood of a file before anything is brought in: its sheets, what each column was taken for.

Nothing is written, here or in the database. A person may correct what was understood (`Told`) and have the file
read again; `bringing` then reads the rows by it.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from openpyxl.utils import get_column_letter

from wolaiban.importing import headings
from wolaiban.importing.above import Above
from wolaiban.importing.aside import why_no_matter
from wolaiban.importing.cells import SheetRow
from wolaiban.importing.columns import NOTHING_TOLD, Columns, ColumnsTold
from wolaiban.importing.files import opened
from wolaiban.importing.headings import Headings
from wolaiban.importing.refusals import BadFile
from wolaiban.importing.sheets import Sheet

SAMPLE = 5  # rows below the headings, for whoever looks whether columns were understood


class Position(NamedTuple):
    """A row: the number of its sheet, counted from 0, and its line."""

    sheet: int
    line: int


class RowFound(NamedTuple):
    """A row below the headings: its cells by field; or why it is no matter. `remarks` say what was not taken."""

    at: Position
    sheet: str
    cells: dict[str, str]
    no_matter: str
    remarks: tuple[str, ...]


@dataclass(frozen=True)
class SheetUnderstood:
    """One sheet. `why` says why it is not read, if it is not; `sample` are its first rows, as they stand."""

    name: str
    hidden: bool
    headings: Headings | None
    why: str = ""
    above: tuple[SheetRow, ...] = field(default=(), repr=False)
    sample: tuple[SheetRow, ...] = field(default=(), repr=False)
    remarks: tuple[str, ...] = ()

    @property
    def is_read(self) -> bool:
        return self.headings is not None and not self.why

    @property
    def is_missed(self) -> bool:
        """Whether something that everybody sees stays out."""
        return not self.is_read and not self.hidden and bool(self.sample)

    @property
    def columns(self) -> Columns:
        return self.headings.columns if self.headings else Columns(())

    @property
    def called(self) -> str:
        return f"工作表“{self.name}”" if self.name else "文件"


@dataclass(frozen=True)
class Understanding:
    path: Path
    told: ColumnsTold
    sheets: tuple[SheetUnderstood, ...]

    @property
    def is_whole(self) -> bool:
        return not any(each.is_missed for each in self.sheets)

    @property
    def remarks(self) -> list[str]:
        """What of the file is not read, and what each column was taken for."""
        said = []
        for each in self.sheets:
            if each.why:
                said.append(f"{each.called}没有读：{each.why}")
            else:
                said.append(f"{each.called if each.name else ''}列：{each.columns}")
                said += [f"{each.called}{remark}" for remark in each.remarks]
        return said

    def has(self, name: str) -> bool:
        """Whether some sheet has a column for that field."""
        return any(name in each.columns.places for each in self.sheets if each.is_read)

    def rows(self, after: Position | None = None) -> Iterator[RowFound]:
        """All rows below the headings, sheet by sheet, blank ones left out. Raises BadFile, also midway.

        Rows up to `after` are passed over, but still read for those below that say 同上.
        """
        with opened(self.path) as sheets:
            for number, (sheet, known) in enumerate(zip(sheets, self.sheets, strict=True)):
                if known.headings is not None and known.is_read and not (after and after.sheet > number):
                    found = _rows(number, sheet, known.headings)
                    yield from (each for each in found if after is None or each.at > after)


def understand(path: Path, told: ColumnsTold = NOTHING_TOLD) -> Understanding:
    """Read the beginning of each sheet. Raises BadFile if the file cannot be read, or holds no matters.

    A text table is read to its end: if a quote in it is astray, nothing of it shall be registered before that is said.
    """
    with opened(path) as sheets:
        understood = tuple(_understand(sheet, told) for sheet in sheets)
        for sheet in sheets:
            if not sheet.name:
                deque(sheet.read(), maxlen=0)
    if not any(each.is_read for each in understood):
        raise BadFile(_why_not(understood, told))
    return Understanding(path, told, understood)


def _understand(sheet: Sheet, told: ColumnsTold) -> SheetUnderstood:
    first = tuple(islice(sheet.rows(), headings.WITHIN + SAMPLE))
    if not first:
        return SheetUnderstood(sheet.name, sheet.hidden, None, "是空的")
    found = headings.find(sheet, first[: headings.WITHIN], told)
    if sheet.hidden and not told.hidden:
        why = "是隐藏的。要读，请先在表格软件里取消隐藏，或加 --hidden"
        return SheetUnderstood(sheet.name, True, found, why, sample=first[:SAMPLE])
    if found is None:
        return SheetUnderstood(sheet.name, sheet.hidden, None, "认不出表头", sample=first[:SAMPLE])
    above = tuple(row for row in first if row.line < found.first)
    below = tuple(row for row in first if row.line > found.last)[:SAMPLE]
    return SheetUnderstood(sheet.name, sheet.hidden, found, "", above, below, sheet.remarks)


def _why_not(sheets: tuple[SheetUnderstood, ...], told: ColumnsTold) -> str:
    first = next((each.sample[0] for each in sheets if each.sample and not each.hidden), None)
    if first is None:
        hidden = [each.name for each in sheets if each.hidden and each.sample]
        return f"看得见的工作表都是空的；隐藏的有：{'、'.join(hidden)}。" if hidden else "文件是空的。"
    if told.headings:
        wanted = f"没有“内容”或“标题”一列，或没有 --map 里的“{'”“'.join(told.headings)}”"
    else:
        wanted = "没有“内容”也没有“标题”一列。可用 --map 列=内容 指明"
    return f"认不出表头：{wanted}。第一行是：{'、'.join(filter(None, first.cells))[:200]}"


def _rows(number: int, sheet: Sheet, found: Headings) -> Iterator[RowFound]:
    above, columns, last = Above(), found.columns, found.last
    named = {each.place for each in columns.all}
    wide = {each.top for each in sheet.merged if each.top == each.bottom and each.right - each.left > 1}
    for row in sheet.rows():
        if row.line <= found.last:
            continue
        if row.line > last + 1:
            yield RowFound(Position(number, last + 1), sheet.name, {}, _blank(last + 1, row.line - 1), ())
        last = row.line
        at = Position(number, row.line)
        if why := why_no_matter(row.cells, columns, is_wide=row.line in wide):
            yield RowFound(at, sheet.name, {}, why, ())
            continue
        cells = columns.read(row.cells)
        nameless = [get_column_letter(p + 1) for p, cell in enumerate(row.cells) if cell and p not in named]
        said = [f"{'、'.join(nameless)} 列没有列名，没有读"] if nameless else []
        yield RowFound(at, sheet.name, cells, "", (*row.remarks, *above.resolve(cells), *said))


def _blank(first: int, last: int) -> str:
    return "空行" if first == last else f"空行，到第 {last} 行"
