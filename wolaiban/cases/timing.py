"""The service clock of a case: started on entering a stage, stopped by a pause, moved by an extension."""

from __future__ import annotations

from datetime import datetime, timedelta

from wolaiban.cases.bounds import LONGEST_PAUSE
from wolaiban.cases.models import Case, Summons
from wolaiban.cases.process import CASE
from wolaiban.cases.roles import Circle, has_unit_above
from wolaiban.catalogue.calendars import as_of
from wolaiban.catalogue.queries import span_for
from wolaiban.process.calendar import Span, in_force, later
from wolaiban.process.grammar import Running
from wolaiban.process.words import Measure, PauseReason, Stage, SummonsState, Tier


def enter(case: Case, stage: Stage, at: datetime, deadline: datetime | None = None) -> None:
    """Put the case into a stage and start its service clock anew; what belonged to the old stage is dropped."""
    case.stage = stage
    case.turn += 1
    case.counted_from, case.rung = at, 0
    case.counted_by = in_force().version
    case.paused_at = case.paused_until = case.pause_reason = None
    case.extension_days = case.extension_by_id = None
    case.deadline = deadline or stage_deadline(case)
    if stage is Stage.RESOLVED:
        case.resolved_at = case.resolved_at or at
    if stage is Stage.ANSWERED:
        case.answered_at = at
    case.closed_at = at if stage is Stage.CLOSED else None


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
    newest, stage = in_force(), Stage(case.stage)
    if case.counted_by >= newest.version or not stage.is_open or stage is Stage.JOINT:
        return timedelta(0)
    span = _span(case)
    if span.measure is not Measure.WORKING_DAYS:
        return timedelta(0)
    return later(case.counted_from, span, newest) - later(case.counted_from, span, as_of(case.counted_by))


def _span(case: Case) -> Span:
    return span_for(case.edition_id, case.category_id, Stage(case.stage), Tier(case.tier))


def running(case: Case) -> Running[Stage] | None:
    """The stage's clock, or None where it stands still: paused, or ended."""
    if case.deadline is None or case.is_paused:
        return None
    return Running(
        stage=Stage(case.stage),
        counted_from=case.counted_from,
        deadline=case.deadline,
        rung=case.rung,
        has_unit_above=has_unit_above(case),
    )


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


def next_wake(circle: Circle) -> datetime | None:
    """The earliest moment at which the clock has something to do on this case."""
    case = circle.case
    ends = pause_ends(case)
    moments = [ends] if ends else []
    clock = running(case)
    alarm = CASE.next_alarm(clock) if clock else None
    if alarm:
        moments.append(alarm[0])
    if case.stage == Stage.JOINT:
        moments += [alarm[0] for s in circle.summonses if (alarm := summons_alarm(s))]
    return min(moments, default=None)
