"""The clock: looks for cases whose time has come and lets each act under its own lock."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain, islice

from django.utils.timezone import now

from wolaiban.cases.actions.moving import act_for_clock
from wolaiban.cases.bounds import LONGEST_PAUSE
from wolaiban.cases.models import Case
from wolaiban.cases.recounting import moved
from wolaiban.process.errors import ProcessError

log = logging.getLogger(__name__)
BATCH = 1000


def _due(at: datetime, most: int) -> list[tuple[int, str]]:
    """Cases whose time has come; also those that were paused when a pause still had no end, which nothing wakes."""
    woken = Case.objects.filter(wake_at__lte=at).order_by("wake_at").values_list("pk", "number")
    longest_ago = at - timedelta(days=min(LONGEST_PAUSE.values()))
    endless = Case.objects.filter(paused_at__lte=longest_ago, paused_until=None, wake_at=None)
    return [*woken[:most], *endless.values_list("pk", "number")[:most]]


@dataclass(frozen=True)
class Sweep:
    """What a sweep did: steps taken, and the numbers of cases that could not be acted on."""

    taken: int
    failed: tuple[str, ...]


def sweep(at: datetime | None = None, most: int = BATCH) -> Sweep:
    """Act on every case that is due, the longest overdue first, at most `most` of them. Safe to run side by side.

    Before them, on as many whose deadline a newly loaded calendar moves.

    A case that fails is logged and left for the next sweep; it never stops the others.
    """
    taken, failed = 0, []
    recounted = list(islice(moved(at), most))
    for pk, number in chain(recounted, _due(at or now(), most)):
        try:
            while act_for_clock(pk, at) is not None:
                taken += 1
        except (ProcessError, Case.DoesNotExist) as refusal:
            log.warning("clock: %s refused: %s", number, refusal)
            failed.append(number)
        except Exception:
            log.exception("clock: %s failed", number)
            failed.append(number)
    return Sweep(taken, tuple(failed))
