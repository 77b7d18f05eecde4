"""Writing what one act leaves behind in a single round trip to the database, where the ORM would make one for each row."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, TypeVar

from django.db import connection, models
from django.db.models.base import ModelState

from wolaiban.asking import Command, at_once, inserted, inserting
from wolaiban.cases.models import Case

M = TypeVar("M", bound=models.Model)


class Keys:
    """Keys drawn from the tables' own sequences before their rows are written, so that each row is written once."""

    def __init__(self, **counts: int) -> None:
        """So many of each sequence; one query."""
        drawing = "ARRAY(SELECT nextval('{}') FROM generate_series(1, %s))"
        columns = [drawing.format(SEQUENCES[name]) for name in counts]
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {', '.join(columns)}", list(counts.values()))
            drawn = cursor.fetchone()
        self.drawn: dict[str, Iterator[int]] = {
            name: iter(keys) for name, keys in zip(counts, drawn, strict=True)
        }

    def next(self, name: str) -> int:
        return next(self.drawn[name])


SEQUENCES = {
    "number": "case_number",
    "case": "cases_case_id_seq",
    "complainant": "cases_complainant_id_seq",
    "statement": "cases_statement_id_seq",
    "event": "cases_event_id_seq",
    "resident": "residents_resident_id_seq",
}


After = Command  # follows the rows
EVENT = "currval('cases_event_id_seq')"  # in it: the key of the event just written


def write(
    *rows: models.Model,
    case: Case | None = None,
    was: Mapping[str, Any] = {},
    after: Sequence[After] = (),
) -> None:
    """Insert rows, then what comes `after` them; where a `case` is given, first write what has changed of it since it `was` read."""
    commands = list[Command]()
    changed = [name for name in written() if case.__dict__[name] != was[name]] if case else []
    if case and changed:
        sets = ", ".join(f'"{name}" = %s' for name in changed)
        update = f"UPDATE cases_case SET {sets} WHERE id = %s RETURNING id"  # noqa: S608 -- names of columns
        commands.append((update, (*(case.__dict__[name] for name in changed), case.pk)))
    answers = at_once([*commands, *map(inserting, rows), *after])
    for row, (key,) in zip(rows, answers[len(commands) :], strict=False):
        inserted(row, key)


@cache
def written() -> tuple[str, ...]:
    """The columns of a case that a step may change."""
    return ("seq", "head", *Case.TRACKED)


def copy(rows: Sequence[models.Model]) -> None:
    """COPY rows of one table into it, every column as it stands in the instance, the key too."""
    if rows:
        names = [field.attname for field in rows[0]._meta.concrete_fields]
        copy_into(type(rows[0]), ([row.__dict__[name] for name in names] for row in rows))


def copy_into(model: type[models.Model], rows: Iterable[Sequence[Any]]) -> None:
    """COPY rows, each with all columns in the order of the model."""
    fields = model._meta.concrete_fields
    columns = ", ".join(f'"{field.column}"' for field in fields)
    statement = f"COPY {model._meta.db_table} ({columns}) FROM STDIN (FORMAT BINARY)"
    with connection.wrap_database_errors, connection.cursor() as cursor, cursor.copy(statement) as wire:
        wire.set_types([(field.db_type(connection) or "").partition("(")[0] for field in fields])
        for row in rows:
            wire.write_row(row)


def fresh(model: type[M], **values: Any) -> M:
    """A row that is not saved yet: what the model itself makes, in a fourth of the time. There are millions of them."""
    row = model.__new__(model)
    row._state = ModelState()
    constant, drawn, related = _defaults(model)
    columns = row.__dict__
    columns |= constant
    for name, draw in drawn:
        columns[name] = draw()
    for name, value in values.items():
        if name in related:
            row._state.fields_cache[name] = value
            columns[related[name]] = value.pk if value else None
        else:
            columns[name] = value
    return row


@cache
def _defaults(
    model: type[models.Model],
) -> tuple[dict[str, Any], list[tuple[str, Callable[[], Any]]], dict[str, str]]:
    """What columns hold that nobody has said anything of: always the same, or drawn anew for each row; and the columns
    that hold the keys of other rows."""
    fields = model._meta.concrete_fields
    anew = [field for field in fields if field.has_default() and callable(field.default)]
    constant = {field.attname: field.get_default() for field in fields if field not in anew}
    drawn = [(field.attname, field.get_default) for field in anew]
    return constant, drawn, {field.name: field.attname for field in fields if field.is_relation}
