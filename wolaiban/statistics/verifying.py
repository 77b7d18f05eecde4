"""What `wolaiban verify` finds wrong with the sums: each is compared with what all events make anew."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import DataError

from wolaiban.ledger.findings import Finding
from wolaiban.process.words import Word
from wolaiban.statistics import recounting


class SumFault(Word):
    """A kind of fault: a code for machines, and the sentence in which a finding is told."""

    SUMS_UNREADABLE = "sums_unreadable", "统计数无法重算：有的进展读不懂"
    SUMS = "sums", "{what[0]}的统计数与全部进展不符：{what[1]}"


def findings() -> Iterator[Finding]:
    """Where the sums that are kept are not those of the events. Counts in a transaction of its own that it takes back."""
    try:
        found = recounting.differences()
    except DataError:
        yield Finding(SumFault.SUMS_UNREADABLE)
        return
    for key, kept, recounted in found:
        yield Finding(
            SumFault.SUMS, what=(f"单位 {key.area} 在 {key.day} ", f"现为 {kept}，应为 {recounted}")
        )
