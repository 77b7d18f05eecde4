"""The course of a case, as a bar of at most six stops: told, taken up, worked on, answered, judged."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.timezone import localdate, localtime

from wolaiban.cases.history.wording import day
from wolaiban.cases.models import Case, Event
from wolaiban.process.course import Stop
from wolaiban.process.words import Stage

# What is told of the work while it is in these hands.
WORK = {Stage.RAISED: "上报承接", Stage.JOINT: "吹哨联动", Stage.DISPUTED: "复核"}
# A case that ends without an answer has no way to go on.
CUT_SHORT = {Stage.DECLINED: "不予受理", Stage.WITHDRAWN: "已撤回", Stage.MERGED: "已并案"}
# Which stop each stage stands at.
PLACES = {
    Stage.REPORTED: 1,
    Stage.WORKING: 2,
    Stage.RAISED: 2,
    Stage.JOINT: 2,
    Stage.RESOLVED: 3,
    Stage.ANSWERED: 4,
    Stage.DISPUTED: 4,
    Stage.CLOSED: 5,
}


@dataclass(frozen=True)
class _Days:
    """When a case last came to each of its stops, so far as it did."""

    told: datetime
    taken_up: datetime | None
    done: datetime | None
    answered: datetime | None
    over: datetime | None


def course(case: Case, events: Iterable[Event]) -> list[Stop]:
    """Its stops from the first word to the end. `events` are all of the case, in any order."""
    stage, days = case.stage_word, _days(case, list(events))
    first = Stop("登记", day(days.told), "past")
    if case.backfilled:
        return [Stop("反映", day(days.told), "past"), Stop("办结", _day(days.over), "past")]
    if stage in CUT_SHORT:
        return [first, Stop(CUT_SHORT[stage], _day(days.over), "past")]
    return [first, *_rest(case, days, PLACES[stage])]


def _rest(case: Case, days: _Days, here: int) -> list[Stop]:
    stage = case.stage_word
    told = [("受理", days.taken_up), ("办理", days.done), ("反馈", days.answered)]
    last = "办结" if stage is Stage.CLOSED else "评价"
    told.append((last, days.over))
    if stage is Stage.DISPUTED:
        told = [*told[:3], ("复核", None), ("办结", None)]
    if stage in {Stage.RAISED, Stage.JOINT}:
        told[1] = (WORK[stage], None)
    return [_stop(case, label, when, place, here) for place, (label, when) in enumerate(told, start=1)]


def _stop(case: Case, label: str, when: datetime | None, place: int, here: int) -> Stop:
    if place < here:
        return Stop(label, _day(when), "past")
    if place == here:
        return Stop(label, _how_long(case), "here")
    due = (
        case.deadline if place == here + 1 and here == PLACES[Stage.WORKING] and not case.is_paused else None
    )
    return Stop(label, f"{day(due)}前" if due else "", "next")


def _how_long(case: Case) -> str:
    """“第 5 天” of the present stage; on the day itself, when it began."""
    days = (localdate() - localtime(case.counted_from).date()).days
    return f"第 {days + 1} 天" if days > 0 else "今天起"


def _day(when: datetime | None) -> str:
    return day(when) if when else ""


def _days(case: Case, events: Sequence[Event]) -> _Days:
    leaving = [event.at for event in events if event.source == Stage.REPORTED != event.target]
    ended = [event.at for event in events if event.target == case.stage != event.source]
    return _Days(
        told=case.reported_at if case.backfilled else case.registered_at,
        taken_up=min(leaving, default=None),
        done=case.resolved_at,
        answered=case.answered_at,
        over=case.closed_at or max(ended, default=None),
    )
