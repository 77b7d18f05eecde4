"""What has become of rows since they were read, and rows that are new: written once, when it is known what all of it is.

Whoever changes rows takes a `picture` before; afterwards `differences` says what to write. Rows that are new get their
keys by `number_rows` from the sequences of their tables, in one query for all, so that what names them can be made
before anything is written.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from django.db import connection
from django.db.models import Model

from wolaiban.database.batch import Command

Picture = list[tuple[Model, dict[str, Any]]]


def picture(rows: Iterable[Model]) -> Picture:
    """Rows with their columns as they stand now, in the order in which their changes will be written."""
    return [(row, dict(row.__dict__)) for row in rows]


def differences(before: Picture, *, first: Sequence[Model] = ()) -> list[Command]:
    """An UPDATE for each row that has changed, of the columns that have.

    `first` are those that must be written before the others, in this order: a row that leaves a place which is unique
    comes before the one that takes it.
    """
    places = {id(row): place for place, row in enumerate(first)}
    ordered = sorted(before, key=lambda pair: places.get(id(pair[0]), len(places))) if places else before
    return [command for row, was in ordered if (command := _update(row, was))]


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


def number_rows(new: Sequence[Model], among: Iterable[Model] = ()) -> None:
    """Give new rows their keys, and tell them to those rows, of the new ones and `among` others, that point to them.

    One query; none where nothing is new.
    """
    if not new:
        return
    counts = Counter[type[Model]](map(type, new))
    drawing = "ARRAY(SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s))"
    with connection.cursor() as cursor:
        values = [value for kind, count in counts.items() for value in (kind._meta.db_table, count)]
        cursor.execute(f"SELECT {', '.join([drawing] * len(counts))}", values)
        drawn = dict(zip(counts, map(iter, cursor.fetchone()), strict=True))
    for row in new:
        row.pk = next(drawn[type(row)])
    for row in (*new, *among):
        _follow(row)


def _follow(row: Model) -> None:
    """The column of a relation was empty where it led to a row without a key."""
    for name, other in row._state.fields_cache.items():
        column = _relations(type(row)).get(name)
        if column and other is not None and row.__dict__[column] is None:
            row.__dict__[column] = other.pk


@cache
def _relations(model: type[Model]) -> dict[str, str]:
    return {field.name: field.attname for field in model._meta.concrete_fields if field.is_relation}
