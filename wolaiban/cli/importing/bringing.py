"""Registering the rows one after the other: each whole or not at all, and never twice."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import NamedTuple

from django.db import DataError

from wolaiban.cases.actions.registering import check, register
from wolaiban.cases.models import Case
from wolaiban.cli.importing.columns import Columns
from wolaiban.cli.importing.matters import Matter, Reader
from wolaiban.cli.importing.outcome import Sheet
from wolaiban.cli.importing.refusals import BadRow
from wolaiban.cli.importing.table import Row
from wolaiban.people.actor import Actor
from wolaiban.process.errors import ProcessError
from wolaiban.process.words import Word

AT_A_TIME = 200
FAULTS_SHOWN = 20


@dataclass
class Tally:
    """What has become of the rows so far, said as it goes."""

    dry_run: bool = False
    new: int = 0
    known: int = 0
    bad: int = 0
    anonymous: int = 0
    shown: int = field(default=0, repr=False)

    def __str__(self) -> str:
        done = (Result.READY if self.dry_run else Result.NEW).label
        total = f"{done} {self.new} · 已在册 {self.known} · 未能登记 {self.bad}"
        return total + (f"（其中匿名 {self.anonymous} 件：没有姓名，或姓名已隐去）" if self.anonymous else "")

    def count(self, line: int, outcome: Outcome) -> None:
        """Bad rows are named at once, the first of them."""
        self.new += outcome.result in {Result.NEW, Result.READY}
        self.known += outcome.result is Result.KNOWN
        self.bad += outcome.result is Result.BAD
        if outcome.result is Result.BAD and self.bad <= FAULTS_SHOWN:
            print(f"第 {line} 行：{outcome.remarks}")

    def tell(self) -> None:
        """Progress goes beside the result, on one line where the terminal can."""
        seen = self.new + self.known + self.bad
        if sys.stderr.isatty():
            sys.stderr.write(f"\r已处理 {seen} 行 ")
            sys.stderr.flush()
        elif seen // 1000 > self.shown // 1000:
            sys.stderr.write(f"已处理 {seen} 行\n")
        self.shown = seen


class Result(Word):
    NEW = "new", "新登记"
    READY = "ready", "可以登记"
    KNOWN = "known", "已在册"
    BAD = "bad", "未能登记"


class Outcome(NamedTuple):
    """What became of one row."""

    result: Result
    source_id: str = ""
    number: str = ""
    unit: str = ""
    remarks: str = ""


@dataclass
class Importing:
    reader: Reader
    by: Actor
    tally: Tally
    dry_run: bool = False
    checked: set[str] = field(default_factory=set)  # in a dry run, what would be there by now

    def bring_in(self, rows: Iterator[Row], columns: Columns, sheet: Sheet | None) -> None:
        """Every row gets its line in the sheet as soon as it is decided: an interrupted run has told what it did."""
        while some := list(islice(rows, AT_A_TIME)):
            for line, outcome in self._outcomes(some, columns):
                self.tally.count(line, outcome)
                if sheet is not None:
                    label = outcome.result.label
                    sheet.write(
                        (line, outcome.source_id, label, outcome.number, outcome.unit, outcome.remarks)
                    )
            self.tally.tell()

    def _outcomes(self, rows: list[Row], columns: Columns) -> Iterator[tuple[int, Outcome]]:
        """One question for all rows whether they are known; then each by itself."""
        read = [(line, self._read(columns.read(cells))) for line, cells in rows]
        keys = [matter.key for _, matter in read if isinstance(matter, Matter)]
        known = dict(Case.objects.filter(key__in=keys).values_list("key", "number"))
        for line, matter in read:
            yield line, matter if isinstance(matter, Outcome) else self._decide(matter, known)

    def _read(self, cells: dict[str, str]) -> Matter | Outcome:
        try:
            return self.reader.read(cells)
        except BadRow as refusal:
            return Outcome(Result.BAD, cells.get("id", ""), remarks=str(refusal))

    def _decide(self, matter: Matter, known: dict[str | None, str]) -> Outcome:
        unit, said = matter.report.unit.full_name, "；".join(matter.remarks)
        if matter.key in known or matter.key in self.checked:
            return Outcome(Result.KNOWN, matter.source_id, known.get(matter.key, ""), unit)
        try:
            if self.dry_run:
                matter.check_reporter()
                check(matter.report, by=self.by)
                self.checked.add(matter.key)
                return Outcome(Result.READY, matter.source_id, "", unit, said)
            case = register(matter.report, by=self.by)
        except ProcessError as refusal:
            return Outcome(Result.BAD, matter.source_id, "", unit, str(refusal))
        except DataError:
            return Outcome(Result.BAD, matter.source_id, "", unit, "有数据库存不了的内容")
        known[matter.key] = case.number
        self.tally.anonymous += matter.is_anonymous
        return Outcome(Result.NEW, matter.source_id, case.number, unit, said)
