"""Reading a whole installation side by side, case after case, in one snapshot and in constant memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from itertools import chain, count, groupby, pairwise
from operator import itemgetter
from typing import Any, Generic, NamedTuple, TypeVar

from django.db import connection, models, transaction
from django.db.models import F

from wolaiban.cases.models import Answer, Attachment, Case, Complainant, Event, Statement, Summons
from wolaiban.ledger.chains import EventRow
from wolaiban.ledger.material import AnswerRow, AttachmentRow, StatementRow
from wolaiban.ledger.snapshot_check import CaseRow

CHUNK = 2000
NOWHERE = float("inf")  # after every case
R = TypeVar("R")


class Written(models.Func):
    """A moment as `chain.plain` writes it; twice as fast as reading it and writing it again for every event."""

    function = "to_char"
    template = """%(function)s(%(expressions)s AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"+00:00"')"""
    output_field = models.TextField()


class Beside(Generic[R]):
    """Rows of another table, ordered by case, handed out as the cases pass by. `row[0]` is the case."""

    def __init__(self, rows: Iterator[tuple[Any, ...]], make: Callable[[tuple[Any, ...]], R]) -> None:
        self.groups, self.make = groupby(rows, itemgetter(0)), make
        self.at: float = 0  # the case whose rows wait to be handed out
        self.rows: Iterator[tuple[Any, ...]] = iter(())
        self._go_on()

    def _go_on(self) -> None:
        self.at, self.rows = next(self.groups, (NOWHERE, iter(())))

    def of(self, pk: int) -> Iterator[R]:
        return self._handed_out() if self.at == pk else iter(())

    def _handed_out(self) -> Iterator[R]:
        yield from map(self.make, self.rows)
        self._go_on()

    def strays(self, before: float) -> Iterator[R]:
        """Rows whose case should have passed by already: it is not there."""
        while self.at < before:
            yield from self._handed_out()


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


class Range(NamedTuple):
    """Cases with keys after the first and up to the second; None is without end."""

    after: int | None = None
    upto: int | None = None

    def of(self, name: str) -> models.Q:
        whole = models.Q() if self.after is None else models.Q(**{f"{name}__gt": self.after})
        return whole if self.upto is None else whole & models.Q(**{f"{name}__lte": self.upto})


EVERYTHING = Range()
BESIDE_TRACKED = ("pk", "number", "salt", "title", "place_words", "seq", "head")


def cases(within: Range = EVERYTHING) -> Iterator[CaseRow]:
    columns = (*BESIDE_TRACKED, *Case.TRACKED)
    first = len(BESIDE_TRACKED)
    for row in _read(Case.objects.filter(within.of("pk")).order_by("pk"), columns):
        yield CaseRow._make((*row[:first], row[first:]))


# fmt: off
def tables(within: Range = EVERYTHING) -> Tables:
    def beside(model: type[models.Model], make: Callable[[tuple[Any, ...]], R], *columns: Any) -> Beside[R]:
        rows = model._default_manager.filter(within.of("case_id")).order_by("case_id", columns[0])
        return Beside(_read(rows, ("case_id", *columns)), make)

    return Tables(
        events=beside(Event, as_made(EventRow), "seq", "step", "source", "target", "at", "actor_id", "post_id",
                      F("post__unit_id"), "role", "alg", "prev", "hash", "body"),
        complainants=beside(Complainant, _without_case, *Complainant.TRACKED),
        summonses=beside(Summons, _without_case, *Summons.TRACKED),
        statements=beside(Statement, as_made(StatementRow), "pk", "words", "salt", "commitment"),
        attachments=beside(Attachment, as_made(AttachmentRow), "pk", "size", "digest"),
        answers=beside(Answer, as_made(AnswerRow), "complainant_id", "statement_id", "channel", "told_at"),
    )
# fmt: on


def as_made(kind: type[R]) -> Callable[[tuple[Any, ...]], R]:
    """What `kind._make` does, without a call of Python for each of millions of rows."""
    made: Callable[[tuple[Any, ...]], R] = partial(tuple.__new__, kind)  # type: ignore[type-var]
    return made


def _without_case(row: tuple[Any, ...]) -> tuple[Any, ...]:
    return row[1:]


_names = count()


def _read(rows: models.QuerySet[Any], columns: Sequence[Any]) -> Iterator[tuple[Any, ...]]:
    return chain.from_iterable(_chunks(rows, columns))


def _chunks(rows: models.QuerySet[Any], columns: Sequence[Any]) -> Iterator[list[tuple[Any, ...]]]:
    """Through a cursor of our own, since binary rows take half the time: most of an event is its text."""
    wanted = [Written(name) if _is_moment(rows.model, name) else name for name in columns]
    sql, values = rows.values_list(*wanted).query.sql_with_params()
    with connection.connection.cursor(f"reading_{next(_names)}", binary=True) as cursor:
        cursor.execute(sql, values)
        while some := cursor.fetchmany(CHUNK):
            yield some


def _is_moment(model: type[models.Model], name: Any) -> bool:
    return isinstance(name, str) and isinstance(model._meta.get_field(_field(name)), models.DateTimeField)


def _field(name: str) -> str:
    return "id" if name == "pk" else name.removesuffix("_id")


def ranges(parts: int) -> list[Range]:
    """So many parts with as many cases in each."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT percentile_disc(%s::float8[]) WITHIN GROUP (ORDER BY id) FROM cases_case",
            [[part / parts for part in range(1, parts)]],
        )
        (found,) = cursor.fetchone()
    ends = [None, *(found or []), None]
    return [Range(after, upto) for after, upto in pairwise(ends)]
