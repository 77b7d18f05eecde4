"""What events of a case only point to: the words, the files, and the answers that were given with them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from wolaiban.cases.verifying.faults import CaseFault
from wolaiban.cases.verifying.invariants import Complaint
from wolaiban.ledger import material
from wolaiban.ledger.findings import Told
from wolaiban.ledger.material import At, AttachmentRow, StatementRow


class AnswerRow(NamedTuple):
    case_id: int
    complainant: int
    statement: int
    channel: str
    told_at: str  # as the event writes it


@dataclass
class CasePointers(material.Pointers):
    """Of a case, also which answers its events say were given."""

    replies: dict[int, tuple[int, set[tuple[int, str, str]]]] = field(default_factory=dict)

    def collect(self, told: Told, before: Told | None) -> None:
        super().collect(told, before)
        if told["step"] == "answer":
            self.replies[told["answers"]["message"]["statement"]] = (told["seq"], _replies(told, before))


def _replies(told: Told, before: Told | None) -> set[tuple[int, str, str]]:
    """Who was answered: those who were picked, or all who had no answer yet."""
    answers = told["answers"]
    listed = [Complaint(*row) for row in before["after"]["complainants"]] if before else []
    picked = answers.get("complainants") or [c.pk for c in listed if c.answered_at is None]
    return {(pk, answers["answer_channel"], answers.get("told_at", told["at"])) for pk in picked}


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
            yield seq, CaseFault.ANSWERS, ""


def wrongs_of(
    pointers: CasePointers,
    statements: Iterable[StatementRow],
    attachments: Iterable[AttachmentRow],
    answers: Iterable[AnswerRow],
) -> Iterator[At]:
    yield from material.wrongs_of(pointers, statements, attachments)
    yield from check_answers(pointers.replies, answers)
