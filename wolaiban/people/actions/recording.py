"""The record that every action on an account or a post leaves, in the same transaction."""

from __future__ import annotations

from wolaiban.people.actor import Actor
from wolaiban.people.models import Change, ChangeKind, Post, User


def record(kind: ChangeKind, *, of: User, by: Actor, post: Post | None = None, **facts: str) -> Change:
    return Change.objects.create(user=of, kind=str(kind), post=post, by=by.user, facts=facts)
