"""The board: how many cases are open and overdue in each unit, by stage and tier, and which departments owe what.

Every number carries the ledger filter that lists exactly its cases. One query for each block.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache, cached_property
from typing import Any

from django.db.models import Count, Q
from django.utils.timezone import now

from wolaiban.cases.models import Case, Summons
from wolaiban.cases.queries.ledger import Filter, Progress, column_of
from wolaiban.cases.queries.pagination import COUNTED
from wolaiban.cases.queries.summons_filters import SummonsFilter, those
from wolaiban.cases.visible import SOON, Sight
from wolaiban.database.prepared import Given, PreparedQuery, RowCount, Rows, among, gaps
from wolaiban.people.actor import Actor
from wolaiban.places.models import Unit
from wolaiban.places.queries import UnitQuerySet
from wolaiban.process.words import CONFIDANTS, OPEN_STAGES, SEES_UNIT, Function, Stage, Tier, Word

STAGES = tuple(stage for stage in Stage if stage in OPEN_STAGES)


class View(Word):
    """By which unit cases are counted."""

    PLACE = "place", "按事项所在地"
    HOLDER = "holder", "按承办单位"

    @property
    def path(self) -> str:
        return "holder__" if self is View.HOLDER else ""

    def whole(self, unit: Unit) -> Filter:
        """The ledger of all that is counted of a unit."""
        return Filter(holder=unit) if self is View.HOLDER else Filter(unit=unit)


@dataclass(frozen=True)
class BoardColumn:
    """A column: its name, and what it counts as a change to the ledger's filter."""

    key: str
    label: str
    narrowing: Mapping[str, Any]
    pressing: bool = False

    @cached_property
    def query(self) -> str:
        """What it adds to the address of a row's ledger."""
        return Filter(**self.narrowing).query


@dataclass(frozen=True)
class Cell:
    """A number and the ledger that lists it: that of its row, narrowed by what is measured."""

    number: int
    measure: BoardColumn
    whole: Filter

    @property
    def label(self) -> str:
        return self.measure.label

    @property
    def filter(self) -> Filter:
        return replace(self.whole, **self.measure.narrowing)


@dataclass(frozen=True)
class BoardRow:
    """A unit with its numbers, and the ledger of all its cases. `below` says that it has a board of its own."""

    unit: Unit
    name: str
    whole: Filter
    cells: list[Cell]
    below: bool = False

    @property
    def is_idle(self) -> bool:
        return not any(cell.number for cell in self.cells)

    def cell(self, key: str) -> Cell:
        """By the key of its column. Raises KeyError."""
        return self._by_key[key]

    def number(self, key: str) -> int:
        return self._by_key[key].number

    @cached_property
    def _by_key(self) -> dict[str, Cell]:
        return {cell.measure.key: cell for cell in self.cells}


@dataclass(frozen=True)
class Block:
    """A table: what its columns count, a row for each unit that has cases, the sum, and the units that have none."""

    measures: list[BoardColumn]
    rows: list[BoardRow]
    total: BoardRow | None
    idle: list[BoardRow]

    @property
    def columns(self) -> list[str]:
        return [measure.label for measure in self.measures]

    def sorted_by(self, key: str) -> Block:
        """The most of this column first, of what is alike in the order of the units; as it is if there is no such column."""
        if key not in {measure.key for measure in self.measures}:
            return self
        return replace(self, rows=sorted(self.rows, key=lambda row: -row.number(key)))

    @property
    def pressing_first(self) -> list[BoardRow]:
        """Where something is late before where something will be, then where there is most."""
        return sorted(
            self.rows, key=lambda row: [-row.number(key) for key in ("overdue", "soon", "all_open")]
        )


CASE_MEASURES = [
    BoardColumn("all_open", "在办", {"stage": Progress.OPEN}),
    BoardColumn("overdue", "已超期", {"stage": Progress.OPEN, "overdue": True}, pressing=True),
    BoardColumn("soon", "一天内到期", {"stage": Progress.OPEN, "soon": True}),
    BoardColumn("paused", "暂停中", {"stage": Progress.OPEN, "paused": True}),
    *(BoardColumn(f"in_{s}", s.label, {"stage": s}) for s in STAGES),
    *(BoardColumn(f"is_{t}", t.label, {"stage": Progress.OPEN, "tier": t}) for t in Tier),
]
CALL_MEASURES = [
    BoardColumn(call.value, call.label, {"call": call}, pressing=call is SummonsFilter.LATE)
    for call in (
        SummonsFilter.OPEN,
        SummonsFilter.LATE,
        SummonsFilter.CALLED,
        SummonsFilter.REPORTED_IN,
        SummonsFilter.OBJECTED,
    )
]
CALL_KEYS = [measure.key for measure in CALL_MEASURES]


def boards_of(actor: Actor) -> list[Unit]:
    """The units whose boards stand open to an actor by their posts, the widest first."""
    units = {post.unit_id: post.unit for post in actor.posts_as(SEES_UNIT)}
    return sorted(units.values(), key=lambda u: (not u.is_district, not u.is_township, u.code))


def may_open(actor: Actor, unit: Unit) -> bool:
    for mine in boards_of(actor):
        if mine.is_district or mine.pk == unit.pk:
            return True
        if mine.is_township and unit.township_id == mine.pk:
            return True
    return False


@dataclass(frozen=True)
class Pressing:
    """What presses in a whole unit, whoever has to act: the same numbers and ledgers as on its board.

    Counted as far as a list is (`COUNTED`); then `more`.
    """

    unit: Unit
    late: int
    soon: int
    more: bool

    @property
    def late_filter(self) -> Filter:
        return Filter(unit=self.unit, stage=Progress.OPEN, overdue=True)

    @property
    def soon_filter(self) -> Filter:
        return Filter(unit=self.unit, stage=Progress.OPEN, soon=True)


def pressing_under(actor: Actor, at: datetime | None = None) -> Pressing | None:
    """Of the widest unit that an actor leads, watches or coordinates; None for all others, and for departments."""
    led = {post.unit_id for post in actor.posts_as(CONFIDANTS | {Function.TOWNSHIP_COORDINATOR})}
    unit = next((unit for unit in boards_of(actor) if unit.pk in led and not unit.is_department), None)
    if unit is None:
        return None
    moment, sight = at or now(), Sight.of(actor)
    asked = _pressing(gaps(sight), column_of(unit))
    number, late = asked(**vars(sight), unit=unit.pk, moment=moment, tomorrow=moment + SOON)
    return Pressing(unit, late, number - late, more=number > COUNTED)


@cache
def _pressing(sight: Sight, column: str) -> RowCount:
    """Those that are due first, as many as are counted: in the unit that a column holds, or in all the district."""
    here = Q(**{column: Given("unit")}) if column else Q()
    running = Case.objects.all().seen_from(sight).open().filter(here, paused_at=None)
    found = running.filter(deadline__lt=Given("tomorrow")).annotate(is_late=Q(deadline__lt=Given("moment")))
    return RowCount(lambda: found.order_by("deadline").values_list("is_late")[: COUNTED + 1], "is_late")


def cases_block(actor: Actor, unit: Unit, view: View, at: datetime | None = None) -> Block:
    """Open cases in the units under this one; a village or community has only its own row."""
    numbers = _numbers(actor, unit, view, at or now())
    rows = [_row(below, unit, view, CASE_MEASURES, numbers) for below in _units_under(unit, numbers)]
    return _block(CASE_MEASURES, rows, total=_total(unit, view, CASE_MEASURES, rows))


def _numbers(actor: Actor, unit: Unit, view: View, at: datetime) -> Mapping[int | None, Mapping[str, int]]:
    """By unit and measure. The database counts those that are alike, in the order of an index that has all of it."""
    sight, township = Sight.of(actor), f"{view.path}township"
    itself = view.path.removesuffix("__") or "unit"
    by = township if unit.is_district else itself
    within = None if unit.is_district else township if unit.is_township else itself
    numbers: defaultdict[int | None, defaultdict[str, int]] = defaultdict(lambda: defaultdict(int))
    heaps = _alike(gaps(sight), by, within)
    for place, stage, tier, number, late, soon, paused in heaps(
        **vars(sight), unit=unit.pk, at=at, tomorrow=at + SOON
    ):
        sums = numbers[place]
        for key, more in (("overdue", late), ("soon", soon), ("paused", paused)):
            sums[key] += more
        for key in ("all_open", f"in_{stage}", f"is_{tier}"):
            sums[key] += number
    return numbers


@cache
def _alike(sight: Sight, by: str, within: str | None) -> Rows:
    """Open cases in heaps, by the unit in one column, or those only that have the unit that is told in another."""
    seen = Case.objects.all().seen_from(sight).open().order_by()
    open_cases = seen.filter(**{within: Given("unit")}) if within else seen
    late = Q(deadline__lt=Given("at"), paused_at=None)
    soon = Q(deadline__gte=Given("at"), deadline__lt=Given("tomorrow"), paused_at=None)
    heaps = open_cases.values(by, "stage", "tier").annotate(
        number=Count("*"),
        late=Count("deadline", filter=late),
        soon=Count("deadline", filter=soon),
        paused=Count("paused_at"),
    )
    return Rows(lambda: heaps.values_list(by, "stage", "tier", "number", "late", "soon", "paused"))


def _units_under(unit: Unit, counted: Iterable[int | None]) -> list[Unit]:
    """The unit itself first, then those below it; one no longer in use only while cases lie there."""
    if unit.is_studio_level:
        return [unit]
    below = TOWNSHIPS_BELOW if unit.is_district else STUDIOS_BELOW
    return [unit, *below(unit.pk, [pk for pk in counted if pk])]


def _below(unit: Given, counted: Given) -> UnitQuerySet:
    kept = Q(active=True) | among("pk", counted)
    return Unit.objects.select_related("township").filter(kept, parent=unit).order_by("code")


TOWNSHIPS_BELOW = PreparedQuery(lambda unit, counted: _below(unit, counted).townships())
STUDIOS_BELOW = PreparedQuery(lambda unit, counted: _below(unit, counted).studio_level())


def _row(
    unit: Unit,
    board: Unit,
    view: View,
    measures: list[BoardColumn],
    numbers: Mapping[int | None, Mapping[str, int]],
) -> BoardRow:
    itself = unit.pk == board.pk and not board.is_studio_level
    key = None if unit.is_district else unit.pk
    whole = replace(view.whole(unit), own=itself)
    cells = _cells(whole, measures, numbers.get(key, {}))
    name = f"{unit}本级" if itself else str(unit)
    return BoardRow(unit, name, whole, cells, below=unit.is_township and not itself)


def _cells(whole: Filter, measures: list[BoardColumn], numbers: Mapping[str, int]) -> list[Cell]:
    return [Cell(numbers.get(measure.key, 0), measure, whole) for measure in measures]


def _total(unit: Unit, view: View, measures: list[BoardColumn], rows: list[BoardRow]) -> BoardRow:
    sums = {m.key: sum(row.cells[place].number for row in rows) for place, m in enumerate(measures)}
    whole = view.whole(unit)
    return BoardRow(unit, "合计", whole, _cells(whole, measures, sums))


def _block(measures: list[BoardColumn], rows: list[BoardRow], *, total: BoardRow | None) -> Block:
    busy = [row for row in rows if not row.is_idle]
    idle = [row for row in rows if row.is_idle]
    return Block(measures, busy, total if len(rows) > 1 else None, idle)


def departments_block(actor: Actor, unit: Unit, at: datetime | None = None) -> Block:
    """What departments owe: all that were called, for the district; itself, for a department."""
    sight = Sight.of(actor)
    counted = _called(gaps(sight), unit.is_department)(**vars(sight), unit=unit.pk, at=at or now())
    numbers = {department: dict(zip(CALL_KEYS, row, strict=True)) for department, *row in counted}
    rows = [_department_row(department, numbers) for department in _departments(unit, numbers)]
    return _block(CALL_MEASURES, rows, total=None)


@cache
def _called(sight: Sight, only_itself: bool) -> Rows:
    calls = Summons.objects.filter(those(SummonsFilter.OPEN)).order_by()
    if not sight.sees_all:
        calls = calls.filter(case__in=Case.objects.all().seen_from(sight))
    if only_itself:
        calls = calls.filter(department=Given("unit"))
    sums = {key: Count("pk", filter=those(SummonsFilter(key), Given("at"))) for key in CALL_KEYS}
    return Rows(lambda: calls.values("department").annotate(**sums).values_list("department", *CALL_KEYS))


def _department_row(department: Unit, numbers: Mapping[int, Mapping[str, Any]]) -> BoardRow:
    whole = Filter(unit=department)
    cells = _cells(whole, CALL_MEASURES, numbers.get(department.pk, {}))
    return BoardRow(department, str(department), whole, cells)


def _departments(unit: Unit, counted: Iterable[int]) -> list[Unit]:
    if unit.is_department:
        return [unit]
    return list(Unit.objects.departments().filter(pk__in=list(counted)).order_by("code"))
