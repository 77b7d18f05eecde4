"""The inbox: what an actor must do now, most urgent first, in groups; and the line the day begins with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_

from django.db.models import Count, F, Q
from django.utils.timezone import now

from wolaiban.cases.models import Case, Summons
from wolaiban.cases.queries.calls import Call, has_call, those
from wolaiban.cases.queries.tasks import Task, tasks_of
from wolaiban.people.actor import Actor
from wolaiban.process.calendar import BEIJING, end_of
from wolaiban.process.words import OFFICERS, Stage

SHOWN = 20


@dataclass(frozen=True)
class Line:
    """One thing to do; `why` is what its heading does not say already."""

    case: Case
    why: str
    clock: datetime | None = None  # the summons's, where it is not the case that is due


@dataclass(frozen=True)
class Group:
    task: Task
    lines: list[Line]
    more: bool


@dataclass(frozen=True)
class Morning:
    """How the day begins: what is late, and what falls due before midnight."""

    overdue: int
    today: int


@dataclass(frozen=True)
class Inbox:
    groups: list[Group]
    morning: Morning


def inbox_of(actor: Actor, at: datetime | None = None) -> Inbox:
    """All tasks that have cases (one query each), and the morning line."""
    moment = at or now()
    tasks = tasks_of(actor)
    groups = [_group(task, condition, actor) for task, condition in tasks]
    return Inbox([group for group in groups if group.lines], _morning(actor, tasks, moment))


def _group(task: Task, condition: Q, actor: Actor) -> Group:
    lines = _summoned(task, actor) if task.call else _held(task, condition, actor)
    return Group(task, lines[:SHOWN], more=len(lines) > SHOWN)


def _held(task: Task, condition: Q, actor: Actor) -> list[Line]:
    cases = Case.objects.visible_to(actor).filter(condition).with_parties()
    cases = cases.select_related(
        "unit", "township", "holder", "agent", "category", "handler", "raiser", "extension_by"
    ).annotate(calls_open=has_call(Summons.objects.filter(those(Call.OPEN))))
    soonest = cases.order_by(F("paused_at").asc(nulls_first=True), "deadline", "pk")
    return [Line(case, _why(task, case)) for case in soonest[: SHOWN + 1]]


def _summoned(task: Task, actor: Actor) -> list[Line]:
    assert task.call is not None
    clock = "report_due" if task.call is Call.CALLED else "due"
    mine = Summons.objects.filter(
        those(task.call), department__in=actor.unit_ids_as(OFFICERS)
    ).select_related("case__unit", "case__township", "case__holder", "case__category", "case__handler")
    urgent = mine.order_by(clock, "pk")[: SHOWN + 1]
    return [Line(s.case, f"{s.case.holder}吹哨", clock=getattr(s, clock)) for s in urgent]


def _morning(actor: Actor, tasks: list[tuple[Task, Q]], moment: datetime) -> Morning:
    midnight = end_of(moment.astimezone(BEIJING).date())
    held = [condition for task, condition in tasks if task.call is None]
    late, today = Q(deadline__lt=moment), Q(deadline__gte=moment, deadline__lt=midnight)
    sums = {"overdue": 0, "today": 0}
    if held:
        cases = Case.objects.visible_to(actor).filter(reduce(or_, held), paused_at=None)
        sums = cases.aggregate(overdue=Count("pk", filter=late), today=Count("pk", filter=today))
    if any(task.call for task, _ in tasks):
        calls = Summons.objects.filter(department__in=actor.unit_ids_as(OFFICERS)).aggregate(
            overdue=Count("pk", filter=those(Call.LATE, moment) & _to_act),
            today=Count("pk", filter=~those(Call.LATE, moment) & _due_before(midnight)),
        )
        sums = {name: number + calls[name] for name, number in sums.items()}
    return Morning(**sums)


_to_act = those(Call.CALLED) | those(Call.REPORTED_IN)


def _due_before(midnight: datetime) -> Q:
    return (those(Call.CALLED) & Q(report_due__lt=midnight)) | (those(Call.REPORTED_IN) & Q(due__lt=midnight))


def _why(task: Task, case: Case) -> str:
    teller = WHY.get(task.key)
    return teller(case) if teller else ""


def _why_pressed(case: Case) -> str:
    if case.supervise_due is None:
        return "已催办"
    return f"督办，要求 {case.supervise_due.astimezone(BEIJING):%-m月%-d日 %H:%M} 前办结"


def _why_mine(case: Case) -> str:
    if case.stage == Stage.JOINT:
        waiting: bool = case.calls_open  # type: ignore[attr-defined]
        return "等部门出具意见" if waiting else "部门意见已齐，可以办结"
    return "延期申请等批复" if case.extension_days else ""


def _why_unassigned(case: Case) -> str:
    return f"经办人{case.handler}已不在岗" if case.handler else "还没有经办人"


def _why_raised(case: Case) -> str:
    return f"{case.raiser}报上来" if case.raiser else ""


def _why_extension(case: Case) -> str:
    return f"{case.extension_by}申请延期 {case.extension_days} 天"


WHY: dict[str, Callable[[Case], str]] = {
    "pressed": _why_pressed,
    "mine": _why_mine,
    "unassigned": _why_unassigned,
    "to_take_up": _why_raised,
    "to_grant": _why_extension,
}
