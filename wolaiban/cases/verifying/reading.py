"""The tables of cases, read side by side by the case."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any, NamedTuple

from wolaiban.cases.models import Answer, Attachment, Case, Complainant, Event, Statement, Summons
from wolaiban.cases.verifying.material import AnswerRow
from wolaiban.cases.verifying.snapshot_check import CaseRow
from wolaiban.ledger.chains import EventRow
from wolaiban.ledger.material import AttachmentRow, StatementRow
from wolaiban.ledger.reading import (
    EVENT_COLUMNS,
    EVERYTHING,
    Beside,
    Range,
    as_made,
    beside,
    read_rows,
    without_subject,
)

BESIDE_TRACKED = ("pk", "number", "salt", "title", "place_words", "seq", "head")


class CaseTables(NamedTuple):
    events: Beside[EventRow]
    complainants: Beside[tuple[Any, ...]]
    summonses: Beside[tuple[Any, ...]]
    statements: Beside[StatementRow]
    attachments: Beside[AttachmentRow]
    answers: Beside[AnswerRow]


def cases(within: Range = EVERYTHING) -> Iterator[CaseRow]:
    columns = (*BESIDE_TRACKED, *Case.TRACKED)
    first = len(BESIDE_TRACKED)
    for row in read_rows(Case.objects.filter(within.of("pk")).order_by("pk"), columns):
        yield CaseRow._make((*row[:first], row[first:]))


# fmt: off
def tables(within: Range = EVERYTHING) -> CaseTables:
    of = partial(beside, subject="case_id", within=within)
    return CaseTables(
        events=of(Event.objects.all(), make=as_made(EventRow), columns=EVENT_COLUMNS),
        complainants=of(Complainant.objects.all(), make=without_subject, columns=Complainant.TRACKED),
        summonses=of(Summons.objects.all(), make=without_subject, columns=Summons.TRACKED),
        statements=of(Statement.objects.all(), make=as_made(StatementRow),
                      columns=("pk", "words", "salt", "commitment")),
        attachments=of(Attachment.objects.all(), make=as_made(AttachmentRow), columns=("pk", "size", "digest")),
        answers=of(Answer.objects.all(), make=as_made(AnswerRow),
                   columns=("complainant_id", "statement_id", "channel", "told_at")),
    )
# fmt: on
