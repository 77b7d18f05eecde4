"""The Merkle tree over the heads of all subjects (RFC 6962): its leaves, its root, and the path from one to the other.

Pure. `ledger.verifier` says the same once more in words of its own, so that neither has to be believed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

HEAD_DOMAIN = b"wolaiban/head/1"  # of a case, and of the traces
HEAD_OF_KIND = b"wolaiban/head/2"  # of any other kind, which is named
WIDTH = 32
_EIGHT = (8).to_bytes(8, "big")


def _with_length(part: bytes) -> bytes:
    return len(part).to_bytes(8, "big") + part


def prefix_of(kind: str | None = None) -> bytes:
    """What the leaf of a kind begins with, so that no leaf of one is that of another. None: of the first kind there was."""
    if kind is None:
        return _with_length(HEAD_DOMAIN)
    return _with_length(HEAD_OF_KIND) + _with_length(kind.encode())


FIRST = prefix_of()


def leaf(number: str, seq: int, head: bytes, prefix: bytes = FIRST) -> bytes:
    """The leaf of a subject: its number, how many events it has, and the hash of the last, each with its length."""
    name = number.encode()
    return sha256(
        b"\0%b%b%b%b%b%b%b"
        % (
            prefix,
            len(name).to_bytes(8, "big"),
            name,
            _EIGHT,
            seq.to_bytes(8, "big"),
            len(head).to_bytes(8, "big"),
            head,
        )
    ).digest()


Level = bytes | bytearray | memoryview


def grown(leaves: Level) -> list[Level]:
    """All levels of the tree, the leaves first, the root last; of no leaves, one empty level."""
    levels: list[Level] = [leaves]
    while len(levels[-1]) > WIDTH:
        levels.append(_above(levels[-1]))
    return levels


def _above(level: Level) -> bytearray:
    """The next level; a node without a neighbour goes up as it is, which makes RFC 6962's tree of any size."""
    above = bytearray()
    for at in range(0, len(level) - WIDTH, 2 * WIDTH):
        above += sha256(b"\1" + level[at : at + 2 * WIDTH]).digest()
    if len(level) // WIDTH % 2:
        above += level[-WIDTH:]
    return above


def root_of(levels: Sequence[Level]) -> bytes:
    return bytes(levels[-1]) or sha256().digest()


@dataclass
class Root:
    """The root over leaves that pass by, without keeping them: one finished subtree for each bit of their number."""

    size: int = 0

    def __post_init__(self) -> None:
        self.finished: list[bytes] = []

    def add(self, leaf: bytes) -> None:
        number, node = self.size, leaf
        while number & 1:
            node = sha256(b"\1" + self.finished.pop() + node).digest()
            number >>= 1
        self.finished.append(node)
        self.size += 1

    def digest(self) -> bytes:
        if not self.finished:
            return sha256().digest()
        node = self.finished[-1]
        for left in reversed(self.finished[:-1]):
            node = sha256(b"\1" + left + node).digest()
        return node


def path(index: int, widths: Sequence[int]) -> list[tuple[int, int]]:
    """Where the neighbours on the way up stand: level and place. `widths` says how many nodes each level has."""
    found = []
    for level, width in enumerate(widths[:-1]):
        if (beside := index ^ 1) < width:
            found.append((level, beside))
        index >>= 1
    return found


def widths(size: int) -> list[int]:
    """How many nodes each level of a tree over so many leaves has."""
    found = [size]
    while found[-1] > 1:
        found.append((found[-1] + 1) // 2)
    return found
