"""What a test that commits has written is taken back row by row, so that the next one begins with the same district.

Emptying a hundred tables, as Django does after such a test, and founding the district again costs a second of a
processor; a test writes a few hundred rows. `keep` copies what is there to a schema of its own, `restore` removes what
came since and puts back what was changed. One database a process, as each has that runs tests.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction

KEPT = "as_tests_begin"
TABLES = """
    SELECT relname, coalesce((
        SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) FROM pg_index
        JOIN pg_attribute ON attrelid = indrelid AND attnum = ANY (indkey)
        WHERE indrelid = pg_class.oid AND indisprimary
    ), ''), EXISTS (SELECT FROM pg_trigger WHERE tgrelid = pg_class.oid AND NOT tgisinternal)
    FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY relname
"""


@dataclass(frozen=True)
class Table:
    name: str  # quoted
    key: str  # the columns of its primary key
    is_guarded: bool  # by triggers, which sleep while we put things right
    kept: int = 0  # rows there are when a test begins


@dataclass(frozen=True)
class Beginning:
    """`mark`: rows of this transaction and later ones came since."""

    tables: tuple[Table, ...]
    mark: int


_began: Beginning | None = None


def keep() -> None:
    """From now on this is what tests begin with."""
    global _began  # noqa: PLW0603 -- there is one database
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"DROP SCHEMA IF EXISTS {KEPT} CASCADE")
        cursor.execute(f"CREATE SCHEMA {KEPT}")
        tables = tuple(_counted(cursor))
        for table in tables:
            if table.kept:
                cursor.execute(f"CREATE TABLE {KEPT}.{table.name} AS TABLE public.{table.name}")
    _began = Beginning(tables, _mark())


def restore() -> bool:
    """Everything as it was kept; False where nothing was. Waits for whoever is still writing, as emptying would."""
    global _began  # noqa: PLW0603
    if _began is None:
        return False
    with transaction.atomic(), connection.cursor() as cursor:
        names = ", ".join(table.name for table in _began.tables)
        cursor.execute(f"LOCK TABLE {names} IN SHARE ROW EXCLUSIVE MODE")
        if changed := _changed(cursor, _began):
            _put_right(cursor, changed, _began.mark)
    _began = Beginning(_began.tables, _mark())
    return True


def forget() -> None:
    """What was kept is not to be brought back any more."""
    global _began  # noqa: PLW0603
    _began = None


def _counted(cursor: Any) -> list[Table]:
    cursor.execute(TABLES)
    quote = connection.ops.quote_name
    found = [Table(quote(name), key, guarded) for name, key, guarded in cursor.fetchall()]
    counts = _of_each(cursor, [f"SELECT count(*) FROM {table.name}" for table in found])
    return [Table(t.name, t.key, t.is_guarded, int(kept)) for t, kept in zip(found, counts, strict=True)]


def _of_each(cursor: Any, asked: list[str]) -> list[Any]:
    """What each of these queries for one value says, asked at once."""
    cursor.execute("SELECT " + ", ".join(f"({query})" for query in asked))
    return list(cursor.fetchone())


def _changed(cursor: Any, began: Beginning) -> list[Table]:
    """A table that was empty is changed by any row; another by a row that is newer, or missing."""
    asked = [
        f"SELECT count(*) <> {table.kept} OR count(*) FILTER (WHERE {_newer(began.mark)}) > 0 FROM {table.name}"
        if table.kept
        else f"SELECT EXISTS (SELECT FROM {table.name})"
        for table in began.tables
    ]
    answers = _of_each(cursor, asked)
    return [table for table, changed in zip(began.tables, answers, strict=True) if changed]


def _newer(mark: int) -> str:
    return f"xmin::text::bigint >= {mark}"


def _put_right(cursor: Any, changed: list[Table], mark: int) -> None:
    """All is deleted in one statement, or a constraint that is not deferred would ask for an order."""
    guarded = [table.name for table in changed if table.is_guarded]
    for name in guarded:
        cursor.execute(f"ALTER TABLE {name} DISABLE TRIGGER USER")
    deleting = [f"_{at} AS (DELETE FROM {t.name}{_what_came(t, mark)})" for at, t in enumerate(changed)]
    cursor.execute(f"WITH {', '.join(deleting)} SELECT")
    for table in changed:
        if table.kept:
            missing = f"({table.key}) NOT IN (SELECT {table.key} FROM public.{table.name})"
            cursor.execute(f"INSERT INTO {table.name} SELECT * FROM {KEPT}.{table.name} WHERE {missing}")
    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    for name in guarded:
        cursor.execute(f"ALTER TABLE {name} ENABLE TRIGGER USER")


def _what_came(table: Table, mark: int) -> str:
    if not table.kept:
        return ""
    return f" WHERE {_newer(mark)} OR ({table.key}) NOT IN (SELECT {table.key} FROM {KEPT}.{table.name})"


def _mark() -> int:
    """The next transaction of this server."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint % (2::bigint ^ 32)::bigint"
        )
        return int(cursor.fetchone()[0])
