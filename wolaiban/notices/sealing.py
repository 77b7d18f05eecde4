"""Sealing messages and deliveries: a digest over many of them in the order of their keys, which a trace repeats.

What is sealed is what never changes: whom it was for, in which words, of which event, when, by which way. How far a
delivery has come, and whether a message was read, changes for days and is not. They are many and written by the
reader of events, so a trace for each would be too much; rows are never deleted, so none has to be forgotten again.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from itertools import islice
from typing import Any

import orjson
from django.db import models, transaction
from django.utils.timezone import now

from wolaiban.ledger.reading import read_rows
from wolaiban.notices.models import Delivery, Message, Seal
from wolaiban.traces.leaving import leave
from wolaiban.workflow.settling import is_settled, own_xid, top_of

BATCH = 1000  # so many rows are under one seal at most, so that a finding tells about where
AT_LEAST_EVERY = timedelta(hours=1)  # each seal is a trace, and verifying holds those in memory
LOOKS, PAUSE = 20, 0.05  # seconds between them: whoever writes messages is done in milliseconds


@dataclass(frozen=True)
class Layout:
    """Which columns of a table a digest is made of. One that seals were made under never changes: another follows it."""

    name: str
    model: type[models.Model]
    columns: tuple[str, ...]


# fmt: off
FIRST_MESSAGES = Layout(
    "message/1", Message,
    ("pk", "key", "text", "words", "event_id", "case_id", "user_id", "complainant_id", "unit_id", "page", "urgent", "at"),
)
MESSAGES = Layout("message/2", Message, (*FIRST_MESSAGES.columns, "resident_id"))
DELIVERIES = Layout("delivery/1", Delivery, ("pk", "uuid", "message_id", "way", "gateway"))
# fmt: on
LAYOUTS = {layout.name: layout for layout in (FIRST_MESSAGES, MESSAGES, DELIVERIES)}
TODAY = (MESSAGES, DELIVERIES)  # for each table, under which new seals are made


@dataclass(frozen=True)
class Digest:
    """Of how many rows, up to which key, and the hash over them."""

    count: int
    upto: int
    hash: bytes


def digest_of(layout: Layout, after: int, rows: Iterable[tuple[Any, ...]]) -> Digest:
    """Each row is a line of JSON, in the order of keys. `rows` are as `rows_of` reads them."""
    hashed = sha256(f"wolaiban seal {layout.name} {after}\n".encode())
    count, upto = 0, after
    for row in rows:
        hashed.update(orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE))
        count, upto = count + 1, row[0]
    return Digest(count, upto, hashed.digest())


def rows_of(layout: Layout, *, after: int, upto: int) -> Iterator[tuple[Any, ...]]:
    """In the order of their keys; for use in a transaction."""
    rows = layout.model._default_manager.filter(pk__gt=after, pk__lte=upto).order_by("pk")
    return read_rows(rows, layout.columns)


def seal_if_due() -> int:
    """Seal what has waited for an hour, or is enough for a seal of its own; the number of seals. One at a time."""
    moment = now()
    return sum(seal(layout, moment) for layout in TODAY if _is_due(layout, moment))


def seal(layout: Layout, at: datetime) -> int:
    """Seal all that is not sealed yet, if nobody is just writing; the number of seals."""
    upto = _settled_top(layout.model)
    if upto is None:
        return 0
    with transaction.atomic():
        seals = list(_new_seals(layout, upto, at))
        Seal.objects.bulk_create(seals)
        leave(*seals, act="sealed", at=at)
    return len(seals)


def sealed_upto(model: type[models.Model]) -> int:
    """Up to which key the rows of this table are sealed."""
    names = [layout.name for layout in LAYOUTS.values() if layout.model is model]
    return Seal.objects.filter(layout__in=names).aggregate(top=models.Max("upto"))["top"] or 0


def _new_seals(layout: Layout, upto: int, at: datetime) -> Iterator[Seal]:
    after = sealed_upto(layout.model)
    rows = rows_of(layout, after=after, upto=upto)
    while (made := digest_of(layout, after, islice(rows, BATCH))).count:
        yield Seal(layout=layout.name, after=after, upto=made.upto, count=made.count, digest=made.hash, at=at)
        after = made.upto


def _is_due(layout: Layout, moment: datetime) -> bool:
    waiting = layout.model._default_manager.filter(pk__gt=sealed_upto(layout.model))
    lately = Seal.objects.filter(layout=layout.name, at__gt=moment - AT_LEAST_EVERY)
    enough = waiting.order_by("pk")[BATCH - 1 : BATCH]
    return waiting.exists() and (not lately.exists() or enough.exists())


def _settled_top(model: type[models.Model]) -> int | None:
    """The highest key, once no row can appear below it any more; None if somebody goes on writing."""
    top, xid = top_of(model), own_xid()
    for _ in range(LOOKS):
        if is_settled(model, xid):
            return top
        time.sleep(PAUSE)
    return None
