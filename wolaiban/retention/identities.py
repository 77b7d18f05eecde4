"""Who somebody is, where a subject of a kind has a row of the vault to itself: wiped so long after the subject is over.

The table of the kind has the step `forget`, and its body wipes the row (`residents.actions.wipe`), by the clock.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from wolaiban.retention.registry import RetentionPeriod, Unfinished
from wolaiban.workflow.kinds import Kind
from wolaiban.workflow.performing import forget_subject

log = logging.getLogger(__name__)
BATCH = 200
Over = Callable[[datetime], QuerySet[Any]]


def identities_of(kind: Kind[Any, Any], what: str, setting: str, over: Over) -> RetentionPeriod:
    """A period for the row that is a subject's `resident`; `over` finds the subjects that were over before a moment."""

    def known(before: datetime) -> QuerySet[Any]:
        return over(before).filter(resident__erased_at=None)

    def forget(before: datetime) -> Iterator[int]:
        return _forget(kind, known(before))

    return RetentionPeriod(
        f"{kind.name}_identities", what, forget, lambda before: known(before).count(), setting
    )


def _forget(kind: Kind[Any, Any], known: QuerySet[Any]) -> Iterator[int]:
    last, failed = 0, 0
    while keys := list(known.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:BATCH]):
        done = 0
        for pk in keys:
            try:
                forget_subject(kind, pk)
                done += 1
            except Exception:
                log.exception("retention: who stands in %s %s", kind.name, pk)
                failed += 1
        yield done
        last = keys[-1]
    if failed:
        raise Unfinished(failed)
