"""The service clock of a case, where it is not as any other: stopped by a pause, moved by an extension or a calendar."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from wolaiban.cases.bounds import LONGEST_PAUSE
from wolaiban.cases.models import Case, Summons
from wolaiban.cases.roles import Circle
from wolaiban.catalogue.calendars import as_of
from wolaiban.catalogue.queries import span_for
from wolaiban.process.calendar import Span, in_force, later
from wolaiban.process.words import Measure, PauseReason, Stage, SummonsState, Tier
from wolaiban.workflow.kinds import DueStep


def limit(circle: Circle) -> Span | None:
    """How long the present stage may last by the promise the case was registered under; None for ended ones."""
    return _span(circle.case) if Stage(circle.case.stage).is_open else None


def entered(case: Case, at: datetime) -> None:
    """What belonged to the stage before is dropped, and what came with this one is kept."""
    case.counted_by = in_force().version
    case.extension_days = case.extension_by_id = None
    if case.stage == Stage.RESOLVED:
        case.resolved_at = case.resolved_at or at
    if case.stage == Stage.ANSWERED:
        case.answered_at = at
    case.closed_at = at if case.stage == Stage.CLOSED else None


def stage_deadline(case: Case) -> datetime | None:
    """When the present stage should be over by the promise the case was registered under; None for ended ones.

    Counted by the calendar that this case is counted by, until it is counted anew.
    """
    if not Stage(case.stage).is_open:
        return None
    return later(case.counted_from, _span(case), as_of(case.counted_by))


def moved_by_calendar(case: Case) -> timedelta:
    """How far the promise moves where it was counted by an older calendar than the one in force.

    While departments are called the deadline is a day that somebody named, and stands.
    """
    newest = in_force()
    if case.counted_by >= newest.version:
        return timedelta(0)
    stage = Stage(case.stage)
    if not stage.is_open or stage is Stage.JOINT:
        return timedelta(0)
    span = _span(case)
    if span.measure is not Measure.WORKING_DAYS:
        return timedelta(0)
    return later(case.counted_from, span, newest) - later(case.counted_from, span, as_of(case.counted_by))


def _span(case: Case) -> Span:
    return span_for(case.edition_id, case.category_id, Stage(case.stage), Tier(case.tier))


def stop(case: Case, at: datetime) -> None:
    case.paused_at = at


def pause_ends(case: Case) -> datetime | None:
    """When a clock that stands goes on by itself; None where none stands.

    A pause from the time when none had an end lasts as long as its reason allows.
    """
    if case.paused_until is not None or case.paused_at is None or case.pause_reason is None:
        return case.paused_until
    since: datetime = case.paused_at
    return since + timedelta(days=LONGEST_PAUSE[PauseReason(case.pause_reason)])


def go_on(case: Case, at: datetime) -> None:
    """Start a stopped clock again: what stood still does not count."""
    assert case.paused_at is not None
    shift(case, at - case.paused_at)
    case.counted_from += at - case.paused_at
    case.paused_at = case.paused_until = case.pause_reason = None


def shift(case: Case, by: timedelta) -> None:
    assert case.deadline is not None
    case.deadline += by


def summons_alarm(summons: Summons) -> tuple[datetime, str] | None:
    """When a department's silence is to be brought to the district, and which silence it is."""
    if not summons.is_open:
        return None
    if summons.state == SummonsState.CALLED and not summons.report_flagged:
        return summons.report_due, "report_in"
    return None if summons.due_flagged else (summons.due, "contribute")


def alarms(circle: Circle) -> Iterator[DueStep]:
    """What the clock has to do beside the ladder. That a calendar moved the promise goes before all else."""
    case = circle.case
    if moved := moved_by_calendar(case):
        assert case.deadline is not None
        told = {"due": case.deadline + moved, "calendar": in_force().version}
        yield DueStep(case.changed_at, "recount_time", told, wakes=False)
    if ends := pause_ends(case):
        yield DueStep(ends, "resume")
    if case.stage == Stage.JOINT:
        for summons in circle.summonses:
            if silence := summons_alarm(summons):
                yield DueStep(silence[0], "flag", {"summons": summons, "silence": silence[1]})
