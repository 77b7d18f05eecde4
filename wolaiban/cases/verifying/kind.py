"""The kind of the cases, as the ledger reads it: each case with everything beside it, one after the other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from wolaiban.cases import formats, receipt_marks
from wolaiban.cases.models import Case, Event
from wolaiban.cases.verifying import invariants, material, snapshot_check
from wolaiban.cases.verifying.faults import CaseFault
from wolaiban.cases.verifying.material import CasePointers
from wolaiban.cases.verifying.reading import CaseTables, cases, tables
from wolaiban.cases.verifying.snapshot_check import CaseRow
from wolaiban.ledger import chains
from wolaiban.ledger.allowed import of_deputy
from wolaiban.ledger.chains import EventRow, Form, Link
from wolaiban.ledger.findings import MISSHAPEN, Fault, Finding, located
from wolaiban.ledger.kinds import FIRST_OF_ALL, Counted, Ground, TableChain
from wolaiban.ledger.reading import NOWHERE, Range
from wolaiban.process.words import OPEN_STAGES, Stage
from wolaiban.workflow import chain

NAME = "case"
FORM = Form(
    subject="case",
    keys=frozenset(
        {"case", "seq", "step", "source", "target", "at", "actor", "post", "unit", "role", "answers", "after"}
    ),
    # `complaint` is there only where somebody without an account acted, `for` where a deputy did, `format` not at first.
    sometimes=frozenset({"complaint", "for", "format"}),
    formats=formats.ADDED,
    stages=Stage,
    hashed=chain.event_hash,
)


class CaseChain(TableChain):
    def findings(self, within: Range, ground: Ground) -> Iterator[Finding | Counted]:
        subjects = events = 0
        beside = tables(within)
        for row in cases(within):
            for table in beside:
                if table.at < row.pk:
                    yield from _strays(beside, row.pk)
            link = Link(row.number)
            yield from _of_case(row, beside, link, ground)
            subjects, events = subjects + 1, events + link.count
        yield from _strays(beside, NOWHERE)
        yield Counted(NAME, subjects, events)


CASES = CaseChain(name=NAME, label="事项", subject=Case, event=Event, link="case_id", code=FIRST_OF_ALL)


def _of_case(row: CaseRow, beside: CaseTables, link: Link, ground: Ground) -> Iterator[Finding]:
    pk, pointers = row.pk, CasePointers()
    yield from _of_events(link, pointers, beside.events.of(pk), ground)
    yield from chains.end(link, seq=row.seq, head=row.head)
    complainants, summonses = list(beside.complainants.of(pk)), list(beside.summonses.of(pk))
    if link.told is not None and link.seq == row.seq:
        compared = snapshot_check.wrongs_of(row, complainants, summonses, link.told)
        yield from located(compared, link.number, link.seq)
    papers = material.wrongs_of(
        pointers, beside.statements.of(pk), beside.attachments.of(pk), beside.answers.of(pk)
    )
    for seq, fault, what in papers:
        yield Finding(fault, link.number, seq, what)
    if row.now("stage") in OPEN_STAGES:
        yield from _responsibility(row, ground)


def _of_events(
    link: Link, pointers: CasePointers, events: Iterable[EventRow], ground: Ground
) -> Iterator[Finding]:
    for event in events:
        before = link.told
        yield from chains.follow(link, event, FORM)
        if link.told is None:
            continue
        yield from located(invariants.wrongs(link.told, before), link.number, event.seq)
        if "for" in link.told:
            yield from located(of_deputy(link.told, ground.posts), link.number, event.seq)
        try:
            pointers.collect(link.told, before)
        except MISSHAPEN:
            yield Finding(Fault.NOT_CANONICAL, link.number, event.seq, "内容残缺")


def _responsibility(row: CaseRow, ground: Ground) -> Iterator[Finding]:
    """Truth 1, of an open case."""
    if row.now("deadline") is None:
        yield Finding(Fault.NO_DEADLINE, row.number)
    if row.now("holder_id") not in ground.manned:
        yield Finding(Fault.NOBODY, row.number)


def _strays(beside: CaseTables, before: float) -> Iterator[Finding]:
    """Events without a case, told once for each case; what else stood by such a case is passed over."""
    last = None
    for event in beside.events.strays(before):
        if event.subject != last:
            last = event.subject
            yield Finding(Fault.NO_SUBJECT, None, event.seq, event.subject)
    for table in beside[1:]:
        for _ in table.strays(before):
            pass


def receipts() -> Iterator[Finding]:
    """Receipts decide who may act for somebody, and have no chain: each bears a mark."""
    for pk, why in receipt_marks.find_faults():
        yield Finding(CaseFault.RECEIPT, what=(pk, why))
