"""The traces: one unbroken chain, and every row as its last trace left it.

Rows are few beside the cases (accounts, posts, units, editions, logs of changes), so what each should be is held in
memory. A row without a trace was put there by hand; so was one that differs; one that is gone was removed by hand.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.apps import apps
from django.db.models import Max, Model, Q

from wolaiban.ledger import registry
from wolaiban.ledger.canonical_json import NotCanonical, read
from wolaiban.ledger.findings import Fault, Finding, Told
from wolaiban.ledger.kinds import Chained, Ground, HeadRow, HeadThen
from wolaiban.ledger.reading import EVERYTHING, Range
from wolaiban.ledger.tree import prefix_of
from wolaiban.traces import chain
from wolaiban.traces.leaving import GONE, as_traced, columns_of, kind_of
from wolaiban.traces.models import Trace

NAME = "留痕"
CHUNK = 2000
KEYS = frozenset({"format", "seq", "kind", "subject", "act", "actor", "at", "after"})
Last = dict[str, dict[int, Any]]  # what each row was after its last trace, by kind and key


class TraceChain(Chained):
    """The one chain of all traces, with a leaf of its own under the key that no case has."""

    name, label = "trace", NAME
    base, keys, leaf_prefix = 0, range(1), prefix_of()

    def newest_event(self) -> int:
        return Trace.objects.aggregate(newest=Max("seq"))["newest"] or 0

    def heads(self) -> Iterator[HeadRow]:
        for seq, head in Trace.objects.order_by("-seq").values_list("seq", "hash")[:1]:
            yield 0, NAME, seq, bytes(head)

    def heads_then(self, keys: Sequence[int], seqs: Sequence[int]) -> Iterator[HeadThen]:
        links = dict(Trace.objects.filter(seq__in=list(seqs)).values_list("seq", "hash"))
        for seq in seqs:
            head = links.get(seq)
            yield NAME, seq, None if head is None else bytes(head)

    def numbers_of(self, keys: Sequence[int]) -> dict[int, str]:
        return {0: NAME} if Trace.objects.exists() else {}

    def pieces(self, parts: int) -> Sequence[Range]:
        return [EVERYTHING]

    def findings(self, within: Range, ground: Ground) -> Iterator[Finding]:
        last: Last = {}
        yield from _of_chain(last)
        for model in traced_models():
            yield from _of_rows(model, last.pop(kind_of(model), {}))
        gone = {kind: rows for kind, rows in sorted(last.items()) if kind not in registry.moved()}
        for kind, rows in gone.items():
            yield from _gone(kind, rows)


def traced_models() -> list[type[Model]]:
    return [model for model in apps.get_models() if hasattr(model, "TRACED")]


def _of_chain(last: Last) -> Iterator[Finding]:
    seq, prev = 0, b""
    rows = Trace.objects.order_by("seq").values_list("seq", "kind", "subject", "alg", "prev", "hash", "body")
    for row in rows.iterator(chunk_size=CHUNK):
        yield from (_broken(missing, "不见了（被删除）") for missing in range(seq + 1, row[0]))
        told, refused = _told(bytes(row[6]))
        wrongs = _wrongs(row, told, refused, prev, whole=row[0] == seq + 1)
        yield from (_broken(row[0], why) for why in wrongs)
        seq, prev = row[0], bytes(row[5])
        last.setdefault(row[1], {})[row[2]] = told.get("after")


def _told(body: bytes) -> tuple[Told, str]:
    """What a trace says, or why it cannot be read."""
    try:
        return read(body), ""
    except NotCanonical as refusal:
        return {}, str(refusal)


def _wrongs(row: tuple[Any, ...], told: Told, refused: str, before: bytes, *, whole: bool) -> Iterator[str]:
    seq, kind, subject, alg, prev, link, body = row
    how = chain.ALGS.get(alg)
    if how is None or not how.is_here:
        yield f"不认识的校验算法“{alg}”"
        return
    if chain.trace_hash(alg=alg, seq=seq, prev=bytes(prev), body=bytes(body)) != bytes(link):
        yield "内容被改动：与它的校验值不符"
    if whole and bytes(prev) != before:
        yield "与上一条接不上：中间的留痕被改动、插入或调换过"
    if refused:
        yield f"正文不是规范写法：{refused}"
    elif told.keys() != KEYS or (told["seq"], told["kind"], told["subject"]) != (seq, kind, subject):
        yield "各栏与正文不符"


def _broken(seq: int, why: str) -> Finding:
    return Finding(Fault.TRACE_BROKEN, what=(seq, why))


def _of_rows(model: type[Model], last: dict[int, Any]) -> Iterator[Finding]:
    columns, hashed = columns_of(model)
    rows = model._default_manager.filter(getattr(model, "TRACED_WHEN", Q())).order_by("pk")
    name = str(model._meta.verbose_name)
    for row in rows.values("pk", *columns).iterator(chunk_size=CHUNK):
        pk = row["pk"]
        if pk not in last:
            yield Finding(Fault.UNTRACED, what=(f"{name}（编号 {pk}）",))
            continue
        after, stands = last.pop(pk), as_traced(row, columns, hashed)
        if after != stands:
            told = after if isinstance(after, dict) else {}
            changed = [_label(model, column) for column in columns if told.get(column) != stands[column]]
            yield Finding(Fault.TRACE_DIFFERS, what=(f"{name}（编号 {pk}）", "、".join(changed)))
    yield from _gone(name, last)


def _gone(name: str, rows: dict[int, Any]) -> Iterator[Finding]:
    """Rows that are not there, though their last trace does not say that they were deleted."""
    for pk, after in sorted(rows.items()):
        if after != GONE:
            yield Finding(Fault.TRACED_GONE, what=(f"{name}（编号 {pk}）",))


def _label(model: type[Model], column: str) -> str:
    named = getattr(model._meta.get_field(column.removesuffix("_id")), "verbose_name", column)
    words: str = getattr(model, "TRACED_AS", {}).get(column) or str(named)
    return f"“{words}”" if not words.isascii() else f"“{column}”"
