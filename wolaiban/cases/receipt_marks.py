"""Marks of receipts: a keyed digest over each row, so that one that was put in or opened again by hand shows.

A receipt decides who may act. Whoever has the database but not RECEIPT_KEY cannot make a mark, also not by giving a
receipt of their own to another complainant.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Any

from django.conf import settings

from wolaiban.cases.models import Receipt
from wolaiban.traces import chain

MARKED = ("complainant_id", "code", "pin", "issued_at", "issued_by_id", "void_at")
CHUNK = 2000


def mark_of(row: Mapping[str, Any]) -> bytes:
    told = chain.canonical({name: row[name] for name in MARKED})
    return hmac.digest(settings.RECEIPT_KEY.encode(), b"wolaiban receipt mark\0" + told, "sha256")


def is_marked(row: Mapping[str, Any]) -> bool:
    return hmac.compare_digest(mark_of(row), bytes(row["mark"] or b""))


def find_faults() -> Iterator[tuple[int, str]]:
    """Yield (receipt id, what is wrong), in one pass by complainant."""
    rows = Receipt.objects.order_by("complainant_id", "pk").values("pk", "mark", *MARKED)
    for _, theirs in groupby(rows.iterator(chunk_size=CHUNK), key=lambda row: row["complainant_id"]):
        row = None
        for row in theirs:
            if not is_marked(row):
                yield row["pk"], "不是系统发的，或者被改动过：与它的封记不符"
        if row and row["void_at"] is not None:
            yield row["pk"], "因换发而作废，换发的那一张却不见了"
