"""Sponsorships in lists and in figures: which a page shows, what is due next first, and how many were looked at in time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db.models import Case, Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Sum, Value, When

from wolaiban.process.calendar import BEIJING
from wolaiban.sponsorship.models import SponsorLook, Sponsorship, end_of
from wolaiban.sponsorship.process import ACTIVE

SHOWN = 30
AT_DISTRICT = "区本级"


@dataclass(frozen=True)
class LookPlace:
    """After which of the open ones a page goes on: by the day of its next look, and its key."""

    day: date
    pk: int

    @classmethod
    def read(cls, text: str) -> LookPlace | None:
        """None for what is no place: then the page begins at the beginning."""
        day, _, pk = text.partition(".")
        try:
            return cls(date.fromisoformat(day), int(pk)) if pk.isdecimal() and len(pk) < 19 else None
        except ValueError:
            return None

    def __str__(self) -> str:
        return f"{self.day.isoformat()}.{self.pk}"

    @property
    def beyond(self) -> Q:
        until = end_of(self.day)
        return Q(deadline__gt=until) | Q(deadline=until, pk__gt=self.pk)


@dataclass(frozen=True)
class SponsorshipsPage:
    """Those that last, the latest first, then those that are over, the newest first; `next` is what the next page asks."""

    open: list[Sponsorship]
    over: list[Sponsorship]
    next: dict[str, str]


def page_of(found: QuerySet[Sponsorship], after: LookPlace | None, older: int | None) -> SponsorshipsPage:
    stand = found.filter(stage=ACTIVE).order_by("deadline", "pk")
    ended = found.exclude(stage=ACTIVE).order_by("-pk")
    is_open = [] if older is not None else list((stand.filter(after.beyond) if after else stand)[: SHOWN + 1])
    room = SHOWN + 1 - len(is_open)
    over = list((ended.filter(pk__lt=older) if older is not None else ended)[:room]) if room else []
    shown = [*is_open, *over][:SHOWN]
    more = len(is_open) + len(over) > SHOWN
    return SponsorshipsPage(
        [one for one in shown if one in is_open],
        [one for one in shown if one not in is_open],
        _next_after(shown[-1]) if more else {},
    )


def _next_after(last: Sponsorship) -> dict[str, str]:
    return {"after": str(LookPlace(last.next_look, last.pk))} if last.next_look else {"older": str(last.pk)}


@dataclass(frozen=True)
class LooksOf:
    """Of a township, or all: how many are sponsored now, in how many a look was due in a month, and in time each time."""

    name: str
    active: int
    due: int
    in_time: int

    @property
    def share(self) -> int | None:
        """In hundredths, cut: a hundred is only what is whole."""
        return self.in_time * 100 // self.due if self.due else None


def looks_of(found: QuerySet[Sponsorship], first: date, last: date, at: datetime) -> list[LooksOf]:
    """A line for each township that has any, by its code, and one for all of them at the end; two queries.

    A look that was due and that nobody took is late, whether the sponsorship still lasts or not.
    """
    rows: dict[Any, dict[str, Any]] = {}
    for counted in (_lasting(found), _due_in(found, first, last, at)):
        for row in counted:
            rows.setdefault(row["case__township__code"], {}).update(row)
    lines = [_line(rows[code]) for code in sorted(rows, key=lambda code: (code is None, code))]
    whole = LooksOf(
        "合计", *(sum(getattr(one, name) for one in lines) for name in ("active", "due", "in_time"))
    )
    return [*lines, whole]


TOWNSHIP = ("case__township__code", "case__township__short_name")


def _lasting(found: QuerySet[Sponsorship]) -> QuerySet[Any, Any]:
    rows: QuerySet[Any, Any] = (
        found.filter(stage=ACTIVE).order_by().values(*TOWNSHIP).annotate(active=Count("pk"))
    )
    return rows


def _due_in(found: QuerySet[Sponsorship], first: date, last: date, at: datetime) -> QuerySet[Any, Any]:
    due = SponsorLook.objects.filter(sponsorship=OuterRef("pk"), due__range=(first, last))
    late = due.filter(Q(at=None) | Q(at__date__gt=F("due")))
    begins = datetime.combine(first, time(0), tzinfo=BEIJING)
    ends = min(end_of(last), at)
    passed = Q(stage=ACTIVE, deadline__gte=begins, deadline__lt=ends)
    once = When(~(Q(Exists(late)) | passed), then=Value(1))
    counted = found.filter(Q(Exists(due)) | passed).annotate(
        timely=Case(once, default=Value(0), output_field=IntegerField())
    )
    rows: QuerySet[Any, Any] = (
        counted.order_by().values(*TOWNSHIP).annotate(due=Count("pk"), in_time=Sum("timely"))
    )
    return rows


def _line(row: dict[str, Any]) -> LooksOf:
    name = row["case__township__short_name"] or AT_DISTRICT
    return LooksOf(name, *(row.get(column) or 0 for column in ("active", "due", "in_time")))
