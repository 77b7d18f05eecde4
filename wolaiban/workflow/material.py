"""Words and files given in a step: to their own tables, before the body runs, so that events hold commitments alone."""

from __future__ import annotations

import secrets
from typing import Any

from wolaiban.uploads.storage import keep
from wolaiban.workflow import chain
from wolaiban.workflow.context import StepContext
from wolaiban.workflow.models import AbstractAttachment, AbstractStatement, Statement


def store_material(context: StepContext[Any, Any]) -> None:
    """Replace free words and files among the answers by their stored rows: one query for all words, one for all files.

    Files go to disk before the row commits: a rollback leaves an orphan file, never a row without its file.
    """
    asked = context.kind.process.asked[context.step.name]
    free = {each.name for each in asked if each.kind.is_free}
    given = context.answers
    words = {name: _statement(context, name) for name in given if name in free and type(given[name]) is str}
    if words:
        context.kind.tables.statement._default_manager.bulk_create(words.values())
        given.update(words)
    for each in asked:
        if each.kind.is_files and each.name in given:
            files = [_attachment(context, file) for file in given[each.name]]
            given[each.name] = context.kind.tables.attachment._default_manager.bulk_create(files)


def _statement(context: StepContext[Any, Any], name: str) -> AbstractStatement:
    kind, salt, words = context.kind, secrets.token_bytes(16), context.kind.tidy(context.answers[name])
    columns = kind.tables.owner(kind, context.subject)
    if issubclass(kind.tables.statement, Statement):
        columns["audience"] = ",".join(sorted(map(str, kind.audiences.get((context.step.name, name), ()))))
    return kind.tables.statement(
        words=words, salt=salt, commitment=chain.commitment(salt, words), at=context.at, **columns
    )


def _attachment(context: StepContext[Any, Any], file: Any) -> AbstractAttachment:
    """`file` is what cleaning gave: its name, its media type and its content."""
    kind = context.kind
    return kind.tables.attachment(
        name=kind.tidy(file.name), media_type=file.media_type, size=len(file.content), digest=keep(file.content),
        at=context.at, by=context.by.user, **kind.tables.owner(kind, context.subject),
    )  # fmt: skip
