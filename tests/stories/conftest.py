"""The six stories the studios were founded with, played by the cast on days in March 2026."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from tests.cast import Cast
from wolaiban.cases.models import Case
from wolaiban.cases.process import CASE
from wolaiban.cases.roles import facts, standing
from wolaiban.process.calendar import BEIJING
from wolaiban.process.words import Stage

WEDNESDAY = datetime(2026, 3, 4, tzinfo=BEIJING)  # the secretary's reception day


def day(number: int, clock: str = "09:00") -> datetime:
    """A moment on a day of the story, which begins on a Wednesday as day 0."""
    hour, minute = map(int, clock.split(":"))
    return WEDNESDAY + timedelta(days=number, hours=hour, minutes=minute)


May = Callable[[str, Case, datetime], set[str]]


@pytest.fixture
def may(cast: Cast) -> May:
    """The steps somebody could take on a case at a moment, with nothing in the way."""

    def steps(who: str, case: Case, at: datetime) -> set[str]:
        actor, circle = cast.actor(who), cast.circle(case)
        if not Case.objects.visible_to(actor).filter(pk=case.pk).exists():
            return set()
        roles = standing(actor, circle)
        known = facts(actor, circle, roles, at)
        open_to = CASE.open_to(frozenset(roles), Stage(case.stage))
        return {step.name for step in open_to if CASE.obstacle(step, known) is None}

    return steps


def told(case: Case) -> list[str]:
    """The story as its events tell it."""
    return [event.step for event in case.events.all()]
