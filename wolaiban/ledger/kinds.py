"""A kind of subject whose chains the ledger keeps: how its heads and events are read, whichever tables they stand in."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.db import connection
from django.db.models import Max, Model, Q

from wolaiban.ledger.allowed import PostRow
from wolaiban.ledger.findings import Finding
from wolaiban.ledger.reading import Range, ranges
from wolaiban.ledger.tree import prefix_of

KEY_BITS = 48  # below them a key is that of the row, above them stands the code of the kind
CHUNK = 20_000
FIRST_OF_ALL = (
    0  # the code of the kind there was before there were others: its keys and leaves stay as they were
)

HeadRow = tuple[
    int, str, int, bytes
]  # the key of a row, its number, how many events it has, the hash of the last
HeadThen = tuple[
    str | None, int, bytes | None
]  # its number, how many events, the hash of the last of so many


@dataclass(frozen=True)
class Counted:
    """How much was looked at in one piece of the work."""

    kind: str
    subjects: int
    events: int


@dataclass(frozen=True)
class Ground:
    """What is true of the whole installation while it is verified: units with somebody responsible, posts by key."""

    manned: frozenset[int]
    posts: Mapping[int, PostRow]
    district: int | None = None  # the unit above all others


class Chained(ABC):
    """Rows with a chain of events each. `name` stands in what is signed and never changes; `label` is for people.

    `keys` are the places of its rows among the leaves of the tree, `base` is added to the key of a row to get its place.
    """

    name: str
    label: str
    base: int
    keys: range
    leaf_prefix: bytes

    @abstractmethod
    def newest_event(self) -> int:
        """A number that grows with each event; 0 before the first."""

    @abstractmethod
    def heads(self) -> Iterable[HeadRow]:
        """All rows as they say of themselves, by key."""

    @abstractmethod
    def heads_then(self, keys: Sequence[int], seqs: Sequence[int]) -> Iterator[HeadThen]:
        """Of rows, by their keys, what today's events say was their head when they had so many; in the order asked."""

    @abstractmethod
    def numbers_of(self, keys: Sequence[int]) -> dict[int, str]:
        """By key of the row, of those that are there."""

    @abstractmethod
    def pieces(self, parts: int) -> Sequence[Range]:
        """The work of verifying, in about so many parts."""

    @abstractmethod
    def findings(self, within: Range, ground: Ground) -> Iterator[Finding | Counted]:
        """What is wrong in one part of it, and how much was looked at."""


def code_of(name: str) -> int:
    """The place of a kind among others, from its name alone: nobody has to hand out numbers. Never 0."""
    return int.from_bytes(sha256(name.encode()).digest()[:2], "big") % 0x7FFF + 1


class TableChain(Chained):
    """A kind whose rows stand in the table of one model and its events in that of another, maybe with other kinds.

    `link` is the column of the events that holds the key of the row, `only` what else an event of this kind holds.
    """

    def __init__(
        self, *, name: str, label: str, subject: type[Model], event: type[Model], link: str,
        only: Mapping[str, str] = {}, code: int | None = None,
    ) -> None:  # fmt: skip
        self.name, self.label = name, label
        self.subject, self.event, self.link, self.only = subject, event, link, only
        code = code_of(name) if code is None else code
        self.base = code << KEY_BITS
        self.keys = range(self.base + 1, self.base + (1 << KEY_BITS))
        self.leaf_prefix = prefix_of(None if code == FIRST_OF_ALL else name)

    def newest_event(self) -> int:
        newest = self.event._default_manager.filter(**self.only).aggregate(newest=Max("pk"))["newest"]
        return newest or 0

    def heads(self) -> Iterable[HeadRow]:
        rows: Any = self.subject._default_manager.order_by("pk").values_list("pk", "number", "seq", "head")
        found: Iterator[HeadRow] = rows.iterator(chunk_size=CHUNK)
        return found

    def heads_then(self, keys: Sequence[int], seqs: Sequence[int]) -> Iterator[HeadThen]:
        for start in range(0, len(keys), CHUNK):
            asked = list(keys[start : start + CHUNK]), list(seqs[start : start + CHUNK])
            with connection.cursor() as cursor:
                cursor.execute(self._heads_then(), [*asked, *self.only.values()])
                yield from cursor

    def _heads_then(self) -> str:
        also = "".join(f" AND event.{column} = %s" for column in self.only)
        return f"""
            SELECT subject.number, wanted.seq, event.hash
            FROM unnest(%s::bigint[], %s::integer[]) WITH ORDINALITY AS wanted (pk, seq, place)
            LEFT JOIN {self.subject._meta.db_table} AS subject ON subject.id = wanted.pk
            LEFT JOIN {self.event._meta.db_table} AS event
                ON event.{self.link} = wanted.pk AND event.seq = wanted.seq{also}
            ORDER BY wanted.place"""  # noqa: S608 -- names of tables and columns are ours

    def numbers_of(self, keys: Sequence[int]) -> dict[int, str]:
        found: dict[int, str] = {}
        for start in range(0, len(keys), CHUNK):
            there = Q(pk__in=list(keys[start : start + CHUNK]))
            found.update(self.subject._default_manager.filter(there).values_list("pk", "number"))
        return found

    def pieces(self, parts: int) -> Sequence[Range]:
        return ranges(self.subject._meta.db_table, parts)
