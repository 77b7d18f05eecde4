"""What of an event is told to whom. Those inside read all; what others read stands in `cases/presentation.py`."""

from __future__ import annotations

from wolaiban.cases.history.audience import Eyes
from wolaiban.cases.presentation import PRESENTATION, ToldTo


def is_told(step: str, name: str, eyes: Eyes, *, concerns_me: bool) -> bool:
    if eyes is Eyes.INSIDE:
        return True
    told_to = PRESENTATION.told_to.get((step, name), frozenset())
    if eyes is Eyes.VOLUNTEER:
        return ToldTo.BRINGER in told_to
    return ToldTo.PARTIES in told_to or (concerns_me and ToldTo.THE_ONE_CONCERNED in told_to)
