"""Somebody's own duty: their shifts, and whose shifts a calendar program may read under an address."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.timezone import localdate

from wolaiban.duty.models import Shift
from wolaiban.duty.own import CalendarFeed
from wolaiban.duty.process import OVER, POSTED
from wolaiban.people.models import Change, ChangeKind, Post, User
from wolaiban.process.words import OFFICERS

LOOKED_BACK = timedelta(days=31)  # of what is past; nobody keeps their diary here
CLOSES = (ChangeKind.DEACTIVATED, ChangeKind.PASSWORD_RESET)  # as they end tokens and sessions


def shifts_of(person: User, since: date) -> QuerySet[Shift]:
    """Of posted rosters alone: a draft is nobody's duty yet."""
    theirs = Shift.objects.filter(person=person, day__gte=since)
    posted = theirs.filter(roster__stage__in=[str(POSTED), str(OVER)])
    return posted.select_related("roster__unit__township").order_by("day", "part", "pk")


def shifts_for_feed(feed: CalendarFeed) -> list[Shift]:
    return list(shifts_of(feed.user, localdate() - LOOKED_BACK))


@dataclass(frozen=True)
class FoundFeed:
    """A feed that was made at some time. `is_open`: it may still be read."""

    feed: CalendarFeed
    is_open: bool


def _feeds() -> QuerySet[Any]:
    """With what ends them beside their owner: an account that was closed or reset since, the last post with duty."""
    closed = Change.objects.filter(
        user=OuterRef("user"), kind__in=[str(kind) for kind in CLOSES], at__gte=OuterRef("made_at")
    )
    held = Post.objects.not_over().as_any_of(sorted(OFFICERS)).filter(user=OuterRef("user"))
    return CalendarFeed.objects.select_related("user").annotate(closed=Exists(closed), held=Exists(held))


def feed_under(digest: bytes) -> FoundFeed | None:
    """One query."""
    found = _feeds().filter(digest=digest).first()
    if found is None:
        return None
    stands = found.ended_at is None and found.user.is_active
    return FoundFeed(found, stands and found.held and not found.closed)


def feed_of(person: User) -> CalendarFeed | None:
    """The one by which somebody's shifts may be read."""
    open_ones = _feeds().filter(user=person, user__is_active=True, ended_at=None, closed=False, held=True)
    found: CalendarFeed | None = open_ones.first()
    return found
