"""One event in its chain: in its place, unchanged, linked to the one before, its columns what its text says.

Pure: rows in, findings out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from operator import itemgetter
from typing import Any, NamedTuple

from wolaiban.cases import formats
from wolaiban.ledger.canonical_json import NotCanonical, read
from wolaiban.ledger.findings import Fault, Finding, named
from wolaiban.process.words import Stage
from wolaiban.workflow import chain

# `complaint` is there only where somebody without an account acted, `format` not in the first events.
SOMETIMES = frozenset({"complaint", "format"})
KEYS = frozenset(
    {"case", "seq", "step", "source", "target", "at", "actor", "post", "unit", "role", "answers", "after"}
)


class EventRow(NamedTuple):
    """The columns of an event, in the order in which they are read."""

    case_id: int
    seq: int
    step: str
    source: str
    target: str
    at: str  # written by the database as `chain.plain` writes a moment
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


@dataclass
class Link:
    """How far a chain has been followed: what the next event must fit to."""

    number: str
    seq: int = 0
    hash: bytes = b""
    stage: str = ""
    at: str = ""
    told: dict[str, Any] | None = None  # the last event, or None where it could not be read


def follow(link: Link, row: EventRow) -> list[Finding]:
    """Check the next event of a chain and move `link` along to it."""
    missing = range(link.seq + 1, row.seq)
    found = [Finding(Fault.MISSING, link.number, seq) for seq in missing]
    faults = _of_hash(link.number, row)
    told = None
    try:
        told = _told(row)
    except NotCanonical as refusal:
        found.append(Finding(Fault.NOT_CANONICAL, link.number, row.seq, refusal))
    else:
        if not _columns_agree(link.number, row, told):
            faults += _of_columns(link.number, row, told)
    if not missing and not _fits(link, row):
        faults += _of_place(link, row)
    if faults:
        found += [Finding(fault, link.number, row.seq, what) for fault, what in faults]
    link.seq, link.hash, link.stage, link.at, link.told = row.seq, row.hash, row.target, row.at, told
    return found


def _told(row: EventRow) -> dict[str, Any]:
    told = read(row.body)
    if told.keys() != KEYS and told.keys() - SOMETIMES != KEYS:
        raise NotCanonical("缺项或多项")
    if "format" in told and told["format"] not in formats.ADDED:
        raise NotCanonical(f"没有第 {told['format']} 种格式")
    return told


def _of_hash(number: str, row: EventRow) -> list[tuple[Fault, object]]:
    alg = chain.ALGS.get(row.alg)
    if alg is None or not alg.is_here:
        return [(Fault.ALGORITHM, row.alg)]
    due = chain.event_hash(alg=row.alg, number=number, seq=row.seq, prev=row.prev, body=row.body)
    return [] if row.hash == due else [(Fault.HASH, "")]


def _fits(link: Link, row: EventRow) -> bool:
    """Whether it goes on from where the one before left the case."""
    return row.prev == link.hash and row.source == link.stage and row.at >= link.at


def _of_place(link: Link, row: EventRow) -> Iterator[tuple[Fault, object]]:
    if row.prev != link.hash:
        yield Fault.LINK, ""
    if row.source != link.stage:
        yield Fault.JUMPED, named(Stage, link.stage) or "登记之前"
    if row.at < link.at:
        yield Fault.TIME_BACK, ""


def _columns_agree(number: str, row: EventRow, told: dict[str, Any]) -> bool:
    return bool(TOLD(told) == row[REPEATED] and told["case"] == number)


def _of_columns(number: str, row: EventRow, told: dict[str, Any]) -> Iterator[tuple[Fault, object]]:
    columns = {**row._asdict(), "case": number}
    for name in sorted(KEYS - {"answers", "after"}):
        if told[name] != columns[name]:
            yield Fault.COLUMN, name


def end(link: Link, *, seq: int, head: bytes) -> Iterator[Finding]:
    """Compare the end of the chain with what the case says of it; catches a cut-off tail."""
    if link.seq == 0:
        yield Finding(Fault.NO_EVENTS, link.number)
    elif link.seq < seq:
        yield Finding(Fault.CUT_OFF, link.number, link.seq + 1, seq)
    elif link.seq > seq:
        yield Finding(Fault.SURPLUS, link.number, seq + 1, seq)
    elif link.hash != head:
        yield Finding(Fault.HEAD, link.number, link.seq)
