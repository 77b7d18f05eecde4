"""So many times in so long and no more: counted in the database, exactly, also when many press at once.

Any span looked at holds at most `limit` takes: there is no window at whose edge one could take twice as many.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.utils.crypto import salted_hmac
from django.utils.timezone import now

from wolaiban.web.models import Attempts

LEAST_WAIT = timedelta(seconds=1)

# The row is locked while it is looked at; where the limit is reached, nothing is written and nothing returned.
TAKE = """
INSERT INTO web_attempts AS t (kind, key, moments, ends_at)
VALUES (%(kind)s, %(key)s, ARRAY[%(at)s]::timestamptz[], %(at)s::timestamptz + %(span)s)
ON CONFLICT (kind, key) DO UPDATE SET
    moments = ARRAY(SELECT m FROM unnest(t.moments) m WHERE m > %(since)s ORDER BY m) || %(at)s::timestamptz,
    ends_at = greatest(t.ends_at, excluded.ends_at)
WHERE (SELECT count(*) FROM unnest(t.moments) m WHERE m > %(since)s) < %(limit)s
RETURNING true
"""
LAST_BUT = (
    "SELECT m FROM web_attempts, unnest(moments) m WHERE kind = %s AND key = %s ORDER BY m DESC OFFSET %s"
)
GIVE_BACK = """
UPDATE web_attempts SET moments = moments[:cardinality(moments) - 1] WHERE kind = %s AND key = %s
"""


def take(kind: str, key: str, *, limit: int, span: timedelta) -> timedelta | None:
    """Take one of `limit` in any `span`; None if it was there to take, else how long until the next one is.

    Call it outside of a transaction that may be rolled back: what is undone was not counted.
    """
    moment, kept = now(), _kept(kind, key)
    facts: dict[str, Any] = {
        "kind": kind,
        "key": kept,
        "at": moment,
        "since": moment - span,
        "span": span,
        "limit": limit,
    }
    with connection.cursor() as cursor:
        cursor.execute(TAKE, facts)
        if cursor.fetchone():
            return None
        cursor.execute(LAST_BUT, [kind, kept, limit - 1])
        row = cursor.fetchone()
    return max(row[0] + span - moment, LEAST_WAIT) if row else LEAST_WAIT


def give_back(kind: str, key: str) -> None:
    """Undo one take: it turned out to be none of what is counted."""
    with connection.cursor() as cursor:
        cursor.execute(GIVE_BACK, [kind, _kept(kind, key)])


def taken(kind: str, key: str, *, span: timedelta) -> int:
    """How many were taken in the last `span`, as far as `take` has kept them. Counts nothing itself."""
    row = Attempts.objects.filter(kind=kind, key=_kept(kind, key)).first()
    since = now() - span
    return sum(moment > since for moment in row.moments) if row else 0


def is_noisy(kind: str, key: str, *, above: int, span: timedelta) -> bool:
    """Whether there was more of this lately than `above`. `take` must be asked with a limit that is higher."""
    return taken(kind, key, span=span) > above


def sweep(at: datetime | None = None) -> int:
    """Forget what no longer counts; how many rows that were."""
    gone, _ = Attempts.objects.filter(ends_at__lt=at or now()).delete()
    return gone


def _kept(kind: str, key: str) -> bytes:
    """A phone or an address can be guessed from a plain hash; not from one under a key outside the database."""
    return salted_hmac(f"wolaiban tally {kind}", key, algorithm="sha256").digest()
