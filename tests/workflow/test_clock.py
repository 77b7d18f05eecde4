"""The clock of every kind: ladders, children's clocks, pauses; it acts in time and never early."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils.timezone import now

from tests.cast import Cast
from tests.workflow.conftest import asked
from tests.workflow.kind import KIND, Errand, Stop, story
from wolaiban.people.actor import CLOCK
from wolaiban.process.errors import NotDue
from wolaiban.workflow.clock import sweep
from wolaiban.workflow.performing import perform


def steps(errand: Errand) -> list[str]:
    return [event.step for event in story(errand)]


def test_it_climbs_the_ladder_of_the_stage(errand: Errand) -> None:
    begun = errand.counted_from
    assert errand.wake_at == begun + timedelta(days=5)
    assert sweep(begun + timedelta(days=5, seconds=-1)).taken == 0
    assert sweep(begun + timedelta(days=5)).taken == 1
    assert sweep(begun + timedelta(days=5)).taken == 0
    errand.refresh_from_db()
    assert (errand.rung, errand.wake_at) == (1, begun + timedelta(days=10))
    assert sweep(begun + timedelta(days=11)).taken == 1
    assert steps(errand) == ["ask", "urge", "drop"]
    assert Errand.objects.values_list("stage", "wake_at").get() == ("dropped", None)


def test_it_does_all_that_is_overdue_at_once(errand: Errand) -> None:
    assert sweep(errand.counted_from + timedelta(days=30)).taken == 2
    assert steps(errand) == ["ask", "urge", "drop"]


def test_children_have_clocks_of_their_own(errands: Cast, errand: Errand) -> None:
    perform("add_stop", on=errand, by=errands.actor("bai"), answers={"what": "东门"})
    Stop.objects.update(due=now() + timedelta(days=1))
    perform("add_stop", on=errand, by=errands.actor("bai"), answers={"what": "西门"})
    first = Stop.objects.order_by("pk")[0]
    errand.refresh_from_db()
    assert errand.wake_at == first.due

    assert sweep(now() + timedelta(days=2)).taken == 1
    knocked = story(errand)[-1]
    assert (knocked.step, knocked.answers, knocked.role) == ("knock", {"stop": first.pk}, "clock")
    errand.refresh_from_db()
    assert errand.rung == 0, "no rung of the ladder"


def test_a_clock_that_stands_wakes_nobody(errands: Cast, errand: Errand) -> None:
    until = now() + timedelta(days=60)
    perform("rest", on=errand, by=errands.actor("qin"), answers={"until": until})
    errand.refresh_from_db()
    assert errand.wake_at is None
    assert sweep(now() + timedelta(days=30)).taken == 0


def test_it_takes_no_step_early(errand: Errand) -> None:
    with pytest.raises(NotDue):
        perform("urge", on=errand, by=CLOCK)
    assert steps(errand) == ["ask"]


def test_one_that_fails_does_not_stop_the_others(
    errands: Cast, errand: Errand, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = asked(errands, "买面")

    def breaks(context: object) -> None:
        if context.subject.pk == errand.pk:  # type: ignore[attr-defined]
            raise RuntimeError("broken")

    monkeypatch.setitem(KIND.bodies, "urge", breaks)
    swept = sweep(errand.counted_from + timedelta(days=6))
    assert (swept.taken, swept.failed) == (1, (errand.number,))
    assert steps(other) == ["ask", "urge"]
