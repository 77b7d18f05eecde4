"""What events only point to: words and files, which stand in tables of their own or on the disk."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from wolaiban.ledger.findings import Fault, Told
from wolaiban.process.words import Word
from wolaiban.uploads.storage import path_of
from wolaiban.workflow import chain
from wolaiban.workflow.erasing import ERASED


class StatementRow(NamedTuple):
    subject: int
    pk: int
    words: str | None
    salt: bytes | None
    commitment: bytes


class AttachmentRow(NamedTuple):
    subject: int
    pk: int
    size: int
    digest: bytes


CONTAINERS = frozenset({dict, list})


@dataclass
class Pointers:
    """What the events of one subject point to: seq and commitment of words, seq and digest of files, by key."""

    statements: dict[int, tuple[int, str]] = field(default_factory=dict)
    attachments: dict[int, tuple[int, str]] = field(default_factory=dict)
    erased: dict[int, int] = field(default_factory=dict)  # words that an event says are gone: seq by key

    def collect(self, told: Told, before: Told | None) -> None:
        """Take in the next event; raises LookupError, TypeError, … where it has not the shape of one."""
        for value in told["answers"].values():
            if type(value) in CONTAINERS:
                self._collect(value, told["seq"])
        self.erased |= dict.fromkeys(told["answers"].get(ERASED, ()), told["seq"])

    def _collect(self, value: Any, seq: int) -> None:
        if isinstance(value, list):
            for item in value:
                self._collect(item, seq)
        elif isinstance(value, dict):
            if "statement" in value:
                self.statements[value["statement"]] = seq, value["commitment"]
            elif "attachment" in value:
                self.attachments[value["attachment"]] = seq, value["sha256"]


At = tuple[int | None, Word, object]  # the event, the fault, what of it


def check_statements(
    known: dict[int, tuple[int, str]], rows: Iterable[StatementRow], erased: dict[int, int] = {}
) -> Iterator[At]:
    """Words are as they were said, unless an event says that they were erased; none is missing, none was slipped in."""
    expected = dict(known)
    for row in rows:
        seq, committed = expected.pop(row.pk, (None, ""))
        if seq is None:
            yield None, Fault.STATEMENT_UNTOLD, row.pk
        elif row.commitment.hex() != committed or not _is_as_said(row):
            yield seq, Fault.STATEMENT_CHANGED, row.pk
        elif row.words is None and row.pk not in erased:
            yield seq, Fault.STATEMENT_EMPTIED, row.pk
        elif row.words is not None and row.pk in erased:
            yield erased[row.pk], Fault.STATEMENT_BACK, row.pk
    for pk, (seq, _) in expected.items():
        yield seq, Fault.STATEMENT_GONE, pk


def _is_as_said(row: StatementRow) -> bool:
    if row.words is None or row.salt is None:  # erased: the commitment alone remains
        return True
    return chain.commitment(row.salt, row.words) == row.commitment


def check_attachments(known: dict[int, tuple[int, str]], rows: Iterable[AttachmentRow]) -> Iterator[At]:
    """Files on disk are byte for byte those that the event named."""
    expected = dict(known)
    for row in rows:
        seq, digest = expected.pop(row.pk, (None, ""))
        if seq is None:
            yield None, Fault.FILE_UNTOLD, row.pk
        elif fault := _fault_of_file(row, digest):
            yield seq, fault, row.pk
    for pk, (seq, _) in expected.items():
        yield seq, Fault.FILE_GONE, pk


def _fault_of_file(row: AttachmentRow, digest: str) -> Fault | None:
    if row.digest.hex() != digest:
        return Fault.FILE_CHANGED
    try:
        with path_of(row.digest).open("rb") as file:
            same = hashlib.file_digest(file, "sha256").digest() == row.digest
            return None if same and file.tell() == row.size else Fault.FILE_CHANGED
    except OSError:
        return Fault.FILE_GONE


def wrongs_of(
    pointers: Pointers, statements: Iterable[StatementRow], attachments: Iterable[AttachmentRow]
) -> Iterator[At]:
    yield from check_statements(pointers.statements, statements, pointers.erased)
    yield from check_attachments(pointers.attachments, attachments)
