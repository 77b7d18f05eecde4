"""Questions that every request asks: put together once, planned once on each connection, asked with other values.

Django puts a query together anew each time, and PostgreSQL plans it anew: for a row found by its key both cost more
than finding it. What is asked here is an ordinary queryset with `Given` in the places of what is told later; its rows
come back as the queryset would give them. A question has no choices: what may be several keys is one list (`among`),
and what a question is not asked about makes another question (`gaps`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from functools import cached_property
from typing import Any, Generic, TypeVar

import psycopg
from django.db import DEFAULT_DB_ALIAS, Error, connection, connections
from django.db.models import BooleanField, Expression, F, Func, Model, Q, QuerySet
from django.db.models.base import ModelState
from django.db.models.sql.compiler import SQLCompiler
from psycopg import sql
from psycopg.adapt import AdaptersMap
from psycopg.types.datetime import TimestamptzLoader

M = TypeVar("M", bound=Model)
D = TypeVar("D")  # a dataclass
MOST = 200  # questions kept planned on each connection; psycopg by itself begins to forget after 100


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

    Where the queryset also has a `Given` by a name, its value is told by this name; more may come along. Planned
    `anew` for the values of each time is what is long for some of them and short for others.
    """

    def __init__(self, put: Callable[..., QuerySet[M]], *, anew: bool = False) -> None:
        self._put = put
        self._anew = anew
        self._text: _Text | None = None
        self._making: _Making[M] | None = None

    def __call__(self, *values: object, **named: object) -> list[M]:
        if self._text is None or self._making is None:  # when modules are loaded there may be no database yet
            self._text = _Text.of(self._put(*map(Given, range(len(values)))), anew=self._anew)
            compiler = self._text.compiler
            assert compiler.klass_info is not None
            assert compiler.select is not None
            self._making = _Making.of(compiler.klass_info, compiler.select)
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


class RowCount:
    """As `Rows`, but only how many there are, then in how many each of these columns is true."""

    def __init__(self, put: Callable[[], QuerySet[Any, Any]], *true: str, anew: bool = False) -> None:
        self._put, self._anew = put, anew
        self._sums = ", ".join(["count(*)", *(f"count(*) FILTER (WHERE {column})" for column in true)])

    def __call__(self, **values: object) -> tuple[int, ...]:
        [sums] = self._text.rows(values)
        return tuple(sums)

    @cached_property
    def _text(self) -> _Text:
        found = _Text.of(self._put(), anew=self._anew)
        text = f"SELECT {self._sums} FROM ({found.sql}) found"  # noqa: S608 -- a text of ours, as Django writes it
        return replace(found, sql=text, converters={})


class PreparedText:
    """SQL of our own: called with the values it names, it gives plain rows."""

    def __init__(self, sql: str) -> None:
        self._text = _Asked(sql)

    def __call__(self, **values: object) -> list[tuple[Any, ...]]:
        return self._text.ask({name: _array(value) for name, value in values.items()})


@dataclass(frozen=True, eq=False)
class _Asked:
    """A text that is asked on each connection by a cursor of its own."""

    sql: str
    anew: bool = field(default=False, kw_only=True)

    def ask(self, values: Any) -> list[Any]:
        here: Any = connections[DEFAULT_DB_ALIAS]  # once: `connection` looks it up anew for each attribute
        return self._first(here, values) if is_unproved(here) else self._again(here, values)

    def _again(self, here: Any, values: Any) -> list[Any]:
        here.ensure_connection()
        cursor = here._prepare_cursor(_kept(self, here))
        cursor.execute(self.sql, values)
        rows: list[Any] = cursor.fetchall()
        return rows

    def _first(self, here: Any, values: Any) -> list[Any]:
        """The first question of a request shows whether its connection still works, and needs none before it."""
        try:
            rows = self._again(here, values)
        except Error:
            if here.connection is None or here.is_usable():
                raise
            here.close()
            rows = self._again(here, values)
        here.health_check_done = True
        return rows


@dataclass(frozen=True, eq=False)
class _Text(_Asked):
    """A queryset as SQL in which only what is given is left open.

    What stays the same stands in the text: a plan that is made for any values sees it, and the indexes that hold
    for it.
    """

    places: tuple[int | str, ...]
    compiler: SQLCompiler
    converters: dict[int, Any]

    @classmethod
    def of(cls, queryset: QuerySet[Any, Any], *, anew: bool = False) -> _Text:
        compiler = queryset.query.get_compiler(connection=connection)
        text, values = compiler.as_sql()
        assert compiler.select is not None
        written = ("%s" if isinstance(value, Given) else _literal(value) for value in values)
        return cls(
            sql=text.replace("%%", "%%%%") % tuple(written),
            places=tuple(value.place for value in values if isinstance(value, Given)),
            compiler=compiler,
            converters=compiler.get_converters([column[0] for column in compiler.select]),
            anew=anew,
        )

    def rows(self, given: Mapping[Any, object]) -> list[Any]:
        rows = self.ask([_array(given[place]) for place in self.places])
        return list(self.compiler.apply_converters(rows, self.converters)) if self.converters else rows


def is_unproved(here: Any) -> bool:
    """Whether Django would look first if the connection works (CONN_HEALTH_CHECKS); in a transaction it has looked."""
    return bool(here.health_check_enabled and not here.health_check_done and not here.in_atomic_block)


def _array(value: object) -> Any:
    return list(value) if isinstance(value, tuple) else value  # psycopg takes a tuple for a row


def _literal(value: object) -> str:
    connection.ensure_connection()
    return sql.Literal(value).as_string(connection.connection).replace("%", "%%")


@dataclass(frozen=True)
class _Making(Generic[M]):
    """How Django makes instances of rows, but for its signals, which nobody here listens to."""

    model: type[M]
    own: slice
    names: tuple[str, ...]
    key: int
    related: tuple[tuple[Callable[[Any, Any], None], Callable[[Any, Any], None], _Making[Any]], ...]

    @classmethod
    def of(cls, selected: Mapping[str, Any], select: Sequence[Any]) -> _Making[M]:
        """From what a compiler says of a class among those it selects (`klass_info`), and of all columns."""
        fields, model = selected["select_fields"], selected["model"]
        own = slice(fields[0], fields[-1] + 1)
        names = tuple(column[0].target.attname for column in select[own])
        return cls(
            model=model,
            own=own,
            names=names,
            key=own.start + names.index(model._meta.pk.attname),
            related=tuple(
                (other["local_setter"], other["remote_setter"], cls.of(other, select))
                for other in selected.get("related_klass_infos", ())
            ),
        )

    def made(self, row: Sequence[Any]) -> M:
        made = self.model.__new__(self.model)
        state = made._state = ModelState()
        state.adding, state.db = False, DEFAULT_DB_ALIAS
        made.__dict__.update(zip(self.names, row[self.own], strict=True))
        for set_here, set_there, other in self.related:
            if row[other.key] is None:
                set_here(made, None)
            else:
                related = other.made(row)
                set_here(made, related)
                set_there(related, made)
        return made


class _KeptCursor(psycopg.Cursor[Any]):
    """One question on one connection, read by psycopg only the first time.

    Whoever logs or counts statements asks for the text (`_query`). The adapters are those of all questions on a
    connection.
    """

    def __init__(self, raw: psycopg.Connection[Any], adapters: AdaptersMap) -> None:
        super().__init__(raw)
        self._adapters = adapters
        self._read: Any = None

    def _convert_query(self, query: Any, params: Any = None) -> Any:
        if self._last_query is query:  # then psycopg also keeps how values are written and read
            self._read.dump(params)
        else:
            self._read = super()._convert_query(query, params)
        self._query = self._read
        return self._read

    def fetchall(self) -> list[Any]:
        """The rows, of which nothing is kept here until the question is asked again."""
        rows = super().fetchall()
        if self.pgresult:
            self.pgresult.clear()
        return rows


class _PlannedQuery(_KeptCursor):
    """Prepared the first time. Behind a pooler psycopg prepares nothing all the same."""

    def execute(self, query: Any, params: Any = None, **how: Any) -> Any:
        return super().execute(query, params, prepare=True, **how)


class _FilledQuery(_KeptCursor, psycopg.ClientCursor[Any]):
    """Sent with the values in the text, as Django does, so that it is planned for them."""


class _PlannedQueries(dict[_Asked, _KeptCursor]):
    """All of one connection. Times come by psycopg's own loader, which is written in C; Django's gives the same."""

    def __init__(self, raw: psycopg.Connection[Any]) -> None:
        super().__init__()
        raw.prepared_max = MOST
        self.raw, self.adapters = raw, AdaptersMap(raw.adapters)
        self.adapters.register_loader("timestamptz", TimestamptzLoader)

    def __missing__(self, text: _Asked) -> _KeptCursor:
        self[text] = (_FilledQuery if text.anew else _PlannedQuery)(self.raw, self.adapters)
        return self[text]


def _kept(text: _Asked, here: Any) -> _KeptCursor:
    """The cursor of a question on this connection, made the first time it is asked there."""
    planned = getattr(here, "planned", None)
    if planned is None or planned.raw is not here.connection:
        planned = here.planned = _PlannedQueries(here.connection)
    found: _KeptCursor = planned[text]
    return found
