"""Workbooks written for one test, and what became of their rows."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from openpyxl import Workbook

from wolaiban.cases.models import Case, Statement
from wolaiban.process.calendar import BEIJING
from wolaiban.residents import vault
from wolaiban.residents.identity import Identity

Rows = Sequence[Sequence[object]]


def workbook(
    path: Path, sheets: Mapping[str, Rows], merged: Iterable[str] = (), hidden: Iterable[str] = ()
) -> Path:
    """Written to that path; `merged` are ranges of each sheet, `hidden` names of sheets."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        page = book.create_sheet(name)
        for row in rows:
            page.append(list(row))
        for cells in merged:
            page.merge_cells(cells)
        page.sheet_state = "hidden" if name in hidden else "visible"
    book.save(path)
    return path


def sheet(path: Path, *rows: Sequence[object], merged: Iterable[str] = ()) -> Path:
    return workbook(path, {"台账": rows}, merged)


def cases() -> dict[str, Case]:
    """All cases by their words."""
    words = dict(Statement.objects.values_list("case_id", "words"))
    return {words[case.pk] or "": case for case in Case.objects.select_related("unit", "township")}


def units() -> dict[str, str]:
    return {words: case.unit.full_name for words, case in cases().items()}


def moments() -> dict[str, str]:
    """When each was reported, as a clock in Beijing showed it."""
    return {w: f"{case.reported_at.astimezone(BEIJING):%Y-%m-%d %H:%M}" for w, case in cases().items()}


def identity(case: Case) -> Identity:
    return vault.open_identity(case.complainants.get().resident)


def results(path: Path) -> list[dict[str, str]]:
    """The rows of the result sheet that stands beside a file."""
    beside = path.with_name(f"{path.name.removesuffix('.gz').rpartition('.')[0]}-result.csv")
    with beside.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def remarks(path: Path) -> dict[str, str]:
    """What is said of each row, by its number; of the whole file under ""."""
    return {row["行号"]: row["说明"] for row in results(path)}


def today() -> str:
    return f"{datetime.now(BEIJING):%Y-%m-%d}"
