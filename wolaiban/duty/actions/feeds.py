"""The address under which somebody's calendar program reads their shifts: made, made anew, ended; by themself alone."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.timezone import now

from wolaiban.duty.own import SHOWN_OF_IT, CalendarFeed
from wolaiban.people.actor import Actor
from wolaiban.people.models import User
from wolaiban.process.errors import NotAllowed, NotNow
from wolaiban.process.words import OFFICERS
from wolaiban.traces.leaving import leave

NOTED_EVERY = timedelta(hours=1)


def digest_of(secret: str) -> bytes:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).digest()


@transaction.atomic(durable=True)
def make_feed(*, by: Actor) -> tuple[CalendarFeed, str]:
    """One's own, in place of the one before; return it with its secret, which is shown this once and kept nowhere."""
    user, moment = _myself(by), now()
    if not by.posts_as(OFFICERS):
        raise NotAllowed(what="订阅自己的班", who="有岗位的工作人员")
    _end(user, by)
    secret = secrets.token_urlsafe(32)
    feed = CalendarFeed.objects.create(
        user=user, prefix=secret[:SHOWN_OF_IT], digest=digest_of(secret), made_at=moment
    )
    leave(feed, act="feed_made", by=user.pk, at=moment)
    return feed, secret


@transaction.atomic(durable=True)
def end_feed(*, by: Actor) -> None:
    """Whoever asks for it from now on is told that it is over."""
    if not _end(_myself(by), by):
        raise NotNow("日历订阅已经停用了。")


def _end(user: User, by: Actor) -> bool:
    feed = CalendarFeed.objects.select_for_update().filter(user=user, ended_at=None).first()
    if feed is None:
        return False
    feed.ended_at = now()
    feed.save(update_fields=["ended_at"])
    leave(feed, act="feed_ended", by=user.pk)
    return True


def _myself(by: Actor) -> User:
    """The acting person, locked, so that two presses at once make one after the other."""
    if by.user is None or not by.user.is_active:
        raise NotAllowed(what="生成或停用日历订阅", who="本人")
    return User.objects.select_for_update().get(pk=by.user.pk)


def note_read(feed: CalendarFeed) -> None:
    """Once an hour, so that its owner sees whether anybody reads it; not each time."""
    moment = now()
    stale = Q(last_read_at=None) | Q(last_read_at__lt=moment - NOTED_EVERY)
    CalendarFeed.objects.filter(stale, pk=feed.pk).update(last_read_at=moment)
