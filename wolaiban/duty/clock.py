"""What the clock does about a roster: urges that it is posted, tells of gaps higher and higher up, puts it away."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from django.db.models import Exists, OuterRef

from wolaiban.duty.models import Roster, Shift, ToldGap
from wolaiban.duty.parts import RosterParts
from wolaiban.duty.process import DRAFT
from wolaiban.duty.queries.gaps import lacking_shifts
from wolaiban.duty.replanning import is_replanned, outdated
from wolaiban.duty.rules import duty_hours
from wolaiban.duty.steps import LEVELS
from wolaiban.process.calendar import BEIJING, is_working_day
from wolaiban.workflow.kinds import DueStep

MORNING = time(8)
# Of the month before: on which day the leaders are urged, and on which the township is told.
URGES = ((25, "urge_post"), (28, "report_unposted"))
# How many working days before a gap its leaders, and the township, are told of it; of the day itself, the district.
AHEAD = {"alarm": 3, "alarm_above": 1, "alarm_district": 0}
LONGEST_AHEAD = timedelta(days=21)  # three working days over the longest holiday


def alarms(parts: RosterParts) -> Iterator[DueStep]:
    """What goes first comes first: what is over is put away, and of a gap the highest level that has come."""
    roster = parts.subject
    if not roster.stage_word.is_open:
        return
    yield DueStep(_moment(roster.as_month.next.first), "expire" if roster.stage == DRAFT else "file")
    if is_replanned(parts):
        yield DueStep(roster.changed_at, "replan", wakes=False)
    if roster.stage == DRAFT:
        yield from _urges(roster)
        return
    yield from _lapses(parts)
    yield from _gaps(parts)


def _moment(day: date, clock: time = time(0)) -> datetime:
    return datetime.combine(day, clock, tzinfo=BEIJING)


def _urges(roster: Roster) -> Iterator[DueStep]:
    """None for what was drawn up later than that: who does so has it before their eyes."""
    month = roster.as_month.before
    for number, (day, step) in enumerate(URGES):
        at = _moment(month.first.replace(day=day), MORNING)
        if number == roster.rung and at >= roster.counted_from:
            yield DueStep(at, step, of_ladder=True)


def _lapses(parts: RosterParts) -> Iterator[DueStep]:
    for swap in parts.swaps:
        if swap.state_word.is_open:
            yield DueStep(begins_at(swap.shift), "lapse_swap", {"swap": swap.pk})


def begins_at(shift: Shift) -> datetime:
    return duty_hours().span_of(shift.part_word, shift.day)[0]


def _gaps(parts: RosterParts) -> Iterator[DueStep]:
    """Of days since it was posted."""
    told = {gap.shift_id: gap.told for gap in parts.told_gaps}
    since = parts.subject.counted_from.astimezone(BEIJING).date()
    for shift in parts.lacking:
        if shift.day < since:
            continue
        for step, level in sorted(LEVELS.items(), key=lambda one: -one[1]):
            if level > told.get(shift.pk, 0):
                yield DueStep(told_on(shift.day, AHEAD[step]), step, {"shift": shift.pk})


def told_on(day: date, ahead: int) -> datetime:
    """Eight in the morning, so many working days before."""
    while ahead > 0:
        day -= timedelta(days=1)
        ahead -= is_working_day(day)
    return _moment(day, MORNING)


def unwoken(at: datetime) -> Iterator[tuple[int, str]]:
    """Those that a new calendar moves, and those in which a gap has opened."""
    yield from outdated(at)
    yield from _with_new_gaps(at)


def _with_new_gaps(at: datetime) -> list[tuple[int, str]]:
    """Posted rosters in which a gap has opened since the last step: somebody's post ended, an account was closed."""
    today = at.astimezone(BEIJING).date()
    told = ToldGap.objects.filter(shift=OuterRef("pk"), told=max(LEVELS.values()))
    lacking = lacking_shifts(today, today + LONGEST_AHEAD).exclude(Exists(told))
    rosters = Roster.objects.filter(pk__in=lacking.values("roster"))
    return list(rosters.order_by("pk").values_list("pk", "number"))
