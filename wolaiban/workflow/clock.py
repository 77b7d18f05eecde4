"""The clock: looks for subjects whose time has come, of every kind, and lets each act under its own lock."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from itertools import islice
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.utils.timezone import now

from wolaiban.process.errors import ProcessError
from wolaiban.workflow.kinds import Kind, every_kind
from wolaiban.workflow.performing import act_for_clock

log = logging.getLogger(__name__)
BATCH = 1000


@dataclass(frozen=True)
class Sweep:
    """What a sweep did: steps taken, and the numbers of subjects that could not be acted on."""

    taken: int
    failed: tuple[str, ...]


def sweep(at: datetime | None = None, most: int = BATCH) -> Sweep:
    """Act on every subject that is due, kind by kind, the longest overdue first, at most `most` of each kind.

    Before these on as many that nothing wakes. Safe to run side by side.
    """
    swept = [
        act_on_each(_due(kind, at or now(), most), partial(act_for_clock, kind, at=at))
        for kind in every_kind()
        if kind.is_timed
    ]
    return Sweep(sum(one.taken for one in swept), tuple(number for one in swept for number in one.failed))


def act_on_each(due: Iterable[tuple[int, str]], act: Callable[[int], object | None]) -> Sweep:
    """Act on each subject, told by its key and number, for as long as there is something to do on it.

    One that fails is logged and left for the next sweep; it never stops the others.
    """
    taken, failed = 0, list[str]()
    for pk, number in due:
        try:
            while act(pk) is not None:
                taken += 1
        except (ProcessError, ObjectDoesNotExist) as refusal:
            log.warning("clock: %s refused: %s", number, refusal)
            failed.append(number)
        except Exception:
            log.exception("clock: %s failed", number)
            failed.append(number)
    return Sweep(taken, tuple(failed))


def _due(kind: Kind[Any, Any], at: datetime, most: int) -> list[tuple[int, str]]:
    woken = kind.model._default_manager.filter(wake_at__lte=at).order_by("wake_at")
    return [*islice(kind.unwoken(at), most), *woken.values_list("pk", "number")[:most]]
