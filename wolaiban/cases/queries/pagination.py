"""Cases page by page, newest first, from a cursor: what is registered meanwhile shifts nothing."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Generic, TypeVar

from wolaiban.cases.models import Case
from wolaiban.cases.queries.parties import Parties, with_parties
from wolaiban.cases.queries.search import NEWER, OLDER, Lots, says, titled
from wolaiban.cases.queries.terms import terms_of
from wolaiban.cases.visible import CaseQuerySet
from wolaiban.catalogue.models import Category
from wolaiban.database.prepared import Given, PreparedQuery, RowCount, among
from wolaiban.people.models import User
from wolaiban.places.models import Studio, Unit

C = TypeVar("C", int, str)  # a cursor

PAGE = 50
COUNTED = 1000
HITS, MORE = 1000, 4  # to be found first, and the most that so many found may ask for next
FEW = 3000  # cases are sooner read than looked for among everybody's
A_CASE = 4  # hits of others are passed over while a case is read
PARTIES: Parties = {
    Unit: ("unit", "township", "holder"),
    Studio: ("agent",),
    Category: ("category",),
    User: ("handler",),
}

FOUND = PreparedQuery(lambda keys: Case.objects.filter(among("pk", keys)).order_by("-pk"))


@dataclass(frozen=True)
class Page(Generic[C]):
    """Some cases in a row, with the cursors to those before and after them, as an address has them."""

    cases: list[Case]
    newer_than: C | None = None
    older_than: C | None = None


@dataclass(frozen=True)
class Count:
    """How many, as far as it was counted."""

    number: int
    more: bool

    def __str__(self) -> str:
        return f"超过 {self.number} 件" if self.more else f"{self.number} 件"


class Newest(ABC):
    """Cases to be leafed through, the newest first."""

    def page(
        self, *, older_than: int | None = None, newer_than: int | None = None, size: int = PAGE
    ) -> Page[int]:
        """The page below or above a case, or the first."""
        if newer_than is not None:
            above = self._above(newer_than, size + 1)
            if len(above) <= size:  # the first page is whole
                return self.page(size=size)
            rows = with_parties(above[:size][::-1], PARTIES)
            return Page(rows, newer_than=rows[0].pk, older_than=rows[-1].pk)
        rows = self._below(older_than, size + 1)
        more, rows = len(rows) > size, with_parties(rows[:size], PARTIES)
        return Page(
            rows,
            newer_than=rows[0].pk if rows and older_than is not None else None,
            older_than=rows[-1].pk if more else None,
        )

    @abstractmethod
    def count(self, most: int = COUNTED) -> Count:
        """As far as `most`."""

    @abstractmethod
    def _below(self, key: int | None, most: int) -> list[Case]:
        """So many that are older than this one, or the first, the newest first."""

    @abstractmethod
    def _above(self, key: int, most: int) -> list[Case]:
        """So many that are newer, the oldest first."""


class LeafQuestions:
    """The questions for the pages of a queryset with a `Given` for each value: put together once in each process.

    They are planned for the values of each time: of one unit there are a handful of cases, of another all.
    """

    def __init__(self, cases: CaseQuerySet) -> None:
        older, newer = cases.order_by("-pk"), cases.order_by("pk")
        self.first = PreparedQuery(lambda: older[: PAGE + 1], anew=True)
        self.below = PreparedQuery(lambda: older.filter(pk__lt=Given("key"))[: PAGE + 1], anew=True)
        self.above = PreparedQuery(lambda: newer.filter(pk__gt=Given("key"))[: PAGE + 1], anew=True)
        self.number = RowCount(lambda: cases.order_by().values_list("pk")[: COUNTED + 1], anew=True)


class PreparedLeaves(Newest):
    """Pages of the usual size, by questions that were put together before, with these values."""

    def __init__(self, asked: LeafQuestions, given: Mapping[str, object]) -> None:
        self._asked, self._given = asked, given

    def count(self, most: int = COUNTED) -> Count:
        [number] = self._asked.number(**self._given)
        return Count(min(number, most), more=number > most)

    def _below(self, key: int | None, most: int) -> list[Case]:
        asked = self._asked.first if key is None else self._asked.below
        return asked(key=key, **self._given)[:most]

    def _above(self, key: int, most: int) -> list[Case]:
        return self._asked.above(key=key, **self._given)[:most]


class Leaves(Newest):
    """Those of a queryset, of which a text may be asked besides."""

    def __init__(self, cases: CaseQuerySet, text: str = "") -> None:
        terms = terms_of(text)
        self._terms = [term for term in terms if term.is_long]
        self._is_looked_for = bool(self._terms)
        self._cases = cases.filter(titled(terms))

    def count(self, most: int = COUNTED) -> Count:
        """As far as `most`; where a text is asked for, no further than it was looked for to fill the first page."""
        if not self._is_looked_for:
            number = self._cases.order_by()[: most + 1].count()
            return Count(min(number, most), more=number > most)
        keys, are_all = self._first
        if are_all and len(keys) <= most:
            return Count(len(keys), more=False)
        sure = min(len(keys), most + 1) - 1
        return Count(sure // PAGE * PAGE, more=True)  # whole pages: it is not the number

    def _below(self, key: int | None, most: int) -> list[Case]:
        cases = self._cases if key is None else self._cases.filter(pk__lt=key)
        if not self._is_looked_for:
            return list(cases.order_by("-pk")[:most])
        keys, _ = self._first if key is None else self._walk(cases, key, OLDER, most)
        return FOUND(keys[:most])

    def _above(self, key: int, most: int) -> list[Case]:
        cases = self._cases.filter(pk__gt=key)
        if not self._is_looked_for:
            return list(cases.order_by("pk")[:most])
        keys, _ = self._walk(cases, key, NEWER, most)
        return FOUND(keys[:most])[::-1]

    @cached_property
    def _first(self) -> tuple[list[int], bool]:
        """What fills the first page and shows whether there is another, and whether that is all."""
        return self._walk(self._cases, None, OLDER, PAGE + 1)

    def _walk(self, cases: CaseQuerySet, key: int | None, step: int, most: int) -> tuple[list[int], bool]:
        """The keys of those who say it, until there are so many or more, and whether that is all.

        Hits are looked for from the key on. Of a narrow view most of them lie outside; if it holds few cases, or few
        beside the hits that are to be expected, they are read themselves instead.
        """
        cases = cases.order_by("-pk" if step == OLDER else "pk")
        lots, keys, hits, enough = Lots(self._terms, key, step), list[int](), 0, HITS
        while not lots.are_read:
            among, number = lots.read(enough)
            keys += cases.filter(among).values_list("pk", flat=True)[: COUNTED + 1]
            if len(keys) >= most:
                break
            if not hits and not lots.are_read and _are_few(cases, lots.ahead(number) // A_CASE):
                return list(cases.filter(says(self._terms)).values_list("pk", flat=True)[: COUNTED + 1]), True
            hits += number
            enough = min(MORE * hits, max(HITS, 2 * hits * (most - len(keys)) // max(1, len(keys))))
        return keys, lots.are_read


def _are_few(cases: CaseQuerySet, beside: int) -> bool:
    most = max(FEW, beside)
    return cases.order_by()[: most + 1].count() <= most
