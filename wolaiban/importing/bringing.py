"""Registering the rows of a table: each whole or not at all, and never twice. A run that was cut off goes on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError

from wolaiban.cases.actions.bulk import register_many
from wolaiban.cases.actions.registering import check, register
from wolaiban.cases.models import Case
from wolaiban.cases.queries.keys import cases_under
from wolaiban.importing.directory import Directory
from wolaiban.importing.matters import Ours, Outcome, Result, RowMatter, RowReader
from wolaiban.importing.refusals import BadFile, BadRow
from wolaiban.importing.understanding import Position, RowFound, Understanding
from wolaiban.people.actor import Actor
from wolaiban.process.errors import ProcessError

AT_A_TIME = 500
NOWHERE = "表里没有单位一列。请用 --unit 指定一个村或社区，或用 --spread 分散到全区。"
NOT_HERE = "件号 {} 在这里查不到。这是本系统导出的名单，没有反映人和原话，不能当作新事项登记"


class Decided(NamedTuple):
    """A row, and what became of it."""

    at: Position
    sheet: str
    outcome: Outcome


@dataclass
class ImportProgress:
    """What has become of the rows so far."""

    dry_run: bool = False
    new: int = 0
    history: int = 0
    known: int = 0
    bad: int = 0
    aside: int = 0
    anonymous: int = 0

    def __str__(self) -> str:
        done = (Result.READY if self.dry_run else Result.NEW).label
        total = f"{done} {self.new} · 已在册 {self.known} · 未能登记 {self.bad}"
        total += f" · 补录为历史 {self.history}" if self.history else ""
        total += f" · 不是事项 {self.aside}" if self.aside else ""
        return total + (f"（其中匿名 {self.anonymous} 件：没有姓名，或姓名已隐去）" if self.anonymous else "")

    def count(self, outcome: Outcome) -> None:
        self.new += outcome.result in {Result.NEW, Result.READY}
        self.history += outcome.result is Result.HISTORY
        self.known += outcome.result is Result.KNOWN
        self.bad += outcome.result is Result.BAD
        self.aside += outcome.result is Result.NO_MATTER
        self.anonymous += outcome.anonymous

    @property
    def seen(self) -> int:
        return self.new + self.history + self.known + self.bad + self.aside


@dataclass
class Bringing:
    """Rows are read, asked together whether they are known, checked one by one, and registered together.

    With `dry_run` all of it but the registering is done: what would become of the rows.
    """

    reader: RowReader
    by: Actor
    tally: ImportProgress = field(default_factory=ImportProgress)
    dry_run: bool = False
    met: set[str] = field(default_factory=set)  # the keys of this run

    def __post_init__(self) -> None:
        self.tally.dry_run = self.dry_run

    def bring(self, understood: Understanding, after: Position | None = None) -> Iterator[list[Decided]]:
        """What became of the rows, a batch at a time, each when it is durable.

        A run that was cut off is made up for by another over the same file: what is registered is known again.
        `after` spares it the rows up to there.
        """
        rows = understood.rows(after)
        while some := list(islice(rows, AT_A_TIME)):
            outcomes = self._decide(some)
            for outcome in outcomes:
                self.tally.count(outcome)
            yield [Decided(row.at, row.sheet, outcome) for row, outcome in zip(some, outcomes, strict=True)]

    def _decide(self, rows: Sequence[RowFound]) -> list[Outcome]:
        read = [self._read(row) for row in rows]
        known = self._known([each for each in read if isinstance(each, RowMatter)])
        ours = self._ours([each.number for each in read if isinstance(each, Ours)])
        fresh: dict[str, RowMatter] = {}
        decided: list[RowMatter | Outcome] = []
        for each in read:
            if isinstance(each, Ours):
                decided.append(_of_ours(each, ours))
            else:
                decided.append(each if isinstance(each, Outcome) else self._sorted(each, known, fresh))
        done = self._register(list(fresh.values()))
        return [each if isinstance(each, Outcome) else done[each.key] for each in decided]

    def _read(self, row: RowFound) -> RowMatter | Ours | Outcome:
        if row.no_matter:
            return Outcome(Result.NO_MATTER, remarks=row.no_matter)
        try:
            return self.reader.read(row.cells, row.remarks, row.sheet)
        except BadRow as refusal:
            return Outcome(Result.BAD, row.cells.get("id", ""), remarks=str(refusal))

    def _known(self, matters: Sequence[RowMatter]) -> dict[str, str]:
        """The keys that are registered, with the numbers of those cases that the importer may see."""
        olds = {matter.old_key: matter for matter in matters}
        under = cases_under([*olds, *(matter.key for matter in matters)])
        cases = Case.objects.filter(pk__in=set(under.values())) if under else Case.objects.none()
        found = {pk: (number, unit) for pk, number, unit in cases.values_list("pk", "number", "unit_id")}
        seen = set(Case.objects.visible_to(self.by).filter(pk__in=found).values_list("pk", flat=True))
        known = {}
        for key, pk in under.items():
            number, unit = found[pk]
            matter = olds.get(key)
            if matter is None or matter.report.unit.pk == unit:
                known[matter.key if matter else key] = number if pk in seen else ""
        return known

    def _ours(self, numbers: Sequence[str]) -> set[str]:
        """Those numbers that are here and that the importer may see."""
        seen = Case.objects.visible_to(self.by).filter(number__in=numbers) if numbers else Case.objects.none()
        return set(seen.values_list("number", flat=True))

    def _sorted(
        self, matter: RowMatter, known: dict[str, str], fresh: dict[str, RowMatter]
    ) -> RowMatter | Outcome:
        """Its outcome, if that is plain already; else the matter, put among the fresh ones."""
        try:
            if check(matter.report, by=self.by) is None:  # a resident's own matters come in one by one
                return matter.came_to(Result.BAD, why=f"您的岗位不能登记{matter.report.unit}的事项")
        except ProcessError as refusal:
            return matter.came_to(Result.BAD, why=str(refusal))
        if matter.key in known or matter.key in fresh or matter.key in self.met:
            return matter.came_to(Result.KNOWN, known.get(matter.key, ""))
        fresh[matter.key] = matter
        return matter

    def _register(self, matters: list[RowMatter]) -> dict[str, Outcome]:
        """Together; where that fails (somebody brings in the same file beside us), one by one."""
        if self.dry_run:
            self.met |= {matter.key for matter in matters}
            return {matter.key: matter.came_to(Result.READY) for matter in matters}
        try:
            cases = register_many([matter.report for matter in matters], by=self.by)
        except (ProcessError, ValidationError, DataError, IntegrityError):
            return {matter.key: self._register_alone(matter) for matter in matters}
        return {m.key: m.came_to(Result.NEW, case.number) for m, case in zip(matters, cases, strict=True)}

    def _register_alone(self, matter: RowMatter) -> Outcome:
        try:
            return matter.came_to(Result.NEW, register(matter.report, by=self.by).number)
        except ProcessError as refusal:
            return matter.came_to(Result.BAD, why=str(refusal))
        except DataError:
            return matter.came_to(Result.BAD, why="有数据库存不了的内容")


def refuse_nowhere(understood: Understanding, directory: Directory, why: str = NOWHERE) -> None:
    """Raise BadFile if nothing says of any row where it belongs."""
    told = not directory.goes_by_sheets or understood.has("unit") or understood.has("case_number")
    if not told and not any(directory.knows(each.name) for each in understood.sheets):
        raise BadFile(why)


def _of_ours(row: Ours, here: set[str]) -> Outcome:
    if row.number in here:
        return Outcome(Result.KNOWN, row.number, row.number)
    return Outcome(Result.BAD, row.number, remarks=NOT_HERE.format(row.number))
