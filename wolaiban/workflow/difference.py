"""What a step changed: rows as they were before and are after, and the commands that write what differs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from operator import itemgetter
from typing import Any, TypeVar

from django.db import connection, models
from django.db.models.base import ModelState

from wolaiban.database.batch import Command, inserting

M = TypeVar("M", bound=models.Model)


class Picture:
    """Rows as they stood when it was taken. Whatever a column holds is compared by value."""

    def __init__(self, rows: Iterable[models.Model]) -> None:
        self._was = [(row, _columns(type(row))(row.__dict__)) for row in rows]

    def commands(self, rows: Iterable[models.Model]) -> list[Command]:
        """Delete what is no longer among the rows, write what changed of the others, insert what is new, in their order."""
        now = list(rows)
        here, before = set(map(id, now)), {id(row) for row, _ in self._was}
        gone = [_deleting(row) for row, _ in self._was if id(row) not in here]
        changed = [updating(row, was) for row, was in self._was if id(row) in here]
        return [
            *gone,
            *(command for command in changed if command),
            *(inserting(row) for row in now if id(row) not in before),
        ]


def new_among(rows: Iterable[models.Model]) -> Iterator[models.Model]:
    """Rows that no table holds yet."""
    return (row for row in rows if row._state.adding)


def give_keys(rows: Iterable[models.Model]) -> None:
    """Draw keys for rows that have none, from their tables' own sequences: one query for each table, none for no rows."""
    wanting: dict[type[models.Model], list[models.Model]] = {}
    for row in rows:
        if row.pk is None:
            wanting.setdefault(type(row), []).append(row)
    for model, those in wanting.items():
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
                [model._meta.db_table, len(those)],
            )
            for row, (key,) in zip(those, cursor.fetchall(), strict=True):
                row.pk = key


def link_up(rows: Iterable[models.Model]) -> None:
    """Tell rows the keys of those they lead to, which may have been drawn since they were put together."""
    for row in rows:
        for name, other in row._state.fields_cache.items():
            field = row._meta.get_field(name)
            if isinstance(field, models.ForeignKey) and other is not None:
                row.__dict__[field.attname] = other.pk


def copied(row: M) -> M:
    """The same columns in another instance, with the related rows that were read already."""
    other = type(row).__new__(type(row))
    other.__dict__ = {**row.__dict__, "_state": ModelState()}
    other._state.fields_cache = dict(row._state.fields_cache)
    return other


def stored(rows: Iterable[models.Model]) -> None:
    """Say of rows that they are in their tables now."""
    for row in rows:
        row._state.adding, row._state.db = False, connection.alias


@cache
def _columns(model: type[models.Model]) -> itemgetter[Any]:
    return itemgetter(*(field.attname for field in model._meta.concrete_fields))


def updating(row: models.Model, was: tuple[Any, ...]) -> Command | None:
    """Writes the columns that are no longer as they were; None where all are."""
    fields = row._meta.concrete_fields
    now = _columns(type(row))(row.__dict__)
    changed = [
        (field.column, value) for field, value, old in zip(fields, now, was, strict=True) if value != old
    ]
    if not changed:
        return None
    sets = ", ".join(f'"{column}" = %s' for column, _ in changed)
    text = f"UPDATE {row._meta.db_table} SET {sets} WHERE id = %s"  # noqa: S608 -- names of columns
    return text, (*(value for _, value in changed), row.pk)


def _deleting(row: models.Model) -> Command:
    return f"DELETE FROM {row._meta.db_table} WHERE id = %s", (row.pk,)  # noqa: S608
