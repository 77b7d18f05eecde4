"""The clock: never early, never twice, never silently skipped."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils.timezone import now

from tests.cast import URBAN, Cast, unit
from wolaiban.cases.kind import KIND
from wolaiban.cases.models import Case
from wolaiban.people.actor import CLOCK
from wolaiban.people.models import Post
from wolaiban.process.errors import NotDue
from wolaiban.workflow import clock
from wolaiban.workflow.kinds import Kind
from wolaiban.workflow.performing import act_for_clock, perform

MOMENT = timedelta(seconds=1)


def steps(case: Case) -> list[str]:
    return list(case.events.values_list("step", flat=True))


def swept(case: Case, at: datetime) -> list[str]:
    """What the clock did by this moment, beyond what had happened before."""
    before = len(steps(case))
    clock.sweep(at)
    case.refresh_from_db()
    return steps(case)[before:]


def test_a_matter_nobody_accepts_goes_up_after_a_day(cast: Cast, rail: Case) -> None:
    assert rail.deadline == rail.registered_at + timedelta(days=1)
    assert swept(rail, rail.deadline - MOMENT) == []
    assert swept(rail, rail.deadline) == ["raise"]
    assert (rail.stage, rail.holder.short_name) == ("raised", "城关街道")
    assert swept(rail, rail.changed_at + MOMENT) == []


def test_work_is_urged_at_eighty_percent_and_raised_at_the_limit(cast: Cast, rail: Case) -> None:
    cast.take("accept", rail, "qin")
    assert rail.deadline
    due, span = rail.deadline, rail.deadline - rail.counted_from
    assert swept(rail, due - span * 0.2 - MOMENT) == []
    assert swept(rail, due - span * 0.2 + MOMENT) == ["urge"]
    assert swept(rail, due - MOMENT) == []
    assert swept(rail, due) == ["raise"]


def test_after_a_long_silence_nothing_is_skipped(cast: Cast, rail: Case) -> None:
    cast.take("accept", rail, "qin")
    done = swept(rail, now() + timedelta(days=30))
    assert done == ["urge", "raise"]  # the township's own clock has only begun
    assert swept(rail, rail.changed_at + timedelta(days=30)) == ["urge", "flag"]
    assert rail.flagged_at
    assert swept(rail, rail.changed_at + timedelta(days=300)) == []


def test_at_the_district_the_clock_flags_instead_of_raising(cast: Cast, rail: Case) -> None:
    cast.moved_to("raised", rail)
    cast.take("take_up", rail, "gao")
    cast.take("raise", rail, "gao")
    cast.take("take_up", rail, "shen")
    assert swept(rail, now() + timedelta(days=60)) == ["urge", "flag"]
    assert rail.holder.is_district


def test_a_township_nobody_works_at_is_passed_over_not_skipped(cast: Cast, rail: Case) -> None:
    Post.objects.filter(unit=cast.unit("110111001000")).update(ends=now().date())
    swept(rail, now() + timedelta(days=2))
    assert rail.holder.is_district


def test_an_unanswered_result_is_urged_and_an_unjudged_one_lapses(cast: Cast, rail: Case) -> None:
    cast.take("resolve", rail, "qin")
    assert swept(rail, now() + timedelta(days=2)) == ["urge"]
    cast.take("answer", rail, "qin")
    assert rail.deadline
    assert swept(rail, rail.deadline - MOMENT) == []
    assert swept(rail, rail.deadline) == ["lapse"]
    assert (rail.stage, rail.closed_at) == ("closed", rail.changed_at)


def test_a_dispute_that_waits_is_urged(cast: Cast, rail: Case) -> None:
    cast.moved_to("disputed", rail)
    assert swept(rail, now() + timedelta(days=11)) == ["urge"]


def test_a_department_that_stays_silent_is_brought_to_the_district(cast: Cast, rail: Case) -> None:
    cast.moved_to("joint", rail)
    cast.take("report_in", rail, "ma")
    summons = rail.summonses.get(department=unit(URBAN))
    assert swept(rail, summons.report_due - MOMENT) == []
    assert swept(rail, summons.report_due) == ["flag"]
    assert rail.events.last().answers["silence"] == "report_in"  # type: ignore[union-attr]
    assert swept(rail, summons.due - MOMENT) == ["urge"]
    assert swept(rail, summons.due) == ["flag", "flag", "flag"]  # two departments and the case itself


def test_the_clock_stands_while_paused_and_goes_on_when_the_wait_is_over(cast: Cast, rail: Case) -> None:
    cast.take("accept", rail, "qin")
    cast.take("ask", rail, "qin", until=now() + timedelta(days=10))
    assert swept(rail, now() + timedelta(days=9)) == []
    assert swept(rail, now() + timedelta(days=10, minutes=1)) == ["resume"]
    assert rail.deadline
    assert rail.deadline > now() + timedelta(days=12)


def test_the_clock_that_comes_early_is_refused(cast: Cast, rail: Case) -> None:
    with pytest.raises(NotDue):
        perform("raise", on=rail, by=CLOCK)


def test_a_case_handed_on_after_the_sweep_read_it_is_left_alone(cast: Cast, rail: Case) -> None:
    """The list was read when it was due; under the lock it no longer is."""
    late = rail.deadline
    assert late
    cast.take("accept", rail, "qin", at=late - MOMENT)
    assert act_for_clock(KIND, rail.pk, late + MOMENT) is None
    assert rail.stage == "working"


def test_one_broken_case_does_not_stop_the_others(
    cast: Cast, rail: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = cast.report("另一件")
    broken = rail.pk

    def act(kind: Kind[Any, Any], pk: int, at: datetime | None = None) -> object:
        if pk == broken:
            raise RuntimeError("boom")
        return act_for_clock(kind, pk, at)

    monkeypatch.setattr(clock, "act_for_clock", act)
    outcome = clock.sweep(now() + timedelta(days=1, hours=1))
    other.refresh_from_db()
    assert (outcome.failed, other.stage) == ((rail.number,), "raised")


def test_a_granted_extension_moves_the_alarm(cast: Cast, rail: Case) -> None:
    cast.take("accept", rail, "qin", handler=cast.user("bai"))
    due = rail.deadline
    assert due
    cast.take("extend", rail, "bai", days=4)
    cast.take("grant", rail, "qin")
    assert swept(rail, due) == []
    assert swept(rail, due + timedelta(days=4)) == ["urge", "raise"]
