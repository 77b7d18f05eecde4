"""Leaving a trace, in the transaction of the act: the row as it is afterwards, who did it, what was done."""

from __future__ import annotations

import json
from collections.abc import Container, Iterable, Iterator, Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.db import connection, transaction
from django.utils.timezone import now

from wolaiban.traces import chain
from wolaiban.traces.models import Trace, Traced

FORMAT = 1
LOCK = 0x7ACE5
AT_A_TIME = 1000
GONE: Mapping[str, Any] = {}  # what a row is after it was deleted
Of = tuple[str, int, Mapping[str, Any]]  # the kind and the key of a row, and what it is


@transaction.atomic
def leave(
    *rows: Traced, act: str, by: int | None = None, at: datetime | None = None, gone: bool = False
) -> None:
    """Write one trace for each row, as it is now. To be called last: the chain is locked until the transaction ends.

    With `gone` the rows are about to be deleted in this transaction, and the traces say that nothing is left of them.
    """
    if not rows:
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    last = Trace.objects.order_by("-seq").values_list("seq", "hash").first()
    of = (_gone(row) if gone else _told(row) for row in rows)
    links = linked((last[0], bytes(last[1])) if last else (0, b""), of, act=act, by=by, at=at or now())
    Trace.objects.bulk_create((Trace(**link) for link in links), batch_size=AT_A_TIME)


def _told(row: Traced) -> Of:
    """By attributes: the person of a request is a row only when it is asked."""
    model = row._meta.model
    columns, hashed = columns_of(model)
    return kind_of(model), row.pk, as_traced({name: getattr(row, name) for name in columns}, columns, hashed)


def _gone(row: Traced) -> Of:
    return kind_of(row._meta.model), row.pk, GONE


def kind_of(model: type[Any]) -> str:
    return str(model._meta.label_lower)


def columns_of(model: type[Any]) -> tuple[tuple[str, ...], frozenset[str]]:
    """Which columns of a model its traces tell, and which of them by their digest alone."""
    return model.TRACED, getattr(model, "TRACED_HASHED", frozenset())


def as_traced(row: Mapping[str, Any], names: Iterable[str], hashed: Container[str] = ()) -> dict[str, Any]:
    """The columns of a row as a trace tells them."""
    return {
        name: sha256(_text(row[name])).hexdigest() if name in hashed else chain.plain(row[name])
        for name in names
    }


def _text(value: Any) -> bytes:
    """Of what is told by its digest. A column of JSON is a text with sorted keys, and may hold what no trace repeats."""
    return (value if isinstance(value, str) else json.dumps(value, sort_keys=True)).encode()


def linked(
    last: tuple[int, bytes], rows: Iterable[Of], *, act: str, by: int | None, at: datetime
) -> Iterator[dict[str, Any]]:
    """The columns of the next traces of the chain, after the `last` one."""
    seq, prev, alg = last[0], last[1], chain.alg_of_today()
    for kind, subject, after in rows:
        seq += 1
        told = {
            "format": FORMAT,
            "seq": seq,
            "kind": kind,
            "subject": subject,
            "act": act,
            "actor": by,
            "at": at,
        }
        body = chain.canonical({**told, "after": after})
        link = chain.trace_hash(alg=alg, seq=seq, prev=prev, body=body)
        yield {
            "seq": seq, "kind": kind, "subject": subject, "alg": alg, "prev": prev, "hash": link, "body": body,
        }  # fmt: skip
        prev = link
