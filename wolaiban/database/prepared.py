"""Questions that every request asks: put together once, planned once on each connection, asked with other values.

Django puts a query together anew each time, and PostgreSQL plans it anew: for a row found by its key both cost more
than finding it. What is asked here is an ordinary queryset with `Given` in the places of what is told later; its rows
come back as the queryset would give them. A question has no choices: what may be several keys is one list (`among`),
and what a question is not asked about makes another question (`gaps`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from functools import cached_property
from typing import Any, Generic, TypeVar

import psycopg
from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.backends.utils import CursorWrapper
from django.db.models import BooleanField, Expression, F, Func, Model, Q, QuerySet
from django.db.models.query import get_related_populators
from django.db.models.sql.compiler import SQLCompiler
from psycopg import sql

M = TypeVar("M", bound=Model)
D = TypeVar("D")  # a dataclass


class Given(Expression):
    """The value in this place, or of this name, among those a question is asked with."""

    def __init__(self, place: int | str) -> None:
        super().__init__()
        self.place = place

    def as_sql(self, compiler: SQLCompiler, connection: Any) -> tuple[str, Any]:
        return "%s", [self]


Keys = tuple[int, ...] | Given


def among(column: str, keys: Keys) -> Q:
    """The column holds one of these keys: those that are told now, or the list that will be `Given`."""
    return Q(AnyOf(F(column), keys)) if isinstance(keys, Given) else Q(**{f"{column}__in": keys})


class AnyOf(Func):
    """One of an array: a list that is `Given`, or the few that a subquery names, which then is asked once."""

    template = "(%(expressions)s))"
    arg_joiner = " = ANY("
    output_field = BooleanField()


def gaps(told: D) -> D:
    """The same dataclass with a `Given` by its name for each value; what is empty or a yes or no stays as it is."""
    values = {field.name: getattr(told, field.name) for field in fields(told)}  # type: ignore[arg-type]
    left_open = {name: Given(name) for name, value in values.items() if value and value is not True}
    return replace(told, **left_open)  # type: ignore[type-var]


class PreparedQuery(Generic[M]):
    """Made with a function from as many `Given` as it takes to the queryset; called with values, it gives the rows.

    Where the queryset also has a `Given` by a name, its value is told by this name; more may come along.
    """

    def __init__(self, put: Callable[..., QuerySet[M]]) -> None:
        self._put = put
        self._text: _Text | None = None
        self._making: _Making[M] | None = None

    def __call__(self, *values: object, **named: object) -> list[M]:
        if self._text is None or self._making is None:  # when modules are loaded there may be no database yet
            self._text = _Text.of(self._put(*map(Given, range(len(values)))))
            self._making = _Making.of(self._text.compiler)
        return [self._making.made(row) for row in self._text.rows({**dict(enumerate(values)), **named})]

    def one(self, *values: object, **named: object) -> M | None:
        """The first, or None."""
        return next(iter(self(*values, **named)), None)


class Rows:
    """Made with a function to a queryset of values, or several united, that has a `Given` for each name.

    Called with values by these names (more may come along), it gives plain rows.
    """

    def __init__(self, put: Callable[[], QuerySet[Any, Any]]) -> None:
        self._put = put

    def __call__(self, **values: object) -> list[tuple[Any, ...]]:
        return self._text.rows(values)

    @cached_property
    def _text(self) -> _Text:
        return _Text.of(self._put())


@dataclass(frozen=True)
class _Text:
    """A queryset as SQL in which only what is given is left open.

    What stays the same stands in the text: a plan that is made for any values sees it, and the indexes that hold
    for it.
    """

    sql: str
    places: tuple[int | str, ...]
    compiler: SQLCompiler
    converters: dict[int, Any]

    @classmethod
    def of(cls, queryset: QuerySet[Any, Any]) -> _Text:
        compiler = queryset.query.get_compiler(connection=connection)
        text, values = compiler.as_sql()
        assert compiler.select is not None
        written = ("%s" if isinstance(value, Given) else _literal(value) for value in values)
        return cls(
            sql=text.replace("%%", "%%%%") % tuple(written),
            places=tuple(value.place for value in values if isinstance(value, Given)),
            compiler=compiler,
            converters=compiler.get_converters([column[0] for column in compiler.select]),
        )

    def rows(self, given: Mapping[Any, object]) -> list[Any]:
        cursor = _planning()
        cursor.execute(self.sql, [_array(given[place]) for place in self.places])
        rows = cursor.fetchall()
        return list(self.compiler.apply_converters(rows, self.converters)) if self.converters else rows


def _array(value: object) -> Any:
    return list(value) if isinstance(value, tuple) else value  # psycopg takes a tuple for a row


def _literal(value: object) -> str:
    connection.ensure_connection()
    return sql.Literal(value).as_string(connection.connection).replace("%", "%%")


@dataclass(frozen=True)
class _Making(Generic[M]):
    """How Django makes instances of the rows."""

    model: type[M]
    own: slice
    names: tuple[str, ...]
    related: list[Any]

    @classmethod
    def of(cls, compiler: SQLCompiler) -> _Making[M]:
        info = compiler.klass_info
        assert info is not None
        assert compiler.select is not None
        own = slice(info["select_fields"][0], info["select_fields"][-1] + 1)
        return cls(
            model=info["model"],
            own=own,
            names=tuple(column[0].target.attname for column in compiler.select[own]),
            related=get_related_populators(info, compiler.select, connection.alias),  # type: ignore[call-arg]
        )

    def made(self, row: Any) -> M:
        made = self.model.from_db(connection.alias, self.names, row[self.own])
        for relation in self.related:
            relation.populate(row, made)
        return made


class _Planning(psycopg.Cursor[Any]):
    """Prepares each statement the first time, and knows its text also once it is sent by its name alone.

    Whoever logs or counts statements asks for the text. Behind a pooler psycopg prepares nothing all the same.
    """

    def execute(self, query: Any, params: Any = None, **how: Any) -> Any:
        return super().execute(query, params, prepare=True, **how)

    def _convert_query(self, query: Any, params: Any = None) -> Any:
        self._query = super()._convert_query(query, params)
        return self._query


def _planning() -> CursorWrapper:
    """A cursor whose statements PostgreSQL keeps planned; Django's own write the values into the text."""
    here = connections[DEFAULT_DB_ALIAS]  # once: `connection` looks it up anew for each attribute
    here.close_if_health_check_failed()
    here.ensure_connection()
    return here._prepare_cursor(_Planning(here.connection))  # type: ignore[attr-defined,no-any-return]
