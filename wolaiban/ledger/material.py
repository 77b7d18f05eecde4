"""What events only point to: the words and the files of a case, and the answers that were given with them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from wolaiban.ledger.findings import Fault
from wolaiban.ledger.invariants import Complaint, Told
from wolaiban.uploads.storage import path_of
from wolaiban.workflow import chain


class StatementRow(NamedTuple):
    case_id: int
    pk: int
    words: str | None
    salt: bytes | None
    commitment: bytes


class AttachmentRow(NamedTuple):
    case_id: int
    pk: int
    size: int
    digest: bytes


class AnswerRow(NamedTuple):
    case_id: int
    complainant: int
    statement: int
    channel: str
    told_at: str  # as the event writes it


CONTAINERS = frozenset({dict, list})


@dataclass
class Pointers:
    """What the events of one case point to: seq and commitment by key; and the answers they say were given."""

    statements: dict[int, tuple[int, str]] = field(default_factory=dict)
    attachments: dict[int, tuple[int, str]] = field(default_factory=dict)
    erased: dict[int, int] = field(default_factory=dict)  # words that an event says are gone: seq by key
    replies: dict[int, tuple[int, set[tuple[int, str, str]]]] = field(default_factory=dict)

    def collect(self, told: Told, before: Told | None) -> None:
        for value in told["answers"].values():
            if type(value) in CONTAINERS:
                self._collect(value, told["seq"])
        if told["step"] == "erase":
            self.erased |= dict.fromkeys(told["answers"].get("erased", ()), told["seq"])
        if told["step"] == "answer":
            self.replies[told["answers"]["message"]["statement"]] = (told["seq"], _replies(told, before))

    def _collect(self, value: Any, seq: int) -> None:
        if isinstance(value, list):
            for item in value:
                self._collect(item, seq)
        elif isinstance(value, dict):
            if "statement" in value:
                self.statements[value["statement"]] = seq, value["commitment"]
            elif "attachment" in value:
                self.attachments[value["attachment"]] = seq, value["sha256"]


def _replies(told: Told, before: Told | None) -> set[tuple[int, str, str]]:
    """Who was answered: those who were picked, or all who had no answer yet."""
    answers = told["answers"]
    listed = [Complaint(*row) for row in before["after"]["complainants"]] if before else []
    picked = answers.get("complainants") or [c.pk for c in listed if c.answered_at is None]
    return {(pk, answers["answer_channel"], answers.get("told_at", told["at"])) for pk in picked}


At = tuple[int | None, Fault, object]


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


def check_answers(
    told: dict[int, tuple[int, set[tuple[int, str, str]]]], rows: Iterable[AnswerRow]
) -> Iterator[At]:
    """Each answer on record was told in an event, and to those to whom it says."""
    stand: dict[int, set[tuple[int, str, str]]] = {}
    for row in rows:
        stand.setdefault(row.statement, set()).add((row.complainant, row.channel, row.told_at))
    for statement in sorted(told.keys() | stand.keys()):
        seq, expected = told.get(statement, (None, set()))
        if stand.get(statement, set()) != expected:
            yield seq, Fault.ANSWERS, ""


def wrongs_of(
    pointers: Pointers,
    statements: Iterable[StatementRow],
    attachments: Iterable[AttachmentRow],
    answers: Iterable[AnswerRow],
) -> Iterator[At]:
    yield from check_statements(pointers.statements, statements, pointers.erased)
    yield from check_attachments(pointers.attachments, attachments)
    yield from check_answers(pointers.replies, answers)
