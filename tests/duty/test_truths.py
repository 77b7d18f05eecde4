"""What holds of a door whatever people press: nobody twice, one open swap of a shift, no gap by a swap, the past as it was."""

from __future__ import annotations

from collections import Counter
from random import Random
from typing import Any

import pytest
import time_machine

from tests.cast import DAGAOSHE, Cast
from tests.duty.conftest import NOW, OCTOBER, Door, hired
from wolaiban.duty.models import Shift, Swap
from wolaiban.duty.parts import RosterParts
from wolaiban.duty.verifying import findings
from wolaiban.ledger.verifying import Verification
from wolaiban.people.models import Absence
from wolaiban.process.errors import ProcessError
from wolaiban.process.words import Function
from wolaiban.traces.leaving import leave

PRESSES, OPEN = 50, ("asked", "taken")
PEOPLE = ("qin", "bai", "su")


class Hands:
    """Presses something on the roster of a door, by somebody who works there, sensible or not."""

    def __init__(self, door: Door, luck: Random) -> None:
        self.door, self.luck = door, luck

    def press(self) -> bool:
        step = self.luck.choice(self._steps())
        given = getattr(self, f"_{step}")()
        fit, anybody = self._fit(given), self.luck.choice(PEOPLE)
        try:
            self.door.take(step, fit if self.luck.random() < 0.7 else anybody, **given)
        except ProcessError:
            return False
        return True

    def _steps(self) -> list[str]:
        """What makes sense now, and now and then what does not."""
        steps = ["change", "ask_swap", "ask_swap", "take_back_swap"]
        steps += ["take"] * 3 if self._swap("asked") else []
        steps += ["agree", "agree", "agree", "refuse_swap"] if self._swap("taken") else []
        return steps if self.luck.random() < 0.9 else ["take", "agree", "refuse_swap"]

    def _fit(self, given: dict[str, Any]) -> str:
        """Who may press that, mostly: whose shift it is, who asked, who leads."""
        shift, swap = given.get("own_shift"), given.get("own_swap")
        person = shift.person if shift else swap.asked_by if swap else None
        names = {self.door.cast.user(name).pk: name for name in PEOPLE}
        return names.get(person.pk, "qin") if person else "qin" if "asked_swap" not in given else "su"

    def _any(self, rows: list[Any]) -> Any:
        return self.luck.choice(rows) if rows else None

    def _shift(self) -> Shift:
        return self._any(list(Shift.objects.filter(roster=self.door.roster).order_by("pk")))  # type: ignore[no-any-return]

    def _change(self) -> dict[str, Any]:
        who = self.door.cast.user(self.luck.choice(PEOPLE))
        return {"shift": self._shift(), "person": who, "reason": "换一换。"}

    def _ask_swap(self) -> dict[str, Any]:
        whom = self.luck.choice([None, *PEOPLE])
        return {"own_shift": self._shift(), **({"whom": self.door.cast.user(whom)} if whom else {})}

    def _take(self) -> dict[str, Any]:
        gives = self.luck.random() < 0.3
        return {"asked_swap": self._swap("asked"), **({"gives": self._shift()} if gives else {})}

    def _agree(self) -> dict[str, Any]:
        return {"taken_swap": self._swap("taken")}

    def _refuse_swap(self) -> dict[str, Any]:
        return {"taken_swap": self._swap("taken"), "reason": "人手不够。"}

    def _take_back_swap(self) -> dict[str, Any]:
        return {"own_swap": self._swap(*OPEN)}

    def _swap(self, *states: str) -> Swap | None:
        return self._any(list(Swap.objects.filter(roster=self.door.roster, state__in=states).order_by("pk")))  # type: ignore[no-any-return]


def as_posted(door: Door, before: Any) -> list[tuple[Any, ...]]:
    shifts = Shift.objects.filter(roster=door.roster, day__lt=before)
    return list(shifts.order_by("pk").values_list("pk", "day", "part", "person"))


def nobody_twice() -> bool:
    """At no two doors, in none twice."""
    held = Shift.objects.filter(person__isnull=False).values_list("person", "day", "part")
    return all(number == 1 for number in Counter(held).values())


def at_most_one_open(door: Door) -> bool:
    """Of each shift, whether it is asked away or given."""
    swaps = Swap.objects.filter(roster=door.roster, state__in=OPEN)
    asked = Counter(swaps.values_list("shift", flat=True))
    return all(number == 1 for number in asked.values())


@pytest.mark.parametrize("seed", range(3))
def test_whatever_is_pressed_the_truths_of_duty_hold(
    door: Door, cast: Cast, clock: time_machine.Traveller, seed: int
) -> None:
    luck = Random(seed)
    cast.users["su"] = hired("苏振田", Function.COMMITTEE_MEMBER)
    door.posted()
    other = Door(cast, DAGAOSHE)
    other.draw_up(by="zhou")
    clock.move_to(NOW.replace(month=10, day=9))
    today = OCTOBER.first.replace(day=9)
    away = luck.sample(range(12, 30), 3)
    for day in away:
        starts = OCTOBER.first.replace(day=day)
        who = cast.user(luck.choice(PEOPLE))
        leave(Absence.objects.create(user=who, starts=starts, ends=starts.replace(day=day + 1)), act="away")
    past, lacking = as_posted(door, today), {shift.pk for shift in door.parts.lacking}
    hands, done = Hands(door, luck), 0
    for _ in range(PRESSES):
        done += hands.press()
        assert nobody_twice()
        assert at_most_one_open(door)
        assert as_posted(door, today) == past
        now_lacking = {shift.pk for shift in RosterParts(door.roster).lacking}
        assert now_lacking <= lacking, "neither a swap nor a change opens a gap"
        lacking = now_lacking
    assert done > PRESSES // 5
    assert Swap.objects.filter(state="done").exists()
    assert not list(findings())
    assert not list(Verification().findings())
