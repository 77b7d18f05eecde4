"""Open cases page by page, the most urgent first. What is paused cannot be due before it runs again."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Self

from django.db.models import F, Q
from django.db.models.functions import Greatest

from wolaiban.cases.models import Case
from wolaiban.cases.queries.pagination import COUNTED, PAGE, PARTIES, Count, Page
from wolaiban.cases.queries.parties import with_parties
from wolaiban.cases.queries.search import saying
from wolaiban.cases.queries.terms import terms_of
from wolaiban.cases.visible import CaseQuerySet

DUE = Greatest(
    "deadline", "paused_until"
)  # as the index says it (`case_by_due`); an empty one does not count
WRITTEN = re.compile(r"(\d{1,16})-(\d{1,18})", re.ASCII)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class DuePlace:
    """Where a page ends: when the case there is due, and its key, as an address has it."""

    due: datetime
    pk: int

    def __str__(self) -> str:
        return f"{(self.due - EPOCH) // timedelta(microseconds=1)}-{self.pk}"

    @classmethod
    def read(cls, text: str) -> Self | None:
        """None for what is none."""
        found = WRITTEN.fullmatch(text)
        return cls(EPOCH + timedelta(microseconds=int(found[1])), int(found[2])) if found else None


class DueLeaves:
    """As `Leaves`; the cursors are places. Of a text all that say it are looked for: an order has no lots."""

    def __init__(self, cases: CaseQuerySet, text: str = "") -> None:
        self._cases: Any = cases.open().filter(saying(terms_of(text))).annotate(due=DUE)

    def page(
        self, *, older_than: str | None = None, newer_than: str | None = None, size: int = PAGE
    ) -> Page[str]:
        """The page behind a place, or before it, or the first; from the beginning where there is no such place."""
        before, after = DuePlace.read(newer_than or ""), DuePlace.read(older_than or "")
        if before is not None:
            above = list(self._before(before).order_by(F("due").desc(), "-pk")[: size + 1])
            if len(above) <= size:
                return self.page(size=size)
            rows = above[:size][::-1]
            return _page(rows, is_first=False, is_last=False)
        rows = list((self._after(after) if after else self._cases).order_by("due", "pk")[: size + 1])
        return _page(rows[:size], is_first=after is None, is_last=len(rows) <= size)

    def count(self, most: int = COUNTED) -> Count:
        number = self._cases.order_by()[: most + 1].count()
        return Count(min(number, most), more=number > most)

    def _after(self, place: DuePlace) -> Any:
        return self._cases.filter(Q(due__gt=place.due) | Q(pk__gt=place.pk), due__gte=place.due)

    def _before(self, place: DuePlace) -> Any:
        return self._cases.filter(Q(due__lt=place.due) | Q(pk__lt=place.pk), due__lte=place.due)


def _page(rows: list[Case], *, is_first: bool, is_last: bool) -> Page[str]:
    """With a way back unless it is the first, and on unless it is the last."""
    with_parties(rows, PARTIES)
    ends = [str(DuePlace(row.due, row.pk)) for row in (rows[0], rows[-1])] if rows else ["", ""]  # type: ignore[attr-defined]
    return Page(
        rows,
        newer_than=None if is_first or not rows else ends[0],
        older_than=None if is_last or not rows else ends[1],
    )
