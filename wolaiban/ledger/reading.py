"""Reading a whole installation side by side, case after case, in one snapshot and in constant memory."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any, Generic, NamedTuple, TypeVar

from django.db import connection, models, transaction
from django.db.models import F

from wolaiban.cases.models import Answer, Attachment, Case, Complainant, Event, Statement, Summons
from wolaiban.ledger.chains import EventRow
from wolaiban.ledger.material import AnswerRow, AttachmentRow, StatementRow

CHUNK = 2000
R = TypeVar("R")


class Written(models.Func):
    """A moment as `chain.plain` writes it; twice as fast as reading it and writing it again for every event."""

    function = "to_char"
    template = """%(function)s(%(expressions)s AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"+00:00"')"""
    output_field = models.TextField()


class Beside(Generic[R]):
    """Rows of another table, ordered by case, handed out as the cases pass by. `row[0]` is the case."""

    def __init__(self, rows: Iterator[tuple[Any, ...]], make: Callable[[tuple[Any, ...]], R]) -> None:
        self.rows, self.make = rows, make
        self.waiting = next(rows, None)

    def of(self, pk: int) -> Iterator[R]:
        while self.waiting is not None and self.waiting[0] == pk:
            row = self.waiting
            self.waiting = next(self.rows, None)
            yield self.make(row)

    def strays(self, before: int | None) -> Iterator[R]:
        """Rows whose case should have passed by already: it is not there."""
        while self.waiting is not None and (before is None or self.waiting[0] < before):
            row = self.waiting
            self.waiting = next(self.rows, None)
            yield self.make(row)


class Tables(NamedTuple):
    events: Beside[EventRow]
    complainants: Beside[tuple[Any, ...]]
    summonses: Beside[tuple[Any, ...]]
    statements: Beside[StatementRow]
    attachments: Beside[AttachmentRow]
    answers: Beside[AnswerRow]


@contextmanager
def one_snapshot(*, writing: bool = False) -> Iterator[None]:
    """Everything read inside is of the same moment, so that people may go on working meanwhile."""
    if connection.in_atomic_block:
        yield
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            access = "READ WRITE" if writing else "READ ONLY"
            cursor.execute(f"SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, {access}")
        yield


def cases() -> Iterator[dict[str, Any]]:
    columns = ("pk", "number", "salt", "title", "place_words", "seq", "head", *Case.TRACKED)
    yield from Case.objects.order_by("pk").values(*columns).iterator(chunk_size=CHUNK)


# fmt: off
def tables() -> Tables:
    return Tables(
        events=_beside(Event, EventRow._make, "seq", "step", "source", "target", Written("at"), "actor_id",
                       "post_id", F("post__unit_id"), "role", "alg", "prev", "hash", "body"),
        complainants=_beside(Complainant, _without_case, *Complainant.TRACKED),
        summonses=_beside(Summons, _without_case, *Summons.TRACKED),
        statements=_beside(Statement, StatementRow._make, "pk", "words", "salt", "commitment"),
        attachments=_beside(Attachment, AttachmentRow._make, "pk", "size", "digest"),
        answers=_beside(Answer, AnswerRow._make, "complainant_id", "statement_id", "channel", "told_at"),
    )
# fmt: on


def _beside(
    model: type[models.Model], make: Callable[[Iterable[Any]], R], second: str, *columns: Any
) -> Beside[R]:
    rows = model._default_manager.order_by("case_id", second).values_list("case_id", second, *columns)
    return Beside(rows.iterator(chunk_size=CHUNK), make)


def _without_case(row: Iterable[Any]) -> tuple[Any, ...]:
    return tuple(row)[1:]


GUARDS = ("cases_event_is_append_only", "cases_event_is_never_emptied")


def events_are_guarded() -> bool:
    """Whether the triggers that refuse to change an event are there and switched on."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_trigger WHERE tgname = ANY(%s) AND tgenabled IN ('O', 'A')"
            " AND tgrelid = 'cases_event'::regclass",
            [list(GUARDS)],
        )
        return bool(cursor.fetchone() == (len(GUARDS),))
