"""The record that every action on an account or a post leaves, in the same transaction."""

from __future__ import annotations

from wolaiban.people.actor import Actor
from wolaiban.people.models import Change, ChangeKind, Post, Token, User
from wolaiban.traces.leaving import leave


def record(
    kind: ChangeKind,
    *,
    of: User,
    by: Actor,
    post: Post | None = None,
    of_token: Token | None = None,
    **facts: str,
) -> Change:
    """To be called when all rows are as the action leaves them: their traces are left here."""
    change = Change.objects.create(user=of, kind=str(kind), post=post, by=by.user, facts=facts)
    rows = [row for row in (change, of, post, of_token) if row is not None]
    leave(*rows, act=str(kind), by=by.user.pk if by.user else None)
    return change
