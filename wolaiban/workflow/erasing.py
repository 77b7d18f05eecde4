"""Erasing the words that were said in steps of a subject: the events keep their commitments, and one names what is gone."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from wolaiban.workflow.kinds import Kind
from wolaiban.workflow.models import Statement

ERASED = "erased"  # among the answers of the event that says so


def erase_words(kind: Kind[Any, Any], subject: Any, at: datetime) -> list[int]:
    """The keys of what was erased, in the transaction of whoever holds the subject. The database lets nothing else change."""
    said = Statement.objects.filter(process=kind.name, subject=subject.pk, erased_at=None).order_by("pk")
    keys = list(said.values_list("pk", flat=True))
    if keys:
        Statement.objects.filter(pk__in=keys).update(words=None, salt=None, erased_at=at)
    return keys
