"""The clock: looks for cases whose time has come and lets each act under its own lock."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from itertools import chain, islice

from django.utils.timezone import now

from wolaiban.cases.actions.moving import act_for_clock
from wolaiban.cases.bounds import LONGEST_PAUSE
from wolaiban.cases.models import Case
from wolaiban.cases.recounting import moved
from wolaiban.workflow.clock import BATCH, Sweep, act_on_each


def _due(at: datetime, most: int) -> list[tuple[int, str]]:
    """Cases whose time has come; also those that were paused when a pause still had no end, which nothing wakes."""
    woken = Case.objects.filter(wake_at__lte=at).order_by("wake_at").values_list("pk", "number")
    longest_ago = at - timedelta(days=min(LONGEST_PAUSE.values()))
    endless = Case.objects.filter(paused_at__lte=longest_ago, paused_until=None, wake_at=None)
    return [*woken[:most], *endless.values_list("pk", "number")[:most]]


def sweep(at: datetime | None = None, most: int = BATCH) -> Sweep:
    """Act on every case that is due, the longest overdue first, at most `most` of them. Safe to run side by side.

    Before them, on as many whose deadline a newly loaded calendar moves.
    """
    recounted = list(islice(moved(at), most))
    return act_on_each(chain(recounted, _due(at or now(), most)), partial(act_for_clock, at=at))
