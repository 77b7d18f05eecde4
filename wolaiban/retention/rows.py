"""Rows that are no evidence any more: deleted batch by batch, each with a trace that nothing is left of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from wolaiban.retention.registry import RetentionPeriod
from wolaiban.traces.leaving import leave

BATCH = 200
Older = Callable[[datetime], QuerySet[Any]]


def rows_of(name: str, what: str, older: Older, *, setting: str = "", fixed: int = 0) -> RetentionPeriod:
    """A period for the rows that `older` finds before a moment."""

    def forget(before: datetime) -> Iterator[int]:
        while done := _forget_some(older(before)):
            yield done

    return RetentionPeriod(name, what, forget, lambda before: older(before).count(), setting, fixed)


@transaction.atomic(durable=True)
def _forget_some(rows: QuerySet[Any]) -> int:
    """The traces are left in the transaction in which the rows go, so that there are both or neither."""
    found = list(rows.order_by("pk").select_for_update(of=("self",), skip_locked=True)[:BATCH])
    traced = [row for row in found if hasattr(row, "TRACED")]
    rows.model._default_manager.filter(pk__in=[row.pk for row in found]).delete()
    leave(*traced, act="forgotten", gone=True)
    return len(found)
