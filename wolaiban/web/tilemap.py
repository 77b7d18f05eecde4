"""The schematic map of townships, drawn by the server: equal tiles in their places, each a link.

Positions are parts of a hundred and letters are pixels: on a narrow phone the tiles shrink and the letters do not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Protocol, TypeVar

from wolaiban.places.matching import core
from wolaiban.places.tiles import tiles

DARKEST = 3
ROW_HEIGHT = 62  # pixels: a name in two lines and a number under it
GAP = 0.6  # of a hundred, on each side of a tile
LONG_NAME = 3  # characters: in two lines where the screen is narrow


class Township(Protocol):
    """A unit, or figures of one. `code` has 12 digits."""

    @property
    def code(self) -> str: ...

    @property
    def short_name(self) -> str: ...


TownshipT = TypeVar("TownshipT", bound=Township)


@dataclass(frozen=True)
class Mark:
    """What is to be said of one township.

    `value` stands under the name in the tile ("" for the name alone), `shade` is 0 to 3, `late` is a count in a red
    disc. `words` are heard after the name, and stand beside it in the list.
    """

    url: str
    value: str = ""
    shade: int = 0
    late: int = 0
    words: str = ""


@dataclass(frozen=True)
class DrawnTile:
    """One township in its place; `x`, `y`, `width`, `height` are parts of a hundred of the whole map."""

    name: str
    called: str  # without the word for its kind
    mark: Mark
    x: str = ""
    y: str = ""
    width: str = ""
    height: str = ""

    @property
    def label(self) -> str:
        return f"{self.name}，{self.mark.words}" if self.mark.words else self.name

    @property
    def halves(self) -> tuple[str, str] | None:
        """The name in two lines, where it is too long for one."""
        return (self.called[:2], self.called[2:]) if len(self.called) >= LONG_NAME else None


@dataclass(frozen=True)
class Shade:
    """How dark a tile is, 1 to 3, and for which numbers: from the first to the last of them."""

    dark: int
    first: int
    last: int

    def __str__(self) -> str:
        return str(self.first) if self.first == self.last else f"{self.first}–{self.last}"


@dataclass(frozen=True)
class TileMap:
    """`says` is the finding in a sentence, for whoever does not see the map; `unplaced` have no tile in the file.

    `most` is the largest number on it, by which `shade` was found; 0 where it shows no numbers.
    """

    says: str
    height: int  # pixels
    placed: tuple[DrawnTile, ...]
    unplaced: tuple[DrawnTile, ...]
    most: int = 0

    @property
    def shades(self) -> list[Shade]:
        """For the words under the map: every shade that a number up to the largest can have."""
        return shades(self.most)

    @property
    def all(self) -> tuple[DrawnTile, ...]:
        return (*self.placed, *self.unplaced)

    @property
    def has_values(self) -> bool:
        return any(tile.mark.value for tile in self.all)


def tile_map(
    townships: Iterable[TownshipT], mark: Callable[[TownshipT], Mark], *, says: str, most: int = 0
) -> TileMap:
    """In the order the townships come in, which is also the order of the Tab key. Costs no query."""
    where, found = tiles(), list(townships)
    shown = [where[unit.code] for unit in found if unit.code in where]
    columns = max((tile.column for tile in shown), default=0) + 1
    rows = max((tile.row for tile in shown), default=0) + 1
    placed = tuple(_placed(unit, mark(unit), columns, rows) for unit in found if unit.code in where)
    unplaced = tuple(_drawn(unit, mark(unit)) for unit in found if unit.code not in where)
    return TileMap(says, rows * ROW_HEIGHT if placed else 0, placed, unplaced, most)


def _drawn(unit: Township, mark: Mark) -> DrawnTile:
    return DrawnTile(unit.short_name, core(unit.short_name), mark)


def _placed(unit: Township, mark: Mark, columns: int, rows: int) -> DrawnTile:
    tile = tiles()[unit.code]
    wide, high = 100 / columns, 100 / rows
    x, y = tile.column * wide + GAP / 2, tile.row * high + GAP
    sizes = (_percent(x), _percent(y), _percent(wide - GAP), _percent(high - 2 * GAP))
    return DrawnTile(unit.short_name, core(unit.short_name), mark, *sizes)


def _percent(part: float) -> str:
    return f"{part:.3f}%"


def shade(value: int, most: int) -> int:
    """0 for nothing, else 1 to 3: which third of the most it falls into."""
    if value <= 0 or most <= 0:
        return 0
    return min(DARKEST, value * DARKEST // (most + 1) + 1)


def shades(most: int) -> list[Shade]:
    """The other way round: which numbers from 1 to the most have which shade."""
    begins = [max(1, -(-dark * (most + 1) // DARKEST)) for dark in range(DARKEST)]
    ends = [*(begin - 1 for begin in begins[1:]), most]
    found = zip(range(1, DARKEST + 1), begins, ends, strict=True)
    return [Shade(dark, first, last) for dark, first, last in found if first <= last]
