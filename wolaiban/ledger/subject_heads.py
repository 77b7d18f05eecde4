"""The heads of all subjects of every kind at one moment, as leaves of a tree: read as they are, or as of that time."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from wolaiban.ledger import registry, seq_delta
from wolaiban.ledger.kinds import Chained
from wolaiban.ledger.models import Checkpoint
from wolaiban.ledger.tree import WIDTH, leaf

NOWHERE = bytes(WIDTH)  # in the place of a leaf whose subject or event is gone: no hash is that


@dataclass
class Heads:
    """Subjects in the order of their keys, how many events each had, and its leaf. A key tells the kind (`ledger.kinds`)."""

    keys: Sequence[int] = field(default_factory=lambda: array("Q"))
    seqs: Sequence[int] = field(default_factory=lambda: array("I"))
    leaves: bytes | bytearray | memoryview = b""

    def leaf_at(self, index: int) -> bytes:
        return bytes(self.leaves[WIDTH * index : WIDTH * (index + 1)])


def now() -> Heads:
    """As the subjects say. Of a million cases some forty megabytes."""
    keys, seqs, leaves = array("Q"), array("I"), bytearray()
    for kind in registry.kinds():
        base, prefix = kind.base, kind.leaf_prefix
        for key, number, seq, head in kind.heads():
            keys.append(base + key)
            seqs.append(seq)
            leaves += leaf(number, seq, head, prefix)
    return Heads(keys, seqs, leaves)


def at(checkpoint: Checkpoint, known: Heads | None = None) -> Heads:
    """As the events say today of what there was then; NOWHERE where they say nothing.

    What `known` says of a subject with the same number of events is taken from there: most rest.
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


def newest_event() -> int:
    """A number that grows with each event of any kind."""
    return sum(kind.newest_event() for kind in registry.kinds())


def numbers_of(keys: Sequence[int]) -> dict[int, str]:
    """By key, of those that are there. Keys in their order."""
    found: dict[int, str] = {}
    for kind, place in _by_kind(keys):
        if kind is not None:
            rows = [key - kind.base for key in keys[place]]
            found.update((kind.base + row, number) for row, number in kind.numbers_of(rows).items())
    return found


def label_of(key: int) -> str:
    """What a subject that is gone is called: its kind and the key of its row."""
    [(kind, _)] = _by_kind([key])
    return f"{kind.label}（内部编号 {key - kind.base}）" if kind else f"不认识的一类（位置 {key}）"


def standing_at(checkpoint: Checkpoint) -> tuple[array[int], array[int]]:
    """Which subjects had how many events: the last whole list before, and what moved since."""
    earlier = Checkpoint.objects.filter(number__lte=checkpoint.number)
    base = earlier.filter(whole=True).latest("number")
    layers = earlier.filter(number__gte=base.number).values_list("moved", flat=True)
    return seq_delta.standing(bytes(layer) for layer in layers.iterator(chunk_size=500) if layer is not None)


def leaves_of(keys: Sequence[int], seqs: Sequence[int]) -> Iterator[tuple[str | None, bytes]]:
    """The number of each of these subjects, and the leaf it had when it had so many events. Keys in their order."""
    for kind, place in _by_kind(keys):
        if kind is None:
            yield from [(None, NOWHERE)] * (place.stop - place.start)
            continue
        prefix, rows = kind.leaf_prefix, [key - kind.base for key in keys[place]]
        for number, seq, head in kind.heads_then(rows, seqs[place]):
            yield number, NOWHERE if number is None or head is None else leaf(number, seq, head, prefix)


def _by_kind(keys: Sequence[int]) -> Iterator[tuple[Chained | None, slice]]:
    """Where the keys of each kind stand; None for keys of no kind that is known."""
    at = 0
    for kind in registry.kinds():
        start = bisect_left(keys, kind.keys.start, at)
        if at < start:
            yield None, slice(at, start)
        at = bisect_left(keys, kind.keys.stop, start)
        if start < at:
            yield kind, slice(start, at)
    if at < len(keys):
        yield None, slice(at, len(keys))
