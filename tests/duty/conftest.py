"""The studio of 东坟村 on a Monday of September 2026: qin leads it, bai sits in its committee; October is drawn up for it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import pytest
import time_machine

from tests.cast import DONGFEN, Cast, unit
from wolaiban.duty.models import Roster, Rotation, Shift, Swap
from wolaiban.duty.months import Month
from wolaiban.duty.parts import RosterParts
from wolaiban.duty.words import HolidayDuty
from wolaiban.people.models import Post, User
from wolaiban.process.calendar import BEIJING
from wolaiban.process.words import Function
from wolaiban.traces.leaving import leave
from wolaiban.workflow.models import AbstractEvent
from wolaiban.workflow.performing import begin, perform

NOW = datetime(2026, 9, 21, 10, tzinfo=BEIJING)
OCTOBER = Month(date(2026, 10, 1))


def hired(name: str, function: Function, code: str = DONGFEN, ends: date | None = None) -> User:
    """Somebody more at a unit."""
    user = User.objects.create_user(f"hired{User.objects.count()}", None, name=name, invented=True)
    post = Post.objects.create(
        user=user, unit=unit(code), function=function, starts=date(2020, 1, 1), ends=ends
    )
    leave(user, post, act="hired")
    return user


class Door:
    """Takes steps at a door with sensible answers; say only what the test is about. The roster is refreshed."""

    def __init__(self, cast: Cast, code: str = DONGFEN) -> None:
        self.cast, self.unit = cast, unit(code)
        self.roster = Roster(unit=self.unit)

    def set_up(
        self, *people: User, night: tuple[User, ...] = (), by: str = "qin", **answers: Any
    ) -> Rotation:
        given = {"day_people": list(people), "on_holiday": HolidayDuty.SAME, "since": NOW, **answers}
        if night:
            given["night_people"] = list(night)
        event = begin("set_up", on=Rotation(unit=self.unit), by=self.cast.actor(by), answers=given)
        return Rotation.objects.get(pk=event.subject)  # type: ignore[attr-defined]

    def draw_up(self, month: Month = OCTOBER, by: str = "qin") -> Roster:
        event = begin("draw_up", on=Roster(unit=self.unit), by=self.cast.actor(by), answers={"month": month})
        self.roster = Roster.objects.get(pk=event.subject)  # type: ignore[attr-defined]
        return self.roster

    def take(self, step: str, by: str, **answers: Any) -> AbstractEvent:
        event = perform(step, on=self.roster, by=self.cast.actor(by), answers=answers)
        self.roster.refresh_from_db()
        return event

    def posted(self) -> Roster:
        self.draw_up()
        self.take("post", "qin")
        return self.roster

    def shift(self, day: int, part: str = "day") -> Shift:
        return Shift.objects.get(roster=self.roster, day=OCTOBER.first.replace(day=day), part=part)

    def of(self, name: str) -> list[Shift]:
        """The day shifts of somebody, in order."""
        theirs = Shift.objects.filter(roster=self.roster, person=self.cast.user(name), part="day")
        return list(theirs.order_by("day"))

    @property
    def swap(self) -> Swap:
        return Swap.objects.filter(roster=self.roster).order_by("-pk")[0]

    @property
    def parts(self) -> RosterParts:
        return RosterParts(Roster.objects.get(pk=self.roster.pk))


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as coordinates:
        yield coordinates


@pytest.fixture
def door(cast: Cast, clock: time_machine.Traveller) -> Door:
    return Door(cast)
