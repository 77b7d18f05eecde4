"""Registering the rows of a table: each whole or not at all, and never twice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError

from wolaiban.cases.actions.bulk import register_many
from wolaiban.cases.actions.registering import check, register
from wolaiban.cases.models import Case
from wolaiban.importing.columns import Columns
from wolaiban.importing.matters import Matter, Outcome, Reader, Result
from wolaiban.importing.refusals import BadRow
from wolaiban.importing.table import Row
from wolaiban.people.actor import Actor
from wolaiban.process.errors import ProcessError

AT_A_TIME = 500

Decided = tuple[int, Outcome]  # the number of the row, and what became of it


@dataclass
class Tally:
    """What has become of the rows so far, said as it goes."""

    dry_run: bool = False
    new: int = 0
    known: int = 0
    bad: int = 0
    anonymous: int = 0

    def __str__(self) -> str:
        done = (Result.READY if self.dry_run else Result.NEW).label
        total = f"{done} {self.new} · 已在册 {self.known} · 未能登记 {self.bad}"
        return total + (f"（其中匿名 {self.anonymous} 件：没有姓名，或姓名已隐去）" if self.anonymous else "")

    def count(self, outcome: Outcome) -> None:
        self.new += outcome.result in {Result.NEW, Result.READY}
        self.known += outcome.result is Result.KNOWN
        self.bad += outcome.result is Result.BAD
        self.anonymous += outcome.anonymous

    @property
    def seen(self) -> int:
        return self.new + self.known + self.bad


@dataclass
class Importing:
    """Rows are read, asked together whether they are known, checked one by one, and registered together."""

    reader: Reader
    by: Actor
    tally: Tally
    dry_run: bool = False
    met: dict[str, Outcome] = field(default_factory=dict)  # what became of the keys of this run

    def bring_in(self, rows: Iterator[Row], columns: Columns) -> Iterator[list[Decided]]:
        """What became of the rows, a batch at a time, each when it is durable."""
        while some := list(islice(rows, AT_A_TIME)):
            decided = [
                (row[0], outcome) for row, outcome in zip(some, self._decide(some, columns), strict=True)
            ]
            for _, outcome in decided:
                self.tally.count(outcome)
            yield decided

    def _decide(self, rows: list[Row], columns: Columns) -> list[Outcome]:
        read = [self._read(columns.read(cells)) for _, cells in rows]
        keys = {matter.key for matter in read if isinstance(matter, Matter)}
        known = dict(Case.objects.filter(key__in=keys).values_list("key", "number"))
        fresh: dict[str, Matter] = {}
        decided = [m if isinstance(m, Outcome) else self._known_or_bad(m, known, fresh) for m in read]
        done = self._register(list(fresh.values()))
        return [each if isinstance(each, Outcome) else done[each.key] for each in decided]

    def _read(self, cells: dict[str, str]) -> Matter | Outcome:
        try:
            return self.reader.read(cells)
        except BadRow as refusal:
            return Outcome(Result.BAD, cells.get("id", ""), remarks=str(refusal))

    def _known_or_bad(
        self, matter: Matter, known: dict[str | None, str], fresh: dict[str, Matter]
    ) -> Matter | Outcome:
        """Its outcome, if that is plain already; else the matter, put among the fresh ones."""
        if matter.key in known or matter.key in fresh or matter.key in self.met:
            return matter.came_to(Result.KNOWN, known.get(matter.key, ""))
        try:
            matter.check_reporter()
            check(matter.report, by=self.by)
        except ProcessError as refusal:
            return matter.came_to(Result.BAD, why=str(refusal))
        fresh[matter.key] = matter
        return matter

    def _register(self, matters: list[Matter]) -> dict[str, Outcome]:
        """Together; where that fails (somebody brings in the same file beside us), one by one."""
        if self.dry_run:
            self.met |= (done := {matter.key: matter.came_to(Result.READY) for matter in matters})
            return done
        try:
            cases = register_many([matter.report for matter in matters], by=self.by)
        except (ProcessError, ValidationError, DataError, IntegrityError):
            return {matter.key: self._register_alone(matter) for matter in matters}
        return {m.key: m.came_to(Result.NEW, case.number) for m, case in zip(matters, cases, strict=True)}

    def _register_alone(self, matter: Matter) -> Outcome:
        try:
            return matter.came_to(Result.NEW, register(matter.report, by=self.by).number)
        except ProcessError as refusal:
            return matter.came_to(Result.BAD, why=str(refusal))
        except DataError:
            return matter.came_to(Result.BAD, why="有数据库存不了的内容")
