"""The course of a matter as its resident is told it: in their words, with the day by which it goes on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from wolaiban.cases.history.course import course
from wolaiban.cases.history.wording import day
from wolaiban.cases.models import Case, Event
from wolaiban.process.course import Stop
from wolaiban.process.words import Stage

TOLD = {
    "登记": "收到",
    "上报承接": "上一级承接",
    "吹哨联动": "几家一起办",
    "反馈": "给您答复",
    "评价": "您来评价",
    "复核": "上一级复核",
}


def stops(case: Case, events: Iterable[Event], *, judged: bool) -> list[Stop]:
    """`judged` is whether this complainant has given their judgement; others of the same matter may not have."""
    return [_told(stop, _waits_for(case, judged=judged)) for stop in course(case, events)]


def _told(stop: Stop, waits_for: str) -> Stop:
    label = TOLD.get(stop.label, stop.label)
    return replace(stop, label=label, note=waits_for if stop.state == "here" else stop.note)


def _waits_for(case: Case, *, judged: bool) -> str:
    if case.stage_word is Stage.ANSWERED:
        return "等其他人" if judged else "等您"
    if case.is_paused:
        return "暂停计时"
    return f"{day(case.deadline)}前" if case.deadline else ""
