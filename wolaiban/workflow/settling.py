"""How far a table of events may be read, so that nothing appears later among what was read.

Keys are drawn before their transactions commit, so a lower key may appear after a higher one. Two things hold of
whoever writes an event, *before* its key is drawn: the transaction has an id (a row of the subject is locked or inserted
first), and it holds the lock that PostgreSQL takes on a table that is written to (INSERT takes it first; whoever draws keys
by hand calls `before_keys`). So with `top` the highest key seen at some moment, and X a transaction id drawn after that
moment, every event up to `top` that cannot be seen yet belongs to a transaction that is older than X and holds that lock.
When no such transaction runs any more, each of them can be seen or will never be.

`pg_snapshot_xmin` alone would do as well, but waits for every writer of every database on the server: a long recount, a
forgotten session. It is asked first because it is cheap, and the locks only where it says no. `pg_snapshot_xmax` would
not do for X: it lies one above the last *completed* transaction, below ids that are already in use.
"""

from __future__ import annotations

from django.db import connection
from django.db.models import Model

NONE_OLDER = "SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint >= %s"
# Locks know the lower 32 bits of transaction ids; what runs at the same time is less than half of them apart.
NO_OLDER_WRITER = """
WITH locks AS MATERIALIZED (SELECT * FROM pg_locks WHERE granted)
SELECT NOT EXISTS (
    SELECT FROM locks writing JOIN locks own USING (virtualtransaction)
    WHERE writing.locktype = 'relation' AND writing.relation = %s::regclass
      AND writing.database = (SELECT oid FROM pg_database WHERE datname = current_database())
      AND writing.mode NOT IN ('AccessShareLock', 'RowShareLock')
      AND own.locktype = 'transactionid' AND own.mode = 'ExclusiveLock'
      AND ((%s - own.transactionid::text::bigint) & 4294967295) BETWEEN 1 AND 2147483647
)
"""


def top_of(source: type[Model]) -> int:
    """The highest key there is. Ask before the transaction has an id, or others' keys up to it may be missed."""
    return int(_value(f"SELECT coalesce(max(id), 0) FROM {source._meta.db_table}"))  # noqa: S608 -- ours


def own_xid() -> int:
    return int(_value("SELECT pg_current_xact_id()::text::bigint"))


def is_settled(source: type[Model], xid: int) -> bool:
    """Whether no transaction older than this one can still add events with keys that were drawn before it."""
    return bool(_value(NONE_OLDER, xid) or _value(NO_OLDER_WRITER, source._meta.db_table, xid))


def before_keys(source: type[Model]) -> None:
    """Must be called, in the transaction that will write them, before keys of events are drawn by hand."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"LOCK TABLE {source._meta.db_table} IN ROW EXCLUSIVE MODE; SELECT pg_current_xact_id()"
        )


def _value(query: str, *values: int | str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(query, values or None)
        (value,) = cursor.fetchone()
    return value  # type: ignore[no-any-return]
