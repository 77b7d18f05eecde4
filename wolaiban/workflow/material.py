"""Words and files given in a step: rows of their own tables, written with the event, which holds commitments alone."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from wolaiban.database.batch import fresh
from wolaiban.people.actor import Actor
from wolaiban.uploads.cleaning import Cleaned
from wolaiban.uploads.storage import keep
from wolaiban.workflow import chain
from wolaiban.workflow.characters import standard
from wolaiban.workflow.context import StepContext
from wolaiban.workflow.kinds import Kind, P, S
from wolaiban.workflow.models import AbstractAttachment, AbstractStatement


def prepare_material(context: StepContext[Any, Any]) -> None:
    """Replace free words and files among the answers by rows, which are not saved yet and stand among `new`."""
    kind, subject, given = context.kind, context.subject, context.answers
    asked = kind.process.asked[context.step.name]
    for each in asked:
        if each.kind.is_free and type(given.get(each.name)) is str:
            columns = kind.tables.said(context, each.name)
            given[each.name] = statement_of(kind, subject, given[each.name], context.at, **columns)
            context.new.append(given[each.name])
    for each in asked:
        if each.kind.is_files and each.name in given:
            files = given[each.name]
            given[each.name] = attachments_of(
                kind, subject, context.parts, files, at=context.at, by=context.by
            )
            context.new += given[each.name]


def statement_of(
    kind: Kind[S, Any], subject: S, words: str, at: datetime, **columns: Any
) -> AbstractStatement:
    """Words as a row, not saved yet, their characters in standard form; `columns` are those of the kind's own table."""
    salt, words = secrets.token_bytes(16), standard(words)
    return fresh(
        kind.tables.statement, words=words, salt=salt, commitment=chain.commitment(salt, words), at=at,
        **kind.tables.owner(kind, subject), **columns,
    )  # fmt: skip


def attachments_of(
    kind: Kind[S, P], subject: S, parts: P, files: Iterable[Cleaned], *, at: datetime, by: Actor
) -> list[AbstractAttachment]:
    """Put files on the disk and return their rows, not saved yet.

    On the disk before the row commits: a rollback leaves an orphan file, never a row without its file.
    """
    files, owner = list(files), kind.tables.owner(kind, subject)
    names = kind.file_names(parts, [file.name for file in files])
    return [
        fresh(
            kind.tables.attachment, name=name, media_type=file.media_type, size=len(file.content),
            digest=keep(file.content), at=at, by=by.user, **owner,
        )
        for name, file in zip(names, files, strict=True)
    ]  # fmt: skip
