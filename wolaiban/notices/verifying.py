"""What `wolaiban verify` finds wrong with what was told: sealed rows as they were, and the newest as their events have them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any, NamedTuple

from django.db.models import F

from wolaiban.ledger.findings import Finding
from wolaiban.ledger.reading import read_rows
from wolaiban.notices.models import Message, Seal
from wolaiban.notices.sealing import LAYOUTS, Layout, digest_of, rows_of, sealed_upto
from wolaiban.process.words import Word


class NoticeFault(Word):
    """A kind of fault: a code for machines, and the sentence in which a finding is told."""

    SEAL = "seal", "编号 {what[1]} 至 {what[2]} 的{what[0]}与封存时不符：{what[3]}"
    SEAL_UNKNOWN = "seal_unknown", "封存（编号 {what[0]}）的写法“{what[1]}”不认识，无法核对"
    MESSAGE = "message", "消息（编号 {what[0]}）不是系统写的，或者被改动过：{what[1]}"


def findings() -> Iterator[Finding]:
    """In memory are the seals, one for up to a thousand rows, and never the rows."""
    seals = Seal.objects.order_by("layout", "after")
    for name, theirs in groupby(seals, key=lambda seal: seal.layout):
        if (layout := LAYOUTS.get(name)) is None:
            yield from (Finding(NoticeFault.SEAL_UNKNOWN, what=(seal.pk, name)) for seal in theirs)
        else:
            yield from _of_sealed(layout, list(theirs))
    yield from _of_newest()


def _of_sealed(layout: Layout, seals: Sequence[Seal]) -> Iterator[Finding]:
    """All rows in one pass. What a seal that is missing would have said is for the traces to miss."""
    rows = rows_of(layout, after=seals[0].after, upto=seals[-1].upto)
    ahead = next(rows, None)
    for seal in seals:
        told = list[tuple[Any, ...]]()
        while ahead is not None and ahead[0] <= seal.upto:
            if ahead[0] > seal.after:
                told.append(ahead)
            ahead = next(rows, None)
        if (found := digest_of(layout, seal.after, told)).hash != bytes(seal.digest):
            counts = f"封存时有 {seal.count} 条，现有 {found.count} 条"
            why = "有的被改动或调换过" if found.count == seal.count else counts
            name = str(layout.model._meta.verbose_name)
            yield Finding(NoticeFault.SEAL, what=(name, seal.after + 1, seal.upto, why))


class NewMessage(NamedTuple):
    """A message that is under no seal yet, beside its event."""

    pk: int
    key: str
    event: int | None
    case: int | None
    case_of_event: int | None
    user: int | None
    complainant: int | None
    resident: int | None
    unit: int | None


def _of_newest() -> Iterator[Finding]:
    newest = Message.objects.filter(pk__gt=sealed_upto(Message)).order_by("pk")
    columns = (
        "pk",
        "key",
        "event_id",
        "case_id",
        F("event__case_id"),
        "user_id",
        "complainant_id",
        "resident_id",
        "unit_id",
    )
    for row in map(NewMessage._make, read_rows(newest, columns)):
        if (why := _fault_of(row)) is not None:
            yield Finding(NoticeFault.MESSAGE, what=(row.pk, why))


def _recipients(row: NewMessage) -> set[str]:
    return {f"u{row.user}", f"c{row.complainant}", f"p{row.resident}", f"n{row.unit}"}


def _fault_of(row: NewMessage) -> str | None:
    """Its key was made of the event and of whom it is for; that of a summary says neither."""
    first, *others = row.key.split(":")
    if others and others[-1] not in _recipients(row):
        return "收件人不是写的时候的那一个"
    if (first if first.startswith("e") else None) != (f"e{row.event}" if row.event else None):
        return "所说的进展不是写的时候的那一条"
    if row.event and row.case != row.case_of_event:
        return "所说的进展不是这件事项的"
    return None
