"""What the board draws: sums in one strip, the map, bars. Every mark leads to the cases that it counts."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from django.urls import reverse

from wolaiban.cases.queries.board import STAGES, Block, BoardRow, Cell
from wolaiban.cases.queries.ledger import Filter, Progress, Sorting
from wolaiban.places.models import Unit
from wolaiban.process.words import Stage
from wolaiban.web.look import TAGS
from wolaiban.web.templatetags.look import SIGNS
from wolaiban.web.tilemap import Mark, TileMap, shade, tile_map

PLACES_SHOWN = 9
PRESSING = {"late", "soon"}
# Where others have to act, or somebody has to decide.
STAGES_TOLD = {Stage.JOINT: "吹哨联动", Stage.ANSWERED: "待居民评价", Stage.DISPUTED: "待复核"}


@dataclass(frozen=True)
class StripNumber:
    """One number of the strip: its words, its sign, how it is to be read (late, soon or calm), and what it opens."""

    number: int
    label: str
    sign: str
    tone: str
    address: str


# By the key of the column: what it is called here, and how its time or its stage is drawn everywhere.
STRIP: dict[str, tuple[str, str | Stage]] = {
    "overdue": ("已超期", "late"),
    "soon": ("一天内到期", "soon"),
    "paused": ("暂停中", "paused"),
    **{f"in_{stage}": (label, stage) for stage, label in STAGES_TOLD.items()},
}


@dataclass(frozen=True)
class Bar:
    """A bar from the left in parts of a hundred: `late`, then `soon`, then the rest of what is open."""

    name: str
    address: str
    number: int
    late: int
    soon: int
    most: int

    @property
    def late_width(self) -> str:
        return self._part(self.late)

    @property
    def soon_width(self) -> str:
        return self._part(self.soon)

    @property
    def soon_from(self) -> str:
        return self._part(self.late)

    @property
    def rest_width(self) -> str:
        return self._part(self.number - self.late - self.soon)

    @property
    def rest_from(self) -> str:
        return self._part(self.late + self.soon)

    def _part(self, number: int) -> str:
        return f"{100 * number / self.most:.2f}%" if self.most else "0%"


@dataclass(frozen=True)
class Places:
    """Where to look first, and how many places have nothing that presses beside those."""

    bars: list[Bar]
    others: int


def strip_of(row: BoardRow) -> list[StripNumber]:
    return [_number(row.cell(key), label, look) for key, (label, look) in STRIP.items()]


def _number(cell: Cell, label: str, look: str | Stage) -> StripNumber:
    sign = TAGS[look.shape][1] if isinstance(look, Stage) else SIGNS[look]
    tone = look if look in PRESSING and cell.number else ""
    return StripNumber(cell.number, label, sign, tone, _opens(cell))


def steps_of(row: BoardRow) -> list[Bar]:
    """How many stand at each stage."""
    cells = [row.cell(f"in_{stage}") for stage in STAGES]
    most = max(cell.number for cell in cells)
    return [Bar(cell.label, _opens(cell), cell.number, 0, 0, most) for cell in cells]


def places_of(block: Block) -> Places:
    """Those where something presses, as many as there is room for; if there are few, those that have most."""
    rows = block.pressing_first
    most = max((row.number("all_open") for row in rows), default=0)
    shown = rows[:PLACES_SHOWN]
    bars = [
        Bar(
            row.name,
            opens(row.whole),
            row.number("all_open"),
            row.number("overdue"),
            row.number("soon"),
            most,
        )
        for row in shown
    ]
    return Places(bars, len(rows) - len(shown))


def townships_map(block: Block) -> TileMap:
    """The townships with what is open in them, darker where there is more; a red disc counts what is late."""
    rows = {row.unit.code: row for row in [*block.rows, *block.idle] if row.unit.is_township}
    most = max((row.number("all_open") for row in rows.values()), default=0)

    def mark(unit: Unit) -> Mark:
        row = rows[unit.code]
        number, late = row.number("all_open"), row.number("overdue")
        words = f"在办 {number} 件" + (f"，已超期 {late} 件" if late else "")
        return Mark(opens(row.whole), str(number), shade(number, most), late, words)

    units = sorted((row.unit for row in rows.values()), key=lambda unit: unit.code)
    return tile_map(units, mark, says=_finding(rows.values()), most=most)


def _finding(rows: Collection[BoardRow]) -> str:
    late = sorted((row for row in rows if row.number("overdue")), key=lambda row: -row.number("overdue"))
    if not late:
        return "各街道、乡镇在办件数，没有超期的。"
    names = "、".join(row.unit.short_name for row in late[:3])
    return f"各街道、乡镇在办件数，{len(late)} 个有超期的，最多的是{names}。"


def opens(whole: Filter) -> str:
    """The ledger of what is open there, the most urgent first."""
    wanted = replace(whole, stage=Progress.OPEN, sort=Sorting.DUE)
    return f"{reverse('desk:ledger')}?{wanted.query}"


def _opens(cell: Cell) -> str:
    return f"{reverse('desk:ledger')}?{cell.filter.query}"
