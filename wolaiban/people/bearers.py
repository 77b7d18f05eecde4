"""For whom a token speaks: its owner in the posts they hold now, read anew in every request."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Q
from django.utils.timezone import now

from wolaiban.database.prepared import PreparedQuery
from wolaiban.people.actions.tokens import digest_of
from wolaiban.people.actor import Actor
from wolaiban.people.models import Token

NOTED_EVERY = timedelta(hours=1)
TOKEN = PreparedQuery(lambda digest, at: Token.objects.alive(at).filter(digest=digest).select_related("user"))


@dataclass(frozen=True)
class Bearer:
    token: Token
    actor: Actor


def bearer_of(secret: str) -> Bearer | None:
    """Who sent this, if their token is alive and their account open. Two queries, both by an index."""
    found = TOKEN.one(digest_of(secret), now())
    if found is None or not found.user.is_active or found.user.must_change_password:
        return None
    _note_use(found)
    return Bearer(found, Actor.of(found.user))


def _note_use(token: Token) -> None:
    """Once an hour, so that its owner sees which are not used any more; not in every request."""
    moment = now()
    if token.last_used_at is None or token.last_used_at < moment - NOTED_EVERY:
        stale = Q(last_used_at=None) | Q(last_used_at__lt=moment - NOTED_EVERY)
        Token.objects.filter(stale, pk=token.pk).update(last_used_at=moment)
