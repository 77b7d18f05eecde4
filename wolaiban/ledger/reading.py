"""Reading tables side by side, subject after subject, in one snapshot and in constant memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from itertools import chain, count, groupby, pairwise
from operator import itemgetter
from typing import Any, Generic, NamedTuple, TypeVar

from django.db import connection, models, transaction
from django.db.models import F

CHUNK = 2000
FEW = 100  # so many rows are one piece of work
NOWHERE = float("inf")  # after every subject
R = TypeVar("R")


class Written(models.Func):
    """A moment as `workflow.chain.plain` writes it; twice as fast as reading it and writing it again for every event."""

    function = "to_char"
    template = """%(function)s(%(expressions)s AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"+00:00"')"""
    output_field = models.TextField()


class Beside(Generic[R]):
    """Rows of another table, ordered by subject, handed out as the subjects pass by. `row[0]` is the subject."""

    def __init__(self, rows: Iterator[tuple[Any, ...]], make: Callable[[tuple[Any, ...]], R]) -> None:
        self.groups, self.make = groupby(rows, itemgetter(0)), make
        self.at: float = 0  # the subject whose rows wait to be handed out
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
        """Rows whose subject should have passed by already: it is not there."""
        while self.at < before:
            yield from self._handed_out()


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
    """Subjects with keys after the first and up to the second; None is without end."""

    after: int | None = None
    upto: int | None = None

    def of(self, name: str) -> models.Q:
        whole = models.Q() if self.after is None else models.Q(**{f"{name}__gt": self.after})
        return whole if self.upto is None else whole & models.Q(**{f"{name}__lte": self.upto})


EVERYTHING = Range()


# fmt: off
EVENT_COLUMNS: tuple[Any, ...] = (
    "seq", "step", "source", "target", "at", "actor_id", "post_id", F("post__unit_id"), "role", "alg", "prev", "hash", "body",
)  # in the order of `chains.EventRow`, after the subject
# fmt: on


def beside(
    rows: models.QuerySet[Any],
    *,
    subject: str,
    within: Range,
    make: Callable[[tuple[Any, ...]], R],
    columns: Sequence[Any],
) -> Beside[R]:
    """Rows that belong to the subjects of a range, in their order and then by the first column."""
    found = rows.filter(within.of(subject)).order_by(subject, columns[0])
    return Beside(read_rows(found, (subject, *columns)), make)


def as_made(kind: type[R]) -> Callable[[tuple[Any, ...]], R]:
    """What `kind._make` does, without a call of Python for each of millions of rows."""
    made: Callable[[tuple[Any, ...]], R] = partial(tuple.__new__, kind)  # type: ignore[type-var]
    return made


def without_subject(row: tuple[Any, ...]) -> tuple[Any, ...]:
    return row[1:]


_names = count()


def read_rows(rows: models.QuerySet[Any], columns: Sequence[Any]) -> Iterator[tuple[Any, ...]]:
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


def ranges(table: str, parts: int, *, few: int = FEW) -> list[Range]:
    """So many parts with as many rows in each; one where there are few."""
    shares = [part / parts for part in range(1, parts)]
    sql = f"SELECT count(*), percentile_disc(%s::float8[]) WITHIN GROUP (ORDER BY id) FROM {table}"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(sql, [shares])
        (there, found) = cursor.fetchone()
    ends = [] if there < few else found or []
    return [Range(after, upto) for after, upto in pairwise([None, *ends, None])]
