"""Loading very much at once: rows are copied, indexes and foreign keys set aside meanwhile and put back whatever happens.

What is taken off is written down in a table, in the transaction that takes it off; each is struck out in the
transaction that puts it back. A load that is killed is so completed by the next start of any command that lays the
ground, and every foreign key is checked over all rows when it returns. Primary keys and unique constraints stay.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from operator import itemgetter
from typing import Any

from django.db import connection, transaction
from django.db.models import Model

# They return in this order, table by table as they were named. The indexes of words come first: making one of them takes
# longest by far and most of it keeps a single processor busy, so that all others can be made beside it.
INDEXES = """
SELECT format('DROP INDEX %%s', indexrelid::regclass), pg_get_indexdef(indexrelid)
FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid JOIN pg_am ON pg_am.oid = relam
WHERE NOT indisunique AND indrelid = ANY (%(tables)s::regclass[])
ORDER BY amname = 'gin' DESC, array_position(%(tables)s::regclass[], indrelid::regclass), indexrelid
"""
FOREIGN_KEYS = """
SELECT format('ALTER TABLE %%s DROP CONSTRAINT %%I', conrelid::regclass, conname),
       format('ALTER TABLE %%s ADD CONSTRAINT %%I %%s', conrelid::regclass, conname, pg_get_constraintdef(oid))
FROM pg_constraint WHERE contype = 'f' AND conrelid = ANY (%(tables)s::regclass[])
ORDER BY array_position(%(tables)s::regclass[], conrelid::regclass), oid
"""
LIST = """
CREATE TABLE IF NOT EXISTS set_aside
(position integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, statement text NOT NULL)
"""
MEMORY = "256MB"  # for putting together an index of millions of rows
CONNECTIONS = 2


@contextlib.contextmanager
def set_aside(models: Sequence[type[Model]]) -> Iterator[None]:
    """For as long as this lasts, these tables have neither secondary indexes nor foreign keys of their own."""
    take_off(models)
    try:
        yield
    finally:
        put_back()


@transaction.atomic
def take_off(models: Sequence[type[Model]]) -> None:
    tables = [model._meta.db_table for model in models]
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = '30s'")  # somebody may be reading them
        cursor.execute(LIST)
        for question in (INDEXES, FOREIGN_KEYS):
            cursor.execute(question, {"tables": tables})
            for drop, make in cursor.fetchall():
                cursor.execute("INSERT INTO set_aside (statement) VALUES (%s)", [make])
                cursor.execute(drop)


def put_back() -> int:
    """Make again what was set aside, if anything was; how much. Two may do so at once, or while the load goes on."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('set_aside')")
        if cursor.fetchone()[0] is None:
            return 0
        cursor.execute("SELECT position FROM set_aside ORDER BY position")
        positions = iter([position for (position,) in cursor.fetchall()])
    with ThreadPoolExecutor(CONNECTIONS) as pool:
        return sum(pool.map(_put_back_from, [positions] * CONNECTIONS))


def _put_back_from(positions: Iterator[int]) -> int:
    """One connection's share: whatever is next, until nothing is left for either."""
    try:
        return sum(map(_put_back, positions))
    finally:
        connection.close()


@transaction.atomic
def _put_back(position: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM set_aside WHERE position = %s RETURNING statement", [position])
        struck = cursor.fetchone()
        if struck is None:  # somebody else was quicker
            return False
        cursor.execute(f"SET LOCAL maintenance_work_mem = '{MEMORY}'")
        cursor.execute(struck[0])
        return True


def copy(rows: Sequence[Model]) -> None:
    """COPY rows of one table into it, every column as it stands in the instance, the key too."""
    if rows:
        columns = itemgetter(*(field.attname for field in rows[0]._meta.concrete_fields))
        copy_into(type(rows[0]), (columns(row.__dict__) for row in rows))


def copy_into(model: type[Model], rows: Iterable[Sequence[Any]]) -> None:
    """COPY rows, each with all columns in the order of the model."""
    fields = model._meta.concrete_fields
    columns = ", ".join(f'"{field.column}"' for field in fields)
    statement = f"COPY {model._meta.db_table} ({columns}) FROM STDIN (FORMAT BINARY)"
    with connection.wrap_database_errors, connection.cursor() as cursor, cursor.copy(statement) as wire:
        wire.set_types([(field.db_type(connection) or "").partition("(")[0] for field in fields])
        for row in rows:
            wire.write_row(row)
