"""The heads of all cases, and of the traces, at one moment, as leaves of a tree: read as they are, or as of that time."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from wolaiban.cases.models import Case
from wolaiban.ledger import seq_delta
from wolaiban.ledger.models import Checkpoint
from wolaiban.ledger.tree import WIDTH, leaf
from wolaiban.traces.models import Trace

CHUNK = 20_000
TRACES, TRACES_NAME = (
    0,
    "留痕",
)  # the chain of the traces has a leaf among those of the cases; no case has this key
NOWHERE = bytes(WIDTH)  # in the place of a leaf whose case or event is gone: no hash is that


@dataclass
class Heads:
    """Cases in the order of their keys, how many events each had, and its leaf."""

    keys: Sequence[int] = field(default_factory=lambda: array("Q"))
    seqs: Sequence[int] = field(default_factory=lambda: array("I"))
    leaves: bytes | bytearray | memoryview = b""

    def leaf_at(self, index: int) -> bytes:
        return bytes(self.leaves[WIDTH * index : WIDTH * (index + 1)])


def now() -> Heads:
    """As the cases say. Of a million cases some forty megabytes."""
    keys, seqs, leaves = array("Q"), array("I"), bytearray()
    for seq, head in Trace.objects.order_by("-seq").values_list("seq", "hash")[:1]:
        keys.append(TRACES)
        seqs.append(seq)
        leaves += leaf(TRACES_NAME, seq, bytes(head))
    rows: Any = Case.objects.order_by("pk").values_list("pk", "number", "seq", "head")
    for key, number, seq, head in rows.iterator(chunk_size=CHUNK):
        keys.append(key)
        seqs.append(seq)
        leaves += leaf(number, seq, head)
    return Heads(keys, seqs, leaves)


def at(checkpoint: Checkpoint, known: Heads | None = None) -> Heads:
    """As the events say today of what there was then; NOWHERE where they say nothing.

    What `known` says of a case with the same number of events is taken from there: most cases rest.
    """
    keys, seqs = standing_at(checkpoint)
    if known is None:
        return Heads(keys, seqs, b"".join(hashed for _, hashed in leaves_of(keys, seqs)))
    place_of = {
        (key, seq): place for place, (key, seq) in enumerate(zip(known.keys, known.seqs, strict=True))
    }
    places = [place_of.get(pair) for pair in zip(keys, seqs, strict=True)]
    moved = [at for at, place in enumerate(places) if place is None]
    asked = leaves_of([keys[at] for at in moved], [seqs[at] for at in moved])
    leaves = [next(asked)[1] if place is None else known.leaf_at(place) for place in places]
    return Heads(keys, seqs, b"".join(leaves))


def numbers_of(keys: Sequence[int]) -> dict[int, str]:
    """By key, of those that are there."""
    found: dict[int, str] = {TRACES: TRACES_NAME} if TRACES in keys and Trace.objects.exists() else {}
    for start in range(0, len(keys), CHUNK):
        found.update(
            Case.objects.filter(pk__in=list(keys[start : start + CHUNK])).values_list("pk", "number")
        )
    return found


def standing_at(checkpoint: Checkpoint) -> tuple[array[int], array[int]]:
    """Which cases had how many events: the last whole list before, and what moved since."""
    earlier = Checkpoint.objects.filter(number__lte=checkpoint.number)
    base = earlier.filter(whole=True).latest("number")
    layers = earlier.filter(number__gte=base.number).values_list("moved", flat=True)
    return seq_delta.standing(bytes(layer) for layer in layers.iterator(chunk_size=500) if layer is not None)


def leaves_of(keys: Sequence[int], seqs: Sequence[int]) -> Iterator[tuple[str | None, bytes]]:
    """The number of each of these cases, and the leaf it had when it had so many events."""
    for start in range(0, len(keys), CHUNK):
        with connection.cursor() as cursor:
            cursor.execute(
                LEAVES,
                [TRACES, TRACES_NAME, list(keys[start : start + CHUNK]), list(seqs[start : start + CHUNK])],
            )
            for number, seq, head in cursor:
                yield number, NOWHERE if number is None or head is None else leaf(number, seq, head)


LEAVES = """
SELECT CASE WHEN traces_trace.seq IS NULL THEN cases_case.number ELSE told.name END, wanted.seq,
       coalesce(cases_event.hash, traces_trace.hash)
FROM (VALUES (%s::bigint, %s::text)) AS told (key, name)
CROSS JOIN unnest(%s::bigint[], %s::integer[]) WITH ORDINALITY AS wanted (pk, seq, place)
LEFT JOIN cases_case ON cases_case.id = wanted.pk
LEFT JOIN cases_event ON cases_event.case_id = wanted.pk AND cases_event.seq = wanted.seq
LEFT JOIN traces_trace ON wanted.pk = told.key AND traces_trace.seq = wanted.seq
ORDER BY wanted.place
"""
