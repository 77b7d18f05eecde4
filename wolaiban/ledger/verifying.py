"""Verify everything: every chain, every row beside it, every rule. Reads only; safe while people work."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from django.db import connection

from wolaiban.cases import receipt_marks
from wolaiban.ledger import chains, continuity, invariants, material, snapshot_check, traces
from wolaiban.ledger.chains import EventRow, Link
from wolaiban.ledger.continuity import Trust
from wolaiban.ledger.findings import Fault, Finding
from wolaiban.ledger.guards import unguarded
from wolaiban.ledger.material import Pointers
from wolaiban.ledger.parallel import shared
from wolaiban.ledger.reading import (
    EVERYTHING,
    NOWHERE,
    Range,
    Tables,
    cases,
    one_snapshot,
    ranges,
    tables,
)
from wolaiban.ledger.snapshot_check import CaseRow
from wolaiban.people.models import Post
from wolaiban.places.models import Unit
from wolaiban.process.words import OFFICERS, OPEN_STAGES
from wolaiban.residents import checks

MISSHAPEN = (LookupError, TypeError, ValueError, AttributeError)


@dataclass(frozen=True)
class Counted:
    """How much was looked at in one piece of the work."""

    cases: int
    events: int


Piece = Range | str
CHECKPOINTS, RESIDENTS, TRACES, RECEIPTS = "checkpoints", "residents", "traces", "receipts"
PARTS = 16  # for each process, so that the last to end does not keep the others waiting


@dataclass
class Verification:
    """A run over all data. `findings()` is read once; the counts stand when it is exhausted.

    With more processes they share the work, and what they find comes in no order.
    """

    trust: Trust = field(default_factory=Trust)
    processes: int = 1
    cases: int = 0
    events: int = 0
    manned: frozenset[int] = field(default_factory=frozenset)

    def findings(self) -> Iterator[Finding]:
        alone = self.processes == 1 or connection.in_atomic_block  # what is not committed only we can see
        with one_snapshot():
            yield from [Finding(Fault.UNGUARDED, what=table) for table in unguarded()]
            self.manned = units_with_somebody_responsible()
            if alone:
                pieces: list[Piece] = [EVERYTHING, RESIDENTS, RECEIPTS, TRACES, CHECKPOINTS]
                told: Iterator[Finding | Counted] = (item for piece in pieces for item in self._of(piece))
            else:
                pieces = [CHECKPOINTS, RESIDENTS, RECEIPTS, TRACES, *ranges(PARTS * self.processes)]
                told = shared(pieces, self._of, processes=self.processes)
            for item in told:
                if isinstance(item, Counted):
                    self.cases += item.cases
                    self.events += item.events
                else:
                    yield item

    def _of(self, piece: Piece) -> Iterator[Finding | Counted]:
        if piece == CHECKPOINTS:
            yield from continuity.findings(self.trust)
        elif piece == TRACES:
            yield from traces.findings()
        elif piece == RECEIPTS:
            yield from [Finding(Fault.RECEIPT, what=(pk, why)) for pk, why in receipt_marks.find_faults()]
        elif piece == RESIDENTS:
            yield from [Finding(Fault.RESIDENT, what=(pk, why)) for pk, why in checks.find_faults()]
        else:
            assert isinstance(piece, Range)
            yield from Reading(self.manned).findings(piece)


@dataclass
class Reading:
    """The cases of a range, one after the other, with everything beside them."""

    manned: frozenset[int]
    cases: int = 0
    events: int = 0

    def findings(self, within: Range) -> Iterator[Finding | Counted]:
        beside = tables(within)
        for row in cases(within):
            self.cases += 1
            for table in beside:
                if table.at < row.pk:
                    yield from _strays(beside, row.pk)
            yield from self._of_case(row, beside)
        yield from _strays(beside, NOWHERE)
        yield Counted(self.cases, self.events)

    def _of_case(self, row: CaseRow, beside: Tables) -> Iterator[Finding]:
        pk, link, pointers = row.pk, Link(row.number), Pointers()
        yield from self._of_events(link, pointers, beside.events.of(pk))
        yield from chains.end(link, seq=row.seq, head=row.head)
        complainants, summonses = list(beside.complainants.of(pk)), list(beside.summonses.of(pk))
        if link.told is not None and link.seq == row.seq:
            compared = snapshot_check.wrongs_of(row, complainants, summonses, link.told)
            yield from _located(link, link.seq, compared)
        papers = material.wrongs_of(
            pointers, beside.statements.of(pk), beside.attachments.of(pk), beside.answers.of(pk)
        )
        for seq, fault, what in papers:
            yield Finding(fault, link.number, seq, what)
        if row.now("stage") in OPEN_STAGES:
            yield from self._responsibility(row)

    def _of_events(self, link: Link, pointers: Pointers, events: Iterable[EventRow]) -> Iterator[Finding]:
        for event in events:
            self.events += 1
            before = link.told
            yield from chains.follow(link, event)
            if link.told is None:
                continue
            yield from _located(link, event.seq, invariants.wrongs(link.told, before))
            try:
                pointers.collect(link.told, before)
            except MISSHAPEN:
                yield Finding(Fault.NOT_CANONICAL, link.number, event.seq, "内容残缺")

    def _responsibility(self, row: CaseRow) -> Iterator[Finding]:
        """Truth 1, of an open case."""
        if row.now("deadline") is None:
            yield Finding(Fault.NO_DEADLINE, row.number)
        if row.now("holder_id") not in self.manned:
            yield Finding(Fault.NOBODY, row.number)


def _located(link: Link, seq: int, wrongs: Iterator[invariants.Wrong]) -> list[Finding]:
    """Put number and seq to what is wrong; a forged text of the wrong shape is a finding, not a crash."""
    found = []
    try:
        for fault, what in wrongs:
            found.append(Finding(fault, link.number, seq, what))
    except MISSHAPEN:
        found.append(Finding(Fault.NOT_CANONICAL, link.number, seq, "内容残缺"))
    return found


def _strays(beside: Tables, before: float) -> Iterator[Finding]:
    """Events without a case, told once for each case; what else stood by such a case is passed over."""
    last = None
    for event in beside.events.strays(before):
        if event.case_id != last:
            last = event.case_id
            yield Finding(Fault.NO_CASE, None, event.seq, event.case_id)
    for table in beside[1:]:
        for _ in table.strays(before):
            pass


def units_with_somebody_responsible() -> frozenset[int]:
    """Units that have an officer in post, or stand under one that has: what nobody takes up goes there."""
    posts = Post.objects.current().as_any_of(OFFICERS).filter(user__is_active=True)
    units = {unit.pk: unit for unit in Unit.objects.all()}
    manned = set(posts.values_list("unit_id", flat=True))
    studios = {units[pk].studio_id for pk in manned if units[pk].is_studio_level}
    manned |= {unit.pk for unit in units.values() if unit.is_studio_level and unit.studio_id in studios}
    return frozenset(pk for pk in units if manned.intersection(_upwards(pk, units)))


def _upwards(pk: int, units: Mapping[int, Unit]) -> Iterator[int]:
    """A unit and all above it."""
    at: int | None = pk
    while at is not None:
        yield at
        at = units[at].parent_id
