"""One run through all periods: what is over is forgotten, and how much that was is written down."""

from __future__ import annotations

import logging
import time
from datetime import datetime

from django.db import transaction
from django.utils.timezone import now

from wolaiban.retention.models import RetentionRun
from wolaiban.retention.registry import RetentionPeriod, periods
from wolaiban.traces.leaving import leave

log = logging.getLogger(__name__)
MOST_A_NIGHT = 20_000  # of one period: the rest is left to the next nights


def forget_all(at: datetime | None = None) -> RetentionRun:
    """RetentionPeriod by period; one that fails is told and stops no other. Safe to repeat, and to be killed anywhere."""
    began, clock = at or now(), time.monotonic()
    erased, failed = dict[str, int](), list[str]()
    for period in periods():
        try:
            _forget(period, began, erased)
        except Exception:
            log.exception("retention: %s did not come to its end", period.name)
            failed.append(period.name)
    return _written(
        RetentionRun(began_at=began, took=int(time.monotonic() - clock), erased=erased, failed=failed)
    )


def _forget(period: RetentionPeriod, at: datetime, erased: dict[str, int]) -> None:
    for number in period.forget(period.before(at)):
        if number:
            erased[period.name] = erased.get(period.name, 0) + number
        if erased.get(period.name, 0) >= MOST_A_NIGHT:
            return


@transaction.atomic(durable=True)
def _written(run: RetentionRun) -> RetentionRun:
    run.save()
    leave(run, act="forgot")
    return run
