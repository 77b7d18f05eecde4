"""Whether the checkpoints hold: signed, one after the other, as published, and everything they signed still there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from wolaiban.ledger import checkpoint_files, cosigning, notes, signing, subject_heads, tree_cache
from wolaiban.ledger.findings import Fault, Finding
from wolaiban.ledger.models import Checkpoint
from wolaiban.ledger.notes import Claim, Unreadable, Verifying
from wolaiban.ledger.subject_heads import Heads
from wolaiban.ledger.tree import grown, root_of

BACK = (12, 288, 2016, 8640, 105_120)  # an hour, a day, a week, a month, a year of checkpoints


@dataclass(frozen=True)
class Trust:
    """What is believed from outside of the database: keys, and folders of checkpoints that others kept."""

    keys: Sequence[Verifying] = ()
    folders: Sequence[Path] = ()
    every: bool = False  # compute the root of each checkpoint again, not only of some

    def believed(self) -> Sequence[Verifying]:
        return self.keys or signing.believed()


def findings(trust: Trust) -> Iterator[Finding]:
    yield from _of_row(trust.believed())
    for folder in (settings.CHECKPOINTS_DIR, *trust.folders):
        yield from _of_published(folder)
        yield from _of_cosigned(folder)
    yield from _of_what_was_signed(every=trust.every)


def _of_row(keys: Sequence[Verifying]) -> Iterator[Finding]:
    """Each is signed by a key that is believed, says what its columns say, and goes on from the one before."""
    before: Claim | None = None
    expected = 1
    rows = Checkpoint.objects.order_by("number").defer("moved")
    for row in rows.iterator(chunk_size=1000):
        for number in range(expected, row.number):
            yield Finding(Fault.CHECKPOINT_MISSING, what=(number,))
        gap, expected = row.number != expected, row.number + 1
        try:
            claim = notes.opened(row.note, *keys)
        except Unreadable as refusal:
            yield Finding(Fault.CHECKPOINT_UNSIGNED, what=(row.number, refusal))
            before = None
            continue
        if (claim.number, claim.size, claim.root, claim.at) != (
            row.number,
            row.size,
            bytes(row.root),
            row.at,
        ):
            yield Finding(Fault.CHECKPOINT_CHANGED, what=(row.number, "各栏与签名的正文不符"))
        if before is not None and not gap and not claim.follows(before):
            yield Finding(Fault.CHECKPOINT_UNLINKED, what=(row.number,))
        before = claim


def _of_published(folder: Path) -> Iterator[Finding]:
    """What was given away is what we have: an old backup put back lacks the last, a forged row of them differs."""
    ours = dict(Checkpoint.objects.values_list("number", "note"))
    unknown = 0
    for number, note in checkpoint_files.notes_in(folder):
        if number not in ours:
            unknown = number
        elif not _is_the_same(note, ours[number]):
            yield Finding(Fault.FORKED, what=(number,))
    if unknown:
        yield Finding(Fault.OLDER_DATABASE, what=(unknown,))


def _of_cosigned(folder: Path) -> Iterator[Finding]:
    """What witnesses signed is what we have, and their signatures hold. A sound one of another text proves a fork."""
    ours = dict(Checkpoint.objects.values_list("number", "note"))
    known = cosigning.witnesses()
    for number, note in checkpoint_files.cosigned_in(folder):
        if not _is_cosigned(note, known):
            yield Finding(Fault.COSIGNATURE, what=(number,))
        elif not _is_the_same(note, ours.get(number, "")):
            yield Finding(Fault.WITNESSED_OTHER, what=(number,))


def _is_cosigned(note: str, known: Sequence[Verifying]) -> bool:
    try:
        return any(notes.cosignatures(note, *known))
    except Unreadable:
        return False


def _is_the_same(note: str, other: str) -> bool:
    """Others may have added their signatures."""
    try:
        return notes.text_of(note) == notes.text_of(other)
    except Unreadable:
        return False


def _of_what_was_signed(*, every: bool) -> Iterator[Finding]:
    """Everything that was signed is still in the chains: one by one for the newest, as a whole for older ones."""
    newest = Checkpoint.objects.filter(moved__isnull=False).order_by("number").last()
    if newest is None:
        return
    today = subject_heads.at(newest)
    if root_of(grown(today.leaves)) != bytes(newest.root):
        yield from _named(newest, today) or [Finding(Fault.CHECKPOINT_ROOT, what=(newest.number,))]
    for number in _older(newest.number, every=every):
        checkpoint = Checkpoint.objects.filter(number=number, moved__isnull=False).first()
        if checkpoint is not None:
            then = subject_heads.at(checkpoint, known=today)
            if root_of(grown(then.leaves)) != bytes(checkpoint.root):
                yield Finding(Fault.CHECKPOINT_ROOT, what=(number,))


def _older(newest: int, *, every: bool) -> Sequence[int]:
    if every:
        return range(1, newest)
    return sorted({1, *(newest - back for back in BACK)} & set(range(1, newest)))


def _named(checkpoint: Checkpoint, today: Heads) -> list[Finding]:
    """Which subjects differ, as far as the kept tree can tell: it must have the very root that was signed."""
    with tree_cache.opened() as tree:
        if tree is None or root_of(grown(tree.heads.leaves)) != bytes(checkpoint.root):
            return []
        return list(_differing(checkpoint.number, tree.heads, today))


def _differing(number: int, then: Heads, today: Heads) -> Iterator[Finding]:
    place_of = {key: place for place, key in enumerate(today.keys)}
    numbers = subject_heads.numbers_of(then.keys)
    for place, key in enumerate(then.keys):
        now = place_of.get(key)
        leaf = today.leaf_at(now) if now is not None else subject_heads.NOWHERE
        if leaf == then.leaf_at(place):
            continue
        name, seq = numbers.get(key), then.seqs[place]
        if name is None:
            yield Finding(Fault.VANISHED, what=(number, subject_heads.label_of(key)))
        elif leaf == subject_heads.NOWHERE:
            yield Finding(Fault.REWOUND, name, seq, (number, seq))
        else:
            yield Finding(Fault.REWRITTEN, name, seq, (number,))
