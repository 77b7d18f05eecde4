"""The ledger as a spreadsheet. No identities; nothing that a cell holds is ever run as a formula.

Rows are read in chunks and written as they come, so a large ledger needs little memory and one query.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from itertools import islice
from typing import IO, Any

from django.utils.timezone import localtime
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font

from wolaiban.cases.models import Case
from wolaiban.cases.visible import CaseQuerySet
from wolaiban.process.words import Channel, RequestKind

MOST = 20_000
CHUNK = 1_000
MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
STARTS_A_FORMULA = tuple("=+-@\t\r")
KEPT_IN_MEMORY = 4 * 1024 * 1024


def _late(case: Case, at: datetime) -> str:
    return "是" if case.deadline and case.is_open and not case.is_paused and case.deadline < at else ""


# fmt: off
COLUMNS: tuple[tuple[str, int, Callable[[Case, datetime], Any]], ...] = (
    ("件号",     16, lambda case, at: case.number),
    ("标题",     44, lambda case, at: case.heading),
    ("地点",     24, lambda case, at: case.spot),
    ("镇街",     14, lambda case, at: case.township and str(case.township)),
    ("所在单位", 16, lambda case, at: str(case.unit)),
    ("代理工作室", 24, lambda case, at: str(case.agent)),
    ("承办单位", 16, lambda case, at: str(case.holder)),
    ("经办人",   10, lambda case, at: case.handler and case.handler.name),
    ("类型",     10, lambda case, at: RequestKind(case.kind).label),
    ("来源",     12, lambda case, at: Channel(case.channel).label),
    ("事项类别", 36, lambda case, at: case.category and case.category.path),
    ("层级",     8,  lambda case, at: case.tier_word.label),
    ("紧急",     6,  lambda case, at: "是" if case.urgent else ""),
    ("环节",     16, lambda case, at: case.stage_word.label),
    ("反映时间", 18, lambda case, at: case.reported_at),
    ("登记时间", 18, lambda case, at: case.registered_at),
    ("本环节期限", 18, lambda case, at: case.deadline if case.is_open else None),
    ("是否超期", 10, _late),
    ("办结时间", 18, lambda case, at: case.closed_at),
    ("补录的历史", 12, lambda case, at: "是" if case.backfilled else ""),
)
# fmt: on


def rows_of(found: CaseQuerySet) -> Iterator[Case]:
    """Its cases in their order, with what a row names: as many as a sheet holds, and one more if there is one."""
    return found.with_parties()[: MOST + 1].iterator(chunk_size=CHUNK)


def sheet_of(
    cases: Iterable[Case], *, heading: Iterable[str], at: datetime, first: str = "最新的"
) -> IO[bytes]:
    """An open file with the sheet, at most MOST cases as they come; its last line says how many, or that there are more.

    `first` says which those are that stand in it where there are more.
    """
    book = Workbook(write_only=True)
    page = book.create_sheet("台账")
    for number, (_, width, _) in enumerate(COLUMNS):
        page.column_dimensions[_letter(number)].width = width
    heading = list(heading)
    page.freeze_panes = f"A{len(heading) + 2}"
    for line in heading:
        page.append([_cell(page, line, bold=True)])
    page.append([_cell(page, name, bold=True) for name, _, _ in COLUMNS])
    reading, written = iter(cases), 0
    for case in islice(reading, MOST):
        page.append([_cell(page, value(case, at)) for _, _, value in COLUMNS])
        written += 1
    more = next(reading, None) is not None
    page.append([_cell(page, _last_line(written, first if more else ""), bold=True)])
    return _file_of(book)


def _file_of(book: Workbook) -> IO[bytes]:
    file = tempfile.SpooledTemporaryFile(max_size=KEPT_IN_MEMORY)  # noqa: SIM115 -- the response closes it
    book.save(file)
    file.seek(0)
    return file


def _last_line(written: int, first_of_more: str) -> str:
    if first_of_more:
        return f"只导出了{first_of_more} {written} 件，后面还有。请缩小筛选范围，分几次导出。"
    return f"共 {written} 件。"


def _cell(page: Any, value: Any, *, bold: bool = False) -> Any:
    """Text stays text: typed as a string, and marked as Excel marks what was typed after an apostrophe."""
    if isinstance(value, datetime):
        cell = WriteOnlyCell(page, localtime(value).replace(tzinfo=None))
        cell.number_format = "yyyy-mm-dd hh:mm"
        return cell
    text = ILLEGAL_CHARACTERS_RE.sub("", value or "")
    cell = WriteOnlyCell(page, text)
    if text.startswith(STARTS_A_FORMULA):
        cell.data_type = "s"
        cell.quotePrefix = True
    if bold:
        cell.font = Font(bold=True)
    return cell


def _letter(number: int) -> str:
    return chr(ord("A") + number)
