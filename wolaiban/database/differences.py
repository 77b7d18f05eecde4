"""What has become of rows since they were read, and rows that are new: written once, when all of it is known.

Whoever changes rows takes a `Picture` before; afterwards it says what to write. Rows that are new get their keys by
`number_rows` from the sequences of their tables, in one query for all, so that what names them can be made before
anything is written.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any, TypeVar

from django.db import connection
from django.db.models import Model
from django.db.models.base import ModelState

from wolaiban.database.batch import Command

M = TypeVar("M", bound=Model)


class Picture:
    """Rows with their columns as they stood when it was taken. Whatever a column holds is compared by value."""

    def __init__(self, rows: Iterable[Model]) -> None:
        self._was = [(row, dict(row.__dict__)) for row in rows]

    def changes(self, rows: Iterable[Model], *, first: Sequence[Model] = ()) -> list[Model | Command]:
        """What `batch.write` is to be told, `rows` being all that are there now.

        Delete what is no longer among them, update what has changed of the others, in the columns that have and in
        the order of the picture, and insert what is new. `first` are those that must be updated before the others, in
        this order: a row that leaves a place which is unique comes before the one that takes it.
        """
        now = list(rows)
        here, before = set(map(id, now)), {id(row) for row, _ in self._was}
        gone = [_delete(row) for row, _ in self._was if id(row) not in here]
        updates = [_update(row, was) for row, was in self._ordered(first) if id(row) in here]
        return [
            *gone,
            *(update for update in updates if update),
            *(row for row in now if id(row) not in before),
        ]

    def _ordered(self, first: Sequence[Model]) -> list[tuple[Model, dict[str, Any]]]:
        places = {id(row): place for place, row in enumerate(first)}
        return sorted(self._was, key=lambda pair: places.get(id(pair[0]), len(places)))


def _update(row: Model, was: dict[str, Any]) -> Command | None:
    columns = row.__dict__
    changed = [
        (field.column, columns[field.attname])
        for field in row._meta.concrete_fields
        if columns[field.attname] != was[field.attname]
    ]
    if not changed:
        return None
    sets = ", ".join(f'"{column}" = %s' for column, _ in changed)
    text = f"UPDATE {row._meta.db_table} SET {sets} WHERE id = %s"  # noqa: S608 -- names of columns
    return text, (*(value for _, value in changed), row.pk)


def _delete(row: Model) -> Command:
    return f"DELETE FROM {row._meta.db_table} WHERE id = %s", (row.pk,)  # noqa: S608


def number_rows(new: Iterable[Model], among: Iterable[Model] = ()) -> None:
    """Give those of the new rows that have none their keys, and tell keys to whoever of all these points to them.

    `among` are other rows that may point to them. One query; none where every row has its key.
    """
    new = list(new)
    counts = Counter[type[Model]](type(row) for row in new if row.pk is None)
    if counts:
        drawn = _drawn(counts)
        for row in new:
            if row.pk is None:
                row.pk = next(drawn[type(row)])
    for row in (*new, *among):
        _follow(row)


def _drawn(counts: Counter[type[Model]]) -> dict[type[Model], Any]:
    drawing = "ARRAY(SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s))"
    values = [value for kind, count in counts.items() for value in (kind._meta.db_table, count)]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join([drawing] * len(counts))}", values)
        return dict(zip(counts, map(iter, cursor.fetchone()), strict=True))


def _follow(row: Model) -> None:
    """The column of a relation was empty where it led to a row without a key."""
    for name, other in row._state.fields_cache.items():
        column = _relations(type(row)).get(name)
        if column and other is not None and row.__dict__[column] is None:
            row.__dict__[column] = other.pk


@cache
def _relations(model: type[Model]) -> dict[str, str]:
    return {field.name: field.attname for field in model._meta.concrete_fields if field.is_relation}


def copied(row: M) -> M:
    """The same columns in another instance, with the related rows that were read already."""
    other = type(row).__new__(type(row))
    other.__dict__ = {**row.__dict__, "_state": ModelState()}
    other._state.fields_cache = dict(row._state.fields_cache)
    return other
