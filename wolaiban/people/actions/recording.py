"""The record that every action on an account or a post leaves, in the same transaction."""

from __future__ import annotations

from collections.abc import Iterable

from wolaiban.people.actor import Actor
from wolaiban.people.models import Change, ChangeKind, Post, Token, User
from wolaiban.traces.leaving import leave
from wolaiban.traces.models import Traced


def record(
    kind: ChangeKind,
    *,
    of: User,
    by: Actor,
    post: Post | None = None,
    of_token: Token | None = None,
    rows: Iterable[Traced] = (),
    **facts: str,
) -> Change:
    """To be called when all rows are as the action leaves them: their traces are left here, those of `rows` as well."""
    change = Change.objects.create(user=of, kind=str(kind), post=post, by=by.user, facts=facts)
    all_rows = [row for row in (change, of, post, of_token, *rows) if row is not None]
    leave(*all_rows, act=str(kind), by=by.user.pk if by.user else None)
    return change
