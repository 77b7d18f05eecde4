"""A unit's board on one sheet of paper, for a meeting: how many are open and late, where, and what residents say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_GET

from wolaiban.cases.queries.board import BoardRow, cases_block
from wolaiban.cases.queries.ledger import most_urgent_of
from wolaiban.desk.board.charts import STRIP
from wolaiban.desk.board.views import opened, view_asked
from wolaiban.people.requests import SignedInRequest
from wolaiban.statistics.lately import DAYS, lately

URGENT_ON_PAPER = 6
IN_ONE_COLUMN = 10  # units; more stand in two columns, so that a township of fifty villages is one sheet
COLUMNS = {"all_open": "在办", **{key: label for key, (label, _) in STRIP.items()}}


@dataclass(frozen=True)
class PaperLine:
    """A unit with its numbers; what is none is a dash, so that what there is stands out."""

    name: str
    numbers: list[int]


@require_GET
def sheet(request: SignedInRequest, code: str) -> HttpResponse:
    unit, view, at = opened(request, code), view_asked(request), now()
    if unit.is_department:
        raise Http404
    block = cases_block(request.actor, unit, view, at)
    whole = block.total or next(iter(block.rows), None)
    facts: dict[str, Any] = {
        "unit": unit,
        "view": view,
        "at": at,
        "columns": list(COLUMNS.values()),
        "whole": _line(whole) if whole else None,
        "halves": _halves([_line(row) for row in block.pressing_first] if len(block.rows) > 1 else []),
        "urgent": most_urgent_of(request.actor, view.whole(unit)).page(size=URGENT_ON_PAPER).cases,
        "lately": lately(unit, localdate(at)),
        "days": DAYS,
        "by": request.user.name,
    }
    return render(request, "desk/board/sheet.html", facts)


def _line(row: BoardRow) -> PaperLine:
    return PaperLine(row.name, [row.number(key) for key in COLUMNS])


def _halves(lines: Sequence[PaperLine]) -> list[Sequence[PaperLine]]:
    """In one column, or in two of the same length."""
    if len(lines) <= IN_ONE_COLUMN:
        return [lines] if lines else []
    middle = (len(lines) + 1) // 2
    return [lines[:middle], lines[middle:]]
