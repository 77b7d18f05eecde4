"""The clock: looks for subjects whose time has come, of every kind, and lets each act under its own lock."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
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

    Safe to run side by side. A subject that fails is logged and left for the next sweep; it never stops the others.
    """
    taken, failed = 0, list[str]()
    for kind in every_kind():
        if kind.is_timed:
            for pk, number in _due(kind, at or now(), most):
                steps, well = _act(kind, pk, number, at)
                taken += steps
                failed += [] if well else [number]
    return Sweep(taken, tuple(failed))


def _due(kind: Kind[Any, Any], at: datetime, most: int) -> Iterable[tuple[int, str]]:
    woken = kind.model._default_manager.filter(wake_at__lte=at).order_by("wake_at")
    return list(woken.values_list("pk", "number")[:most])


def _act(kind: Kind[Any, Any], pk: int, number: str, at: datetime | None) -> tuple[int, bool]:
    """Steps taken on one subject, and whether that went well."""
    taken = 0
    try:
        while act_for_clock(kind, pk, at) is not None:
            taken += 1
    except (ProcessError, ObjectDoesNotExist) as refusal:
        log.warning("clock: %s refused: %s", number, refusal)
        return taken, False
    except Exception:
        log.exception("clock: %s failed", number)
        return taken, False
    return taken, True
