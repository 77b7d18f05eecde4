"""Writing down a step: words and files to their own tables, then the event with its place in the chain."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from wolaiban.cases.formats import FORMAT
from wolaiban.cases.models import Attachment, Case, Complainant, Event, Statement, Summons
from wolaiban.cases.process import CASE
from wolaiban.cases.roles import Circle
from wolaiban.database.batch import fresh
from wolaiban.people.actor import Actor
from wolaiban.people.models import Post
from wolaiban.process.words import Stage
from wolaiban.residents import vault
from wolaiban.residents.characters import standard
from wolaiban.residents.recognising import masked_words
from wolaiban.uploads.cleaning import Cleaned
from wolaiban.uploads.storage import keep
from wolaiban.workflow import chain
from wolaiban.workflow.bodies import StepTaken, next_event


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
        if kind.is_free and name in answers:
            answers[name] = fresh_statement(circle.case, answers[name], at, whose)
            rows.append(answers[name])
    for name, kind in kinds.items():
        if kind.is_files and name in answers:
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
    """The next event of the chain; moves the case's `seq` and `head` along. The caller saves both."""
    case = circle.case
    told = StepTaken(step, source, Stage(case.stage), at, by, post, role, answers)
    return next_event(
        Event, told, subject=case, owner={"case": case}, named=named(case), written_in=FORMAT,
        after=snapshot(circle), news=news,
    )  # fmt: skip


def named(case: Case) -> dict[str, Any]:
    """How the body of an event says which case it is of."""
    return {"case": case.number}
