"""One event in its chain: in its place, unchanged, linked to the one before, its columns what its text says.

Pure: rows in, findings out.
"""

from __future__ import annotations

from collections.abc import Container, Iterator
from dataclasses import dataclass
from operator import itemgetter
from typing import Any, NamedTuple, Protocol

from wolaiban.ledger.canonical_json import NotCanonical, read
from wolaiban.ledger.findings import Fault, Finding, named
from wolaiban.process.words import Word
from wolaiban.workflow.chain import ALGS


class EventRow(NamedTuple):
    """The columns of an event, in the order in which they are read."""

    subject: int
    seq: int
    step: str
    source: str
    target: str
    at: str  # written by the database as `workflow.chain.plain` writes a moment
    actor: int | None
    post: int | None
    unit: int | None  # the unit of the post, as it is today
    role: str
    alg: str
    prev: bytes
    hash: bytes
    body: bytes


REPEATED = slice(1, 10)  # the columns that repeat a part of the text: from seq to role
TOLD = itemgetter(*EventRow._fields[REPEATED])


class Hashing(Protocol):
    def __call__(self, *, alg: str, number: str, seq: int, prev: bytes, body: bytes) -> bytes: ...


@dataclass(frozen=True)
class Form:
    """How the events of a kind are written: what a body must hold and what it may, and how it is hashed.

    `subject` is the key under which a body gives the number of its subject.
    """

    subject: str
    keys: frozenset[str]
    sometimes: frozenset[str]
    formats: Container[object]
    stages: type[Word]
    hashed: Hashing


@dataclass
class Link:
    """How far a chain has been followed: what the next event must fit to."""

    number: str
    seq: int = 0
    hash: bytes = b""
    stage: str = ""
    at: str = ""
    told: dict[str, Any] | None = None  # the last event, or None where it could not be read
    count: int = 0  # how many events were there


def follow(link: Link, row: EventRow, form: Form) -> list[Finding]:
    """Check the next event of a chain and move `link` along to it."""
    missing = range(link.seq + 1, row.seq)
    found = [Finding(Fault.MISSING, link.number, seq) for seq in missing]
    faults = _of_hash(link.number, row, form)
    told = None
    try:
        told = _told(row, form)
    except NotCanonical as refusal:
        found.append(Finding(Fault.NOT_CANONICAL, link.number, row.seq, refusal))
    else:
        if not (TOLD(told) == row[REPEATED] and told[form.subject] == link.number):
            faults += _of_columns(link.number, row, told, form)
    if not missing and not _fits(link, row):
        faults += _of_place(link, row, form)
    if faults:
        found += [Finding(fault, link.number, row.seq, what) for fault, what in faults]
    link.seq, link.hash, link.stage, link.at, link.told = row.seq, row.hash, row.target, row.at, told
    link.count += 1
    return found


def _told(row: EventRow, form: Form) -> dict[str, Any]:
    told = read(row.body)
    if told.keys() != form.keys and told.keys() - form.sometimes != form.keys:
        raise NotCanonical("缺项或多项")
    if "format" in told and told["format"] not in form.formats:
        raise NotCanonical(f"没有第 {told['format']} 种格式")
    return told


def _of_hash(number: str, row: EventRow, form: Form) -> list[tuple[Fault, object]]:
    alg = ALGS.get(row.alg)
    if alg is None or not alg.is_here:
        return [(Fault.ALGORITHM, row.alg)]
    due = form.hashed(alg=row.alg, number=number, seq=row.seq, prev=row.prev, body=row.body)
    return [] if row.hash == due else [(Fault.HASH, "")]


def _fits(link: Link, row: EventRow) -> bool:
    """Whether it goes on from where the one before left the subject."""
    return row.prev == link.hash and row.source == link.stage and row.at >= link.at


def _of_place(link: Link, row: EventRow, form: Form) -> Iterator[tuple[Fault, object]]:
    if row.prev != link.hash:
        yield Fault.LINK, ""
    if row.source != link.stage:
        yield Fault.JUMPED, named(form.stages, link.stage) or "登记之前"
    if row.at < link.at:
        yield Fault.TIME_BACK, ""


def _of_columns(
    number: str, row: EventRow, told: dict[str, Any], form: Form
) -> Iterator[tuple[Fault, object]]:
    columns = {**row._asdict(), form.subject: number}
    for name in sorted({*EventRow._fields[REPEATED], form.subject}):
        if told[name] != columns[name]:
            yield Fault.COLUMN, name


def end(link: Link, *, seq: int, head: bytes) -> Iterator[Finding]:
    """Compare the end of the chain with what the subject says of it; catches a cut-off tail."""
    if link.seq == 0:
        yield Finding(Fault.NO_EVENTS, link.number)
    elif link.seq < seq:
        yield Finding(Fault.CUT_OFF, link.number, link.seq + 1, seq)
    elif link.seq > seq:
        yield Finding(Fault.SURPLUS, link.number, seq + 1, seq)
    elif link.hash != head:
        yield Finding(Fault.HEAD, link.number, link.seq)
