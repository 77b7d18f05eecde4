"""Where in a sheet its headings stand: in one row or in several, with titles above."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from wolaiban.importing.cells import SheetRow
from wolaiban.importing.columns import MATTERS, Columns, ColumnsTold, Vocabulary, plain, recognise
from wolaiban.importing.sheets import Sheet

WITHIN = 15  # rows that are not blank
DEEPEST = 3  # rows of headings
LONGEST = 30  # characters of a heading
NO_HEADING = re.compile(r"\d{4}\D\d{1,2}\D.*|1[3-9]\d{9}|\d+(\.\d+)?")


@dataclass(frozen=True)
class Headings:
    """The rows of headings, from the first to the last, and what they say."""

    first: int
    last: int
    columns: Columns


def find(
    sheet: Sheet, rows: Sequence[SheetRow], told: ColumnsTold, vocabulary: Vocabulary = MATTERS
) -> Headings | None:
    """The block of rows, among the first of a sheet, that names most of what is known; the smaller one of two."""
    spread = [sheet.spread(row) for row in rows]
    best, most = None, (0, 0)
    for start in range(len(rows)):
        for depth in range(1, min(DEEPEST, len(rows) - start) + 1):
            block = spread[start : start + depth]
            if depth > 1 and not _is_a_block(block, rows[start : start + depth], vocabulary):
                break
            columns = recognise(_parts(block), told.headings, told.of(sheet.name), vocabulary)
            score = (_score(columns, block, told.of(sheet.name)) if columns else 0, -depth)
            if columns and score > most and _has_all(told.headings, block):
                best = Headings(rows[start].line, rows[start + depth - 1].line, columns)
                most = score
    return best


def _parts(block: Sequence[Sequence[str]]) -> list[list[str]]:
    """What stands above each column, downwards; what is merged over several rows once."""
    width = max(len(cells) for cells in block)
    columns: list[list[str]] = []
    for place in range(width):
        texts = [cells[place] for cells in block if place < len(cells) and cells[place]]
        columns.append(list(dict.fromkeys(texts)))
    return columns


def _is_a_block(block: Sequence[Sequence[str]], rows: Sequence[SheetRow], vocabulary: Vocabulary) -> bool:
    """Whether these rows can be headings together: no title over all, and below only what can be a heading."""
    if len(set(filter(None, block[0]))) < 2:
        return False
    below = [cell for row in rows[1:] for cell in row.cells if cell]
    if any(len(cell) > LONGEST or NO_HEADING.fullmatch(cell) for cell in below):
        return False
    return all(any(plain(cell) in vocabulary.known for cell in row.cells if cell) for row in rows[1:])


def _score(columns: Columns, block: Sequence[Sequence[str]], by_place: Mapping[int, str]) -> int:
    """How many columns are known by a heading; where all was told by place, whether it is more than a title."""
    known = len(columns.places.keys() - set(by_place.values()))
    is_row = any(place < len(block[0]) and block[0][place] for place in by_place)
    return known * 10 + (5 if len(set(filter(None, block[0]))) > 1 else 0) + is_row


def _has_all(told: Mapping[str, str], block: Sequence[Sequence[str]]) -> bool:
    return told.keys() <= {plain(cell) for cells in block for cell in cells}
