"""Counting events as they come, each once, without asking those who write them to wait or to do anything.

Event ids are drawn before their transactions commit, so a lower id may appear after a higher one. How far it is safe
to read: whoever writes an event holds a transaction id (a row of its case is locked or inserted first) *before* it
draws the event's id. So with `top` the highest id seen at some moment, and X a transaction id drawn after that moment,
every event up to `top` belongs to a transaction older than X; when no transaction older than X runs any more, all of
them are visible or will never be. `pg_snapshot_xmax` would not do for X: it lies one above the last *completed*
transaction, below ids that are already in use.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db import connection, transaction

from wolaiban.statistics import formulas
from wolaiban.statistics.indicators import FORMULAS
from wolaiban.statistics.models import Bookmark, Tally

CASES_AT_A_TIME = 20_000


@dataclass(frozen=True)
class Read:
    """What a sweep did: up to which event is counted now, and how far events had reached when it looked."""

    counted_to: int
    seen_to: int

    @property
    def is_behind(self) -> bool:
        return self.counted_to < self.seen_to


class Key(NamedTuple):
    area: int
    whole: bool
    invented: bool
    day: date


Sums = tuple[int, ...]


@transaction.atomic(durable=True)
def sweep() -> Read:
    """Count what has settled since the last time. Safe to run side by side, and to be killed at any moment.

    The sums and the bookmark are written in one transaction: an event is counted once, or the sweep did not happen.
    """
    top = _value("SELECT coalesce(max(id), 0) FROM cases_event")  # before this transaction has an id
    bookmark = locked()
    mine = _value("SELECT pg_current_xact_id()::text::bigint")
    if bookmark.formulas != FORMULAS:
        _count_anew(bookmark)
    if bookmark.pending_xid is not None and bookmark.pending_xid <= _oldest_running():
        advance(bookmark, bookmark.pending_to)
        bookmark.pending_xid = None
    # A mark above our own id was made by another server, before these data were restored here.
    if bookmark.pending_xid is None or bookmark.pending_xid > mine:
        bookmark.pending_to, bookmark.pending_xid = top, mine
        if mine <= _oldest_running():  # nobody else is writing anything: no need to wait for the next sweep
            advance(bookmark, top)
            bookmark.pending_xid = None
    bookmark.save()
    return Read(bookmark.read_to, top)


@transaction.atomic(durable=True)
def recount() -> int:
    """Count everything that was counted anew, from the first event on; readers see the old sums until it is done."""
    bookmark = locked()
    _count_anew(bookmark)
    bookmark.save()
    return bookmark.read_to


def advance(bookmark: Bookmark, upto: int) -> None:
    """Bring the sums from the bookmark to `upto`, below which every event is settled. The caller holds the lock."""
    if upto <= bookmark.read_to:
        return
    with connection.cursor() as cursor:
        cursor.execute(formulas.TOUCHED, [bookmark.read_to, upto])
        touched = [pk for (pk,) in cursor.fetchall()]
        for start in range(0, len(touched), CASES_AT_A_TIME):
            cases = touched[start : start + CASES_AT_A_TIME]
            cursor.execute(formulas.ADD, {"upto": upto, "since": bookmark.read_to, "cases": cases})
    bookmark.read_to = upto


def differences() -> dict[Key, tuple[Sums, Sums]]:
    """Where the sums that are kept are not those of a full recount: both, for each day and area. Changes nothing."""
    with transaction.atomic():
        bookmark = locked()
        kept = _sums()
        _count_anew(bookmark)
        fresh = _sums()
        transaction.set_rollback(True)
    nothing = (0,) * len(Tally.SUMS)
    both = {key: (kept.get(key, nothing), fresh.get(key, nothing)) for key in kept.keys() | fresh.keys()}
    return {key: (was, should_be) for key, (was, should_be) in both.items() if was != should_be}


def _sums() -> dict[Key, Sums]:
    rows = Tally.objects.values_list("area_id", "whole", "invented", "day", *Tally.SUMS)
    return {Key(*row[:4]): row[4:] for row in rows.iterator()}


def locked() -> Bookmark:
    """The bookmark, held until the end of the transaction: one at a time counts."""
    Bookmark.objects.bulk_create([Bookmark(pk=1)], ignore_conflicts=True)
    return Bookmark.objects.select_for_update().get(pk=1)


def _count_anew(bookmark: Bookmark) -> None:
    """What had been read is settled, so it can be read again without waiting for anybody."""
    Tally.objects.all().delete()
    upto, bookmark.read_to = bookmark.read_to, 0
    advance(bookmark, upto)
    bookmark.formulas = FORMULAS


def _oldest_running() -> int:
    """The oldest transaction that still runs, which may be this one."""
    return _value("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")


def _value(query: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(query)
        (value,) = cursor.fetchone()
    return int(value)
