"""A clock that jumps: time never runs backwards within a case, and what became due while it stood is done once."""

from __future__ import annotations

from datetime import timedelta

import time_machine
from django.utils.timezone import now

from tests.cast import Cast
from wolaiban.cases.models import Case
from wolaiban.workflow import clock


def test_a_clock_set_back_leaves_the_order_of_events(cast: Cast) -> None:
    case = cast.report()
    cast.take("accept", case, "qin")
    with time_machine.travel(now() - timedelta(hours=3), tick=True):
        cast.take("resolve", case, "qin")
        cast.take("answer", case, "qin")

    moments = list(case.events.order_by("seq").values_list("at", flat=True))
    assert moments == sorted(moments)


def test_a_clock_set_back_makes_nothing_due_twice(cast: Cast) -> None:
    case = cast.report()
    with time_machine.travel(now() + timedelta(days=2), tick=True):
        assert clock.sweep().taken == 1
    events = case.events.count()

    assert clock.sweep().taken == 0
    assert case.events.count() == events


def test_a_clock_a_year_ahead_climbs_each_ladder_and_comes_to_rest(cast: Cast) -> None:
    case = cast.report()
    with time_machine.travel(now() + timedelta(days=365), tick=True):
        first = clock.sweep()
        assert first.failed == ()
        assert clock.sweep().taken == 0
    climbed = Case.objects.get(pk=case.pk)
    steps = list(climbed.events.order_by("seq").values_list("step", flat=True))
    assert len(steps) == 1 + first.taken
    assert climbed.is_open
