"""The tree of the newest checkpoint, kept in a file: so that a path to one subject costs a few reads, not a million hashes.

Only a cache. Whoever finds it missing or behind computes it again from the database.
"""

from __future__ import annotations

import mmap
import os
import struct
import tempfile
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from wolaiban.ledger.subject_heads import Heads
from wolaiban.ledger.tree import WIDTH, Level, path, widths

HEADER = struct.Struct("<QQ")  # the number of the checkpoint, and how many subjects
BYTES_OF_A_CASE = 8 + 4


class Kept:
    """The file, read where it lies."""

    def __init__(self, content: memoryview) -> None:
        self.number, self.size = HEADER.unpack_from(content)
        self.widths = widths(self.size)
        at = HEADER.size
        self.keys = content[at : at + 8 * self.size].cast("Q")
        at += 8 * self.size
        self.seqs = content[at : at + 4 * self.size].cast("I")
        self.nodes = content[at + 4 * self.size :]
        if len(self.nodes) != WIDTH * sum(self.widths):
            raise ValueError("the kept tree is cut off")

    @property
    def heads(self) -> Heads:
        return Heads(self.keys, self.seqs, self.nodes[: WIDTH * self.size])

    @property
    def root(self) -> bytes:
        return bytes(self.nodes[-WIDTH:])

    def index_of(self, key: int) -> int | None:
        index = bisect_left(self.keys, key)
        return index if index < self.size and self.keys[index] == key else None

    def path(self, index: int) -> list[bytes]:
        """The hashes beside the way from a subject to the root."""
        return [self._node(level, place) for level, place in path(index, self.widths)]

    def _node(self, level: int, place: int) -> bytes:
        at = WIDTH * (sum(self.widths[:level]) + place)
        return bytes(self.nodes[at : at + WIDTH])


def file() -> Path:
    return Path(settings.DATA_DIR) / "ledger.tree"


def put(number: int, heads: Heads, levels: Sequence[Level]) -> None:
    descriptor, draft = tempfile.mkstemp(dir=file().parent, prefix=".ledger-")
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(HEADER.pack(number, len(heads.keys)))
        stream.write(memoryview(heads.keys))  # type: ignore[arg-type]
        stream.write(memoryview(heads.seqs))  # type: ignore[arg-type]
        stream.writelines(levels)
    os.replace(draft, file())


@contextmanager
def opened() -> Iterator[Kept | None]:
    """The kept tree, or None where there is none that can be read."""
    try:
        with file().open("rb") as stream:
            content = mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)
        kept = Kept(memoryview(content))
    except (OSError, ValueError, struct.error):
        yield None
        return
    yield kept  # closed when nobody holds a view of it any more
