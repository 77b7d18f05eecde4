"""The body of an event: what it says of a step and of the subject afterwards, and its place in the chain."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import Any

from wolaiban.workflow import chain
from wolaiban.workflow.context import StepContext
from wolaiban.workflow.kinds import Children, Kind, P, S
from wolaiban.workflow.models import AbstractEvent

FIRST = 1


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
    told = [
        {name: chain.plain(getattr(row, name)) for name in ("pk", *children.tracked)}
        for row in sorted(rows, key=lambda row: row.pk)
    ]
    return sha256(chain.canonical({"rows": told})).hexdigest() if children.as_digest else told


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


def recorded(value: Any) -> Any:
    """An answer as the event holds it: codes, numbers and commitments, never words or identities."""
    if hasattr(value, "as_recorded"):
        return value.as_recorded()
    if isinstance(value, list | tuple):
        return [recorded(item) for item in value]
    for name in ("number", "code"):  # cases and other subjects; units and categories
        if hasattr(value, name) and hasattr(value, "pk"):
            return getattr(value, name)
    return value.pk if hasattr(value, "pk") else value


def event_of(context: StepContext[Any, Any], source: str) -> AbstractEvent:
    """The next event of the chain, not yet saved; moves the subject's `seq` and `head` along."""
    kind, subject = context.kind, context.subject
    told = _body(context, source)
    body, alg = chain.canonical(told), chain.alg_of_today()
    prev, seq = bytes(subject.head), told["seq"]
    link = chain.event_hash(alg=alg, number=subject.number, seq=seq, prev=prev, body=body)
    subject.seq, subject.head = seq, link
    return kind.tables.event(
        **kind.tables.owner(kind, subject), seq=seq, step=context.step.name, source=source,
        target=str(context.target), at=context.at, actor=context.by.user, post=context.post,
        role=str(context.role), alg=alg, prev=prev, hash=link, body=body,
    )  # fmt: skip


def _body(context: StepContext[Any, Any], source: str) -> dict[str, Any]:
    kind, subject, by, post = context.kind, context.subject, context.by, context.post
    return {
        **kind.named(kind, subject),
        "format": kind.format,
        "seq": subject.seq + 1,
        "step": context.step.name,
        "source": source,
        "target": str(context.target),
        "at": context.at,
        "actor": by.user.pk if by.user else None,
        "post": post.pk if post else None,
        "unit": post.unit_id if post else None,
        "role": str(context.role),
        "answers": {name: recorded(value) for name, value in context.answers.items()},
        "after": after_of(kind, subject, context.parts),
        **({} if by.complaint is None else {"complaint": by.complaint}),
    }
