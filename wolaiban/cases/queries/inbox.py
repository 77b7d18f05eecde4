"""The inbox: what an actor must do now, most urgent first, in groups; and the line the day begins with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, Q, Window
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
    """A task with its most urgent cases; `late` and `today` count all of them."""

    task: Task
    lines: list[Line]
    more: bool = False
    late: int = 0
    today: int = 0


@dataclass(frozen=True)
class Inbox:
    groups: list[Group]

    @property
    def has_own(self) -> bool:
        """Whether anything runs against the actor's own clock; who only watches is not told of today."""
        return any(group.task.own_clock for group in self.groups)

    @property
    def overdue(self) -> int:
        return sum(group.late for group in self.groups if group.task.own_clock)

    @property
    def due_today(self) -> int:
        return sum(group.today for group in self.groups if group.task.own_clock)


@dataclass(frozen=True)
class Found:
    """What one task's query brings: the most urgent cases by key, with the summons's time if that is what runs."""

    task: Task
    due: dict[int, datetime | None]
    late: int = 0
    today: int = 0


def inbox_of(actor: Actor, at: datetime | None = None) -> Inbox:
    """All tasks that have cases. The tasks of one's own clock share no case, so their sums add up.

    One narrow query for each task, then one for all their cases: what is joined to show a line is planned once.
    """
    moment = at or now()
    found = [_find(task, condition, actor, moment) for task, condition in tasks_of(actor)]
    cases = _read({pk for one in found for pk in one.due})
    return Inbox([_group(one, cases) for one in found if one.due])


def _find(task: Task, condition: Q, actor: Actor, moment: datetime) -> Found:
    if task.call:
        clock = "report_due" if task.call is Call.CALLED else "due"
        mine = Summons.objects.filter(those(task.call), department__in=actor.unit_ids_as(OFFICERS))
        late, today = _sums(clock, moment, Q())
        soonest = mine.annotate(late=late, today=today).order_by(clock, "pk")
        rows = list(soonest.values_list("case", clock, "late", "today")[: SHOWN + 1])
        return _found(task, rows)
    late, today = _sums("deadline", moment, Q(paused_at=None))
    cases = Case.objects.visible_to(actor).filter(condition).annotate(late=late, today=today)
    in_order = cases.order_by(F("paused_at").asc(nulls_first=True), "deadline", "pk")
    sums = in_order.values_list("pk", "late", "today")[: SHOWN + 1]
    return _found(task, [(pk, None, late, today) for pk, late, today in sums])


def _found(task: Task, rows: list[tuple[int, datetime | None, int, int]]) -> Found:
    if not rows:
        return Found(task, {})
    *_, late, today = rows[0]  # every row carries the sums over all
    return Found(task, {pk: due for pk, due, _, _ in rows}, late, today)


def _read(pks: set[int]) -> dict[int, Case]:
    if not pks:
        return {}
    cases = Case.objects.select_related(
        "unit", "township", "holder", "handler", "raiser", "extension_by"
    ).annotate(calls_open=has_call(Summons.objects.filter(those(Call.OPEN))))
    return cases.in_bulk(pks)


def _group(found: Found, cases: dict[int, Case]) -> Group:
    task = found.task
    lines = [Line(cases[pk], _why(task, cases[pk]), clock=due) for pk, due in found.due.items()]
    return Group(task, lines[:SHOWN], len(lines) > SHOWN, found.late, found.today)


def _sums(clock: str, moment: datetime, running: Q) -> tuple[Window, Window]:
    """How many are late, and how many fall due before midnight: over all rows, whatever part of them is read."""
    midnight = end_of(moment.astimezone(BEIJING).date())
    late = running & Q(**{f"{clock}__lt": moment})
    today = running & Q(**{f"{clock}__gte": moment, f"{clock}__lt": midnight})
    return Window(Count("pk", filter=late)), Window(Count("pk", filter=today))


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


def _why_called(case: Case) -> str:
    return f"{case.holder}吹哨"


WHY: dict[str, Callable[[Case], str]] = {
    "to_report_in": _why_called,
    "to_contribute": _why_called,
    "pressed": _why_pressed,
    "mine": _why_mine,
    "unassigned": _why_unassigned,
    "to_take_up": _why_raised,
    "to_grant": _why_extension,
}
