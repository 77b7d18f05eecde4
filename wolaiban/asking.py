"""Questions that every request asks: put together once, planned once on each connection, asked with other values.

Django puts a query together anew each time, and PostgreSQL plans it anew: for a row found by its key both cost more
than finding it. What is asked here is an ordinary queryset with `Given` in the places of what is told later; its rows
come back as the queryset would give them. A question has no choices: one `Given` is one value, never a list.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import psycopg
from django.db import connection
from django.db.backends.utils import CursorWrapper
from django.db.models import Expression, Model, QuerySet
from django.db.models.query import get_related_populators
from django.db.models.sql.compiler import SQLCompiler

M = TypeVar("M", bound=Model)


class Given(Expression):
    """The value in this place among those a question is asked with."""

    def __init__(self, place: int) -> None:
        super().__init__()
        self.place = place

    def as_sql(self, compiler: SQLCompiler, connection: Any) -> tuple[str, Any]:
        return "%s", [self]


class Question(Generic[M]):
    """Made with a function from as many `Given` as it takes to the queryset; called with values, it gives the rows."""

    def __init__(self, put: Callable[..., QuerySet[M]]) -> None:
        self._put = put
        self._text: _Text[M] | None = None

    def __call__(self, *values: object) -> list[M]:
        if self._text is None:  # not before: when modules are loaded there may be no database yet
            self._text = _Text.of(self._put(*map(Given, range(len(values)))))
        return self._text.ask(values)

    def one(self, *values: object) -> M | None:
        """The first, or None."""
        return next(iter(self(*values)), None)


@dataclass(frozen=True)
class _Text(Generic[M]):
    """A queryset as SQL, and how Django makes instances of its rows."""

    sql: str
    values: tuple[object, ...]
    compiler: SQLCompiler
    converters: dict[int, Any]
    model: type[M]
    own: slice
    names: tuple[str, ...]
    related: list[Any]

    @classmethod
    def of(cls, queryset: QuerySet[M]) -> _Text[M]:
        compiler = queryset.query.get_compiler(connection=connection)
        sql, values = compiler.as_sql()
        info = compiler.klass_info
        assert info is not None
        assert compiler.select is not None
        own = slice(info["select_fields"][0], info["select_fields"][-1] + 1)
        return cls(
            sql=sql,
            values=tuple(values),
            compiler=compiler,
            converters=compiler.get_converters([column[0] for column in compiler.select]),
            model=info["model"],
            own=own,
            names=tuple(column[0].target.attname for column in compiler.select[own]),
            related=get_related_populators(info, compiler.select, connection.alias),  # type: ignore[call-arg]
        )

    def ask(self, given: tuple[object, ...]) -> list[M]:
        values: list[Any] = [
            given[value.place] if isinstance(value, Given) else value for value in self.values
        ]
        with _planning() as cursor:
            cursor.execute(self.sql, values)
            rows: Any = cursor.fetchall()
        if self.converters:
            rows = self.compiler.apply_converters(rows, self.converters)
        return [self._made(row) for row in rows]

    def _made(self, row: Any) -> M:
        made = self.model.from_db(connection.alias, self.names, row[self.own])
        for relation in self.related:
            relation.populate(row, made)
        return made


class _Planning(psycopg.Cursor[Any]):
    """Knows its text also once it is sent by its name alone: whoever logs or counts statements asks for it."""

    def _convert_query(self, query: Any, params: Any = None) -> Any:
        self._query = super()._convert_query(query, params)
        return self._query


@contextmanager
def _planning() -> Iterator[CursorWrapper]:
    """A cursor whose statements PostgreSQL keeps planned; Django's own write the values into the text."""
    connection.close_if_health_check_failed()
    connection.ensure_connection()
    with connection.wrap_database_errors:
        bound = _Planning(connection.connection)
    with connection._prepare_cursor(bound) as cursor:  # type: ignore[attr-defined]
        yield cursor
