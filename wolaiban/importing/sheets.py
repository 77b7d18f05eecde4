"""A sheet of rows, whatever file it stands in. What merged cells cover is filled in from above."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from wolaiban.importing.cells import SheetRow


class MergedCells(NamedTuple):
    """Merged cells: rows counted from 1, as spreadsheets show them, columns from 0."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True)
class Sheet:
    name: str
    hidden: bool
    merged: tuple[MergedCells, ...]
    read: Callable[[], Iterator[SheetRow]] = field(repr=False)
    remarks: tuple[str, ...] = ()

    def rows(self) -> Iterator[SheetRow]:
        """Every row that is not blank, from the first on each time; cells merged downwards say the same in each row."""
        if not self.merged:
            return (row for row in self.read() if any(row.cells))
        return self._filled()

    def _filled(self) -> Iterator[SheetRow]:
        coming = sorted((each for each in self.merged if each.bottom > each.top), reverse=True)
        open_ranges: list[tuple[MergedCells, str]] = []
        for row in self.read():
            open_ranges = [(each, text) for each, text in open_ranges if each.bottom >= row.line]
            blank = not any(row.cells)
            for each, text in open_ranges:
                _fill(row.cells, each.left, text)
            while coming and coming[-1].top <= row.line:
                each = coming.pop()
                if each.top == row.line and each.left < len(row.cells):
                    open_ranges.append((each, row.cells[each.left]))
            if not blank:
                yield row

    def spread(self, row: SheetRow) -> list[str]:
        """The cells of a row of headings, each said in all columns that it is merged over."""
        cells = list(row.cells)
        for each in self.merged:
            if each.top <= row.line <= each.bottom and each.left < len(cells):
                for place in range(each.left + 1, min(each.right + 1, 256)):
                    _fill(cells, place, cells[each.left])
        return cells


def _fill(cells: list[str], place: int, text: str) -> None:
    if text and len(cells) <= place:
        cells.extend([""] * (place + 1 - len(cells)))
    if text and not cells[place]:
        cells[place] = text
