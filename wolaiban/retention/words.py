"""Free words of a kind whose table has the step `forget`: erased so long after they were said, by an event of the clock."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from wolaiban.retention.registry import RetentionPeriod, Unfinished
from wolaiban.workflow.kinds import Kind
from wolaiban.workflow.models import Statement
from wolaiban.workflow.performing import forget_words

log = logging.getLogger(__name__)
BATCH = 200


def words_of(kind: Kind[Any, Any], what: str, setting: str) -> RetentionPeriod:
    """A period for all words of a kind."""

    def forget(before: datetime) -> Iterator[int]:
        return _forget(kind, before)

    def older(before: datetime) -> int:
        return _said(kind, before).count()

    return RetentionPeriod(f"{kind.name}_words", what, forget, older, setting)


def _said(kind: Kind[Any, Any], before: datetime) -> QuerySet[Statement]:
    return Statement.objects.filter(process=kind.name, erased_at=None, at__lt=before)


def _forget(kind: Kind[Any, Any], before: datetime) -> Iterator[int]:
    """Subject by subject, so that one at which it fails stops no other."""
    last, failed = 0, 0
    while subjects := _subjects(kind, before, last):
        done = 0
        for pk in subjects:
            try:
                done += forget_words(kind, pk, said_before=before)
            except Exception:
                log.exception("retention: words of %s %s", kind.name, pk)
                failed += 1
        yield done
        last = subjects[-1]
    if failed:
        raise Unfinished(failed)


def _subjects(kind: Kind[Any, Any], before: datetime, after: int) -> list[int]:
    said = _said(kind, before).filter(subject__gt=after).order_by("subject")
    return list(said.values_list("subject", flat=True).distinct()[:BATCH])
