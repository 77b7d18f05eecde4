"""What the page shows of a file before it is brought in: sheets, columns with a few cells, what became of which rows.

Cells are shown masked: whoever looks over the shoulder is told no name and no number.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any

from wolaiban.importing.bringing import Decided
from wolaiban.importing.columns import Column
from wolaiban.importing.matters import Result
from wolaiban.importing.understanding import SheetUnderstood, Understanding

MAYBE_A_NAME = re.compile(
    r"[\u3400-\u9fff·]{2,4}|[A-Za-z .]{2,40}"
)  # in a column of which nobody knows what it holds
ROWS_SHOWN = 20  # of each kind that a person should look at
LONGEST_CELL = 24
PRIVATE = frozenset({"name", "phone", "id_number", "home"})
NUMBER = re.compile(r"[0-9０-９][0-9０-９\-－ ]{5,}[0-9０-９Xx]")
LOOKED_AT = (Result.BAD, Result.NO_MATTER, Result.KNOWN, Result.HISTORY)


class ImportPreview:
    """Gathers what is to be shown."""

    def __init__(self, understood: Understanding) -> None:
        self.sheets = [_sheet(number, each) for number, each in enumerate(understood.sheets)]
        self.whole = understood.is_whole
        self.rows: dict[str, list[dict[str, Any]]] = {result.value: [] for result in LOOKED_AT}
        self.remarked: list[dict[str, Any]] = []

    def see(self, rows: Iterable[Decided]) -> None:
        """The first rows of each kind, and the first of those that go in with a remark."""
        for row in rows:
            heap = self.rows.get(row.outcome.result.value)
            if heap is None:
                heap = self.remarked if row.outcome.remarks else None
            if heap is not None and len(heap) < ROWS_SHOWN:
                heap.append(
                    {"sheet": row.sheet, "line": row.at.line, "said": masked_words(row.outcome.remarks)}
                )

    def packed(self) -> bytes:
        shown = {"sheets": self.sheets, "whole": self.whole, "rows": self.rows, "remarked": self.remarked}
        return json.dumps(shown, ensure_ascii=False).encode()


def _sheet(number: int, sheet: SheetUnderstood) -> dict[str, Any]:
    return {
        "number": number,
        "name": sheet.name,
        "called": sheet.called,
        "hidden": sheet.hidden,
        "why": sheet.why,
        "columns": [_column(each, sheet) for each in sheet.columns.all],
    }


def _column(column: Column, sheet: SheetUnderstood) -> dict[str, Any]:
    cells = [row.cells[column.place] for row in sheet.sample if column.place < len(row.cells)]
    shown = [_masked(cell, column.field) for cell in cells if cell][:3]
    return {
        "place": column.place,
        "letter": column.letter,
        "heading": column.heading,
        "field": column.field,
        "cells": shown,
    }


def _masked(cell: str, field: str) -> str:
    """The beginning of what stands there; of what is a person's own, so much that one sees what it is."""
    text = " ".join(cell.split())
    if field in PRIVATE or (not field and MAYBE_A_NAME.fullmatch(text)):
        return f"{text[0]}{'*' * min(len(text) - 1, 4)}"
    return masked_words(text if len(text) <= LONGEST_CELL else f"{text[:LONGEST_CELL]}…")


def masked_words(text: str) -> str:
    """Without what may be somebody's number."""
    return NUMBER.sub(_starred, text)


def _starred(found: re.Match[str]) -> str:
    number = found.group()
    if re.fullmatch(r"(19|20)\d\d[-－ ]\d{1,2}[-－ ]\d{1,2}[ \d]*", number):
        return number  # a day
    return f"{number[:3]}****"
