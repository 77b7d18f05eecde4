"""Writing down a step: words and files to their own tables, then the event with its place in the chain."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.utils.timezone import now

from wolaiban.cases.actions.answers import recorded
from wolaiban.cases.formats import FORMAT
from wolaiban.cases.models import Attachment, Case, Complainant, Event, Statement, Summons
from wolaiban.cases.process import CASE
from wolaiban.cases.roles import Circle
from wolaiban.database.batch import fresh
from wolaiban.people.actor import Actor
from wolaiban.people.models import Post
from wolaiban.process.questions import FREE_TEXT, AnswerKind
from wolaiban.process.words import Stage
from wolaiban.residents import vault
from wolaiban.residents.characters import standard
from wolaiban.residents.recognising import masked_words
from wolaiban.uploads.cleaning import Cleaned
from wolaiban.uploads.storage import keep
from wolaiban.workflow import chain

HISTORY = timedelta(hours=24)  # what was so long ago when it is written down is news to nobody


def fresh_statement(
    case: Case, words: str, at: datetime, complainant: Complainant | None = None
) -> Statement:
    salt, words = secrets.token_bytes(16), standard(words)
    committed = chain.commitment(salt, words)
    return fresh(
        Statement, case=case, complainant=complainant, words=words, salt=salt, commitment=committed, at=at
    )


def material(
    circle: Circle, step: str, answers: dict[str, Any], at: datetime, by: Actor
) -> list[Statement | Attachment]:
    """Replace free words and files among the answers by rows of their own; return these, not saved yet."""
    kinds, whose = {asked.name: asked.kind for asked in CASE.asked[step]}, circle.complaint_of(by)
    rows: list[Statement | Attachment] = []
    for name, kind in kinds.items():
        if kind in FREE_TEXT and name in answers:
            answers[name] = fresh_statement(circle.case, answers[name], at, whose)
            rows.append(answers[name])
    for name, kind in kinds.items():
        if kind is AnswerKind.PHOTOS and name in answers:
            answers[name] = keep_files(circle, answers[name], at, by)
            rows += answers[name]
    return rows


def keep_files(circle: Circle, files: Iterable[Cleaned], at: datetime, by: Actor) -> list[Attachment]:
    """Put files on the disk and return their rows, not saved yet.

    On the disk before the row commits: a rollback leaves an orphan file, never a row without its file. Their names
    tell neither numbers nor whose matter it is.
    """
    names = vault.names_of([complainant.resident for complainant in circle.complainants])
    return [
        Attachment(
            case=circle.case,
            name=masked_words(file.name, names),
            media_type=file.media_type,
            size=len(file.content),
            digest=keep(file.content),
            at=at,
            by=by.user,
        )
        for file in files
    ]


def snapshot(circle: Circle) -> dict[str, Any]:
    """What the event says the case looked like afterwards, so that a row changed by hand is found."""
    case = circle.case
    after: dict[str, Any] = {name: getattr(case, name) for name in Case.TRACKED}
    after["titled"] = chain.commitment(bytes(case.salt), f"{case.title}\n{case.place_words}")
    after["complainants"] = listed(circle.complainants, Complainant.TRACKED)
    after["summonses"] = listed(circle.summonses, Summons.TRACKED)
    return after


def listed(rows: Iterable[Complainant | Summons], names: tuple[str, ...]) -> list[list[Any]]:
    return [[getattr(row, name) for name in names] for row in sorted(rows, key=lambda row: row.pk)]


class Happening(NamedTuple):
    """What is told of one step, before it has its place in the chain."""

    step: str
    source: str
    at: datetime
    by: Actor
    post: Post | None
    role: str
    answers: dict[str, Any]


def body_of(circle: Circle, told: Happening, after: dict[str, Any]) -> dict[str, Any]:
    """The event as its canonical text will say it, one place further on in the chain of the case."""
    case, by, post = circle.case, told.by, told.post
    return {
        "case": case.number,
        "seq": case.seq + 1,
        "step": told.step,
        "source": told.source,
        "target": case.stage,
        "at": told.at,
        "actor": by.user.pk if by.user else None,
        "post": post.pk if post else None,
        "unit": post.unit_id if post else None,
        "role": told.role,
        "format": FORMAT,
        "answers": {name: recorded(value) for name, value in told.answers.items()},
        "after": after,
        **({} if by.complaint is None else {"complaint": by.complaint}),
    }


def link(case: Case, body: bytes) -> bytes:
    """Move the case's `seq` and `head` along to its next event; return the hash of the one before."""
    prev, case.seq = bytes(case.head), case.seq + 1
    alg = chain.alg_of_today()
    case.head = chain.event_hash(alg=alg, number=case.number, seq=case.seq, prev=prev, body=body)
    return prev


def unsaved_event(
    circle: Circle,
    *,
    step: str,
    source: str,
    at: datetime,
    by: Actor,
    post: Post | None,
    role: str,
    answers: dict[str, Any],
    news: bool = True,
) -> Event:
    """The next event of the chain; moves the case's `seq` and `head` along. The caller saves both.

    What was long ago is never `news`.
    """
    case = circle.case
    told = Happening(step, source, at, by, post, role, answers)
    body = chain.canonical(body_of(circle, told, snapshot(circle)))
    prev = link(case, body)
    return Event(
        case=case, seq=case.seq, step=step, source=source, target=Stage(case.stage), at=at, actor=by.user,
        post=post, role=role, alg=chain.alg_of_today(), prev=prev, hash=case.head, body=body,
        news=news and at > now() - HISTORY,
    )  # fmt: skip
