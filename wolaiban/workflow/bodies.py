"""The body of an event: what it says of a step and of the subject afterwards, and its place in the chain."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from operator import itemgetter
from typing import Any, NamedTuple, TypeVar

from django.db import models
from django.utils.timezone import now

from wolaiban.database.batch import fresh
from wolaiban.people.actor import Actor
from wolaiban.people.models import Post
from wolaiban.process.answers import as_recorded
from wolaiban.workflow import chain
from wolaiban.workflow.context import StepContext
from wolaiban.workflow.kinds import Children, Kind, P, S
from wolaiban.workflow.models import AbstractEvent

FIRST = 1
HISTORY = timedelta(hours=24)  # what was so long ago when it is written down is news to nobody
E = TypeVar("E", bound=models.Model)


def after_of(kind: Kind[S, P], subject: Any, parts: P) -> dict[str, Any]:
    """What an event says the subject looks like, so that a row changed by hand is found. In canonical values.

    Columns that hold words stand there as one commitment, `worded`; children in the order of their keys, or as one
    digest where they are many.
    """
    if kind.own_after:
        return kind.own_after(subject, parts)
    after = {name: chain.plain(getattr(subject, name)) for name in ("stage", *kind.tracked)}
    if kind.worded:
        words = "\n".join(getattr(subject, name) for name in kind.worded)
        after["worded"] = chain.commitment(bytes(subject.salt), words).hex()
    for children in kind.children:
        after[children.name] = _listed(children, children.of(parts))
    return after


def _listed(children: Children[Any], rows: Iterable[Any]) -> Any:
    names = ("pk", *children.tracked)
    return listed(children, [{name: getattr(row, name) for name in names} for row in rows])


def listed(children: Children[Any], rows: Iterable[Mapping[str, Any]]) -> Any:
    """How events tell of children, by their key and their tracked columns."""
    told = [chain.plain(row) for row in sorted(rows, key=itemgetter("pk"))]
    return chain.digest({"rows": told}) if children.as_digest else told


def after_as_of_today(kind: Kind[Any, Any], body: Mapping[str, Any]) -> dict[str, Any]:
    """What a body says of the subject, in the columns of today: what its format did not know yet is as it was before.

    Raises LookupError for a format that nobody has written.
    """
    number = body.get("format", FIRST)
    if number not in {FIRST, *kind.added}:
        raise LookupError(f"format {number}")
    later = [columns for since, columns in kind.added.items() if since > number]
    held = {name: chain.plain(value) for columns in later for name, value in columns.items()}
    return {**body["after"], **held}


class StepTaken(NamedTuple):
    """What is told of one step, before it has its place in the chain."""

    step: str
    source: str
    target: str
    at: datetime
    by: Actor
    post: Post | None
    role: str
    answers: Mapping[str, Any]


def event_of(context: StepContext[Any, Any], *, news: bool = True) -> AbstractEvent:
    """The next event of the chain, not yet saved; moves the subject's `seq` and `head` along."""
    kind, subject = context.kind, context.subject
    told = StepTaken(
        context.step.name, context.source, str(context.target), context.at, context.by, context.post,
        str(context.role), context.answers,
    )  # fmt: skip
    return next_event(
        kind.tables.event, told, subject=subject, owner=kind.tables.owner(kind, subject),
        named=kind.named(kind, subject), written_in=kind.format, after=after_of(kind, subject, context.parts),
        news=news,
    )  # fmt: skip


def next_event(
    table: type[E],
    told: StepTaken,
    *,
    subject: Any,
    owner: dict[str, Any],
    named: dict[str, Any],
    written_in: int,
    after: Mapping[str, Any],
    news: bool = True,
) -> E:
    """The event that follows the last one of a subject, not yet saved; moves the subject's `seq` and `head` along.

    `owner` are the columns that say whose it is, `named` is how its body says so, `written_in` the format of the body.
    What was long ago is never `news`. The row of every event is made here; the simulator makes only its own tuples.
    """
    body = chain.canonical(body_of(told, subject=subject, named=named, written_in=written_in, after=after))
    prev = link(subject, body)
    return fresh(
        table, **owner, seq=subject.seq, step=told.step, source=told.source, target=told.target, at=told.at,
        actor=told.by.user, post=told.post, role=told.role, alg=chain.alg_of_today(), prev=prev, hash=subject.head,
        body=body, news=news and told.at > now() - HISTORY,
    )  # fmt: skip


def body_of(
    told: StepTaken, *, subject: Any, named: Mapping[str, Any], written_in: int, after: Any
) -> dict[str, Any]:
    """The event as its canonical text will say it, one place further on in the chain of the subject.

    `for` is whose post it is where a deputy acts, `complaint` whose receipt was shown, `slip` the number on a slip of
    another kind; elsewhere none of them is there.
    """
    by, post = told.by, told.post
    body = {
        **named,
        "format": written_in,
        "seq": subject.seq + 1,
        "step": told.step,
        "source": told.source,
        "target": told.target,
        "at": told.at,
        "actor": by.user.id if by.user else None,
        "post": post.id if post else None,
        "unit": post.unit_id if post else None,
        "role": told.role,
        "answers": {name: as_recorded(value) for name, value in told.answers.items()},
        "after": after,
    }
    if by.complaint is not None:
        body["complaint"] = by.complaint
    if by.slip:
        body["slip"] = by.slip
    if post and by.is_deputy_in(post):
        body["for"] = post.user_id
    return body


def link(subject: Any, body: bytes) -> bytes:
    """Move the subject's `seq` and `head` along to its next event; return the hash of the one before."""
    prev, subject.seq = bytes(subject.head), subject.seq + 1
    subject.head = chain.event_hash(
        alg=chain.alg_of_today(), number=subject.number, seq=subject.seq, prev=prev, body=body
    )
    return prev
