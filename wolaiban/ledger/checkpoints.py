"""Making a checkpoint: read all heads in one snapshot, hold them against the checkpoint before, sign, keep, publish.

Nothing is signed that contradicts what was signed before. Where it does, because somebody changed the tables or put
back an old backup, the making is refused and the subjects are named.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import TypeAlias

from django.conf import settings
from django.db import connection
from django.utils import timezone

from wolaiban.ledger import (
    checkpoint_files,
    notes,
    publishing,
    registry,
    seq_delta,
    signing,
    subject_heads,
    tree_cache,
)
from wolaiban.ledger.findings import Fault, Finding
from wolaiban.ledger.models import Checkpoint
from wolaiban.ledger.reading import one_snapshot
from wolaiban.ledger.subject_heads import Heads
from wolaiban.ledger.tree import grown, root_of

LOCK = 0x1ED6E5
WHOLE_EVERY = 10_000  # a month of checkpoints: so many lists are read at most to know how all stood
QUIET_FOR = timedelta(hours=1)
SHOWN = 20


class Broken(Exception):
    """What would be signed contradicts what was signed before."""

    def __init__(self, found: Sequence[Finding]) -> None:
        self.found = found
        more = f"\n……共 {len(found)} 处" if len(found) > SHOWN else ""
        super().__init__("\n".join(map(str, found[:SHOWN])) + more)


def make(*, restored: bool = False) -> Checkpoint:
    """Make the next checkpoint. Raises Broken; with `restored` it goes on from there, and says so in what it signs."""
    with _alone():
        _prepare()
        return _make(restored)


def make_if_due() -> Checkpoint | None:
    """Every five minutes; where nothing happened, once more after the last event, and then once an hour."""
    with _alone():
        _prepare()
        return _make(restored=False) if _is_due() else None


def latest() -> Checkpoint | None:
    return Checkpoint.objects.order_by("-number").first()


@contextmanager
def _alone() -> Iterator[None]:
    """One at a time. Taken before the snapshot, so that each sees the one before."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])


def _prepare() -> None:
    for act in registry.before_signing():
        act()


def _is_due() -> bool:
    """An event may become visible after a later one: only a second look at the same newest event is sure."""
    lately = list(Checkpoint.objects.order_by("-number")[:2])
    if len(lately) < 2 or lately[0].at < timezone.now() - QUIET_FOR:
        return True
    return not lately[0].seen == lately[1].seen == subject_heads.newest_event()


def _make(restored: bool) -> Checkpoint:
    with one_snapshot(writing=True):
        if restored:
            _adopt_published()
        last = latest()
        if found := list(_contradictions(last)):
            raise Broken(found)
        seen = subject_heads.newest_event()
        present = subject_heads.now()
        with tree_cache.opened() as tree:
            moved, found = compared(_of(last, tree), present, last.number if last else 0)
        if found and not restored:
            raise Broken(found)
        levels = grown(present.leaves)
        checkpoint = _signed(last, present, moved, seen, root_of(levels), restored)
    tree_cache.put(checkpoint.number, present, levels)
    publishing.publish()
    return checkpoint


def _contradictions(last: Checkpoint | None) -> Iterator[Finding]:
    number = last.number if last else 0
    if (newest := publishing.latest_published()) > number:
        yield Finding(Fault.OLDER_DATABASE, what=(newest,))
    if last is not None:
        try:
            notes.opened(last.note, *signing.believed())
        except notes.Unreadable as refusal:
            yield Finding(Fault.CHECKPOINT_UNSIGNED, what=(number, refusal))


def _of(last: Checkpoint | None, tree: tree_cache.Kept | None) -> Heads:
    """The heads of a checkpoint: kept, or computed again."""
    if last is None or last.moved is None:
        return Heads()
    if tree is not None and tree.number == last.number and tree.root == bytes(last.root):
        return tree.heads
    return subject_heads.at(last)


Moved: TypeAlias = "tuple[array[int], array[int]]"


def compared(before: Heads, present: Heads, number: int) -> tuple[Moved, list[Finding]]:
    """Which subjects moved since a checkpoint, and what of it cannot be if only events were added."""
    moved: Moved = array("Q"), array("I")
    vanished, went_on, odd = list[int](), list[int](), list[tuple[int, int, int]]()
    at, end = 0, len(before.keys)
    for place, key in enumerate(present.keys):
        while at < end and before.keys[at] < key:
            vanished.append(before.keys[at])
            at += 1
        seq = present.seqs[place]
        if at < end and before.keys[at] == key:
            then = before.seqs[at]
            at += 1
            if seq == then and present.leaf_at(place) == before.leaf_at(at - 1):
                continue
            if seq > then:
                went_on.append(at - 1)
            else:
                odd.append((key, then, seq))
        moved[0].append(key)
        moved[1].append(seq)
    vanished += before.keys[at:]
    found = [Finding(Fault.VANISHED, what=(number, subject_heads.label_of(key))) for key in vanished]
    return moved, [*found, *_went_back(odd, number), *_rewritten(before, went_on, number)]


def _went_back(odd: Sequence[tuple[int, int, int]], number: int) -> Iterator[Finding]:
    """Of key, events then and events now: fewer than then, or as many with another head."""
    names = subject_heads.numbers_of([key for key, _, _ in odd])
    for key, then, seq in odd:
        if seq < then:
            yield Finding(Fault.REWOUND, names[key], seq, (number, then))
        else:
            yield Finding(Fault.REWRITTEN, names[key], seq, (number,))


def _rewritten(before: Heads, went_on: Sequence[int], number: int) -> Iterator[Finding]:
    """Of subjects that went on, by their place before: those whose chain no longer passes through the head they had."""
    keys = [before.keys[place] for place in went_on]
    seqs = [before.seqs[place] for place in went_on]
    for place, (name, leaf) in zip(went_on, subject_heads.leaves_of(keys, seqs), strict=True):
        if leaf != before.leaf_at(place):
            yield Finding(Fault.REWRITTEN, name, before.seqs[place], (number,))


def _signed(
    last: Checkpoint | None, present: Heads, moved: Moved, seen: int, root: bytes, restored: bool
) -> Checkpoint:
    key, at = signing.signing_key(), timezone.now().replace(microsecond=0)
    number = last.number + 1 if last else 1
    whole = restored or number % WHOLE_EVERY == 1 or last is None
    claim = notes.Claim(
        origin=key.name, size=len(present.keys), root=root, number=number,
        previous=bytes(last.root) if last else None, at=_not_before(last, at), restored=restored,
    )  # fmt: skip
    return Checkpoint.objects.create(
        number=number, at=claim.at, size=claim.size, root=root, note=key.signed(claim.text), seen=seen, whole=whole,
        moved=seq_delta.packed(present.keys, present.seqs) if whole else seq_delta.packed(*moved),
    )  # fmt: skip


def _not_before(last: Checkpoint | None, at: datetime) -> datetime:
    return max(at, last.at) if last else at


def _adopt_published() -> None:
    """Take over what was published after the backup was made, so that the row of checkpoints goes on after it."""
    last = latest()
    for number, note in checkpoint_files.notes_in(settings.CHECKPOINTS_DIR, after=last.number if last else 0):
        claim = notes.opened(note, *signing.believed())
        Checkpoint.objects.create(
            number=number, at=claim.at, size=claim.size, root=claim.root, note=note, seen=0, whole=False, moved=None
        )  # fmt: skip
