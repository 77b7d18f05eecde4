"""The inbox: what an actor must do now, most urgent first, in groups; and the line the day begins with."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from django.db.models import Count, DateTimeField, F, Q, QuerySet, Value, Window
from django.db.models.functions import Cast
from django.utils.timezone import now

from wolaiban.cases.models import Case, Summons
from wolaiban.cases.queries.parties import Parties, with_parties
from wolaiban.cases.queries.summons_filters import SummonsFilter, those
from wolaiban.cases.queries.tasks import TASKS, Task, Whose, tasks_of
from wolaiban.cases.visible import Sight
from wolaiban.database.prepared import Given, PreparedQuery, Rows, among, gaps
from wolaiban.people.actor import Actor
from wolaiban.people.models import User
from wolaiban.places.models import Unit
from wolaiban.process.calendar import BEIJING, end_of
from wolaiban.process.words import Stage

SHOWN = 20
PARTIES: Parties = {Unit: ("unit", "township", "holder", "raiser"), User: ("handler", "extension_by")}
CASES = PreparedQuery(lambda keys: Case.objects.filter(among("pk", keys)))
WAITED_FOR = Rows(
    lambda: Summons.objects.filter(those(SummonsFilter.OPEN), among("case", Given("keys"))).values_list(
        "case"
    )
)


@dataclass(frozen=True)
class Todo:
    """One thing to do; `why` is what its heading does not say already."""

    case: Case
    why: str
    clock: datetime | None = None  # the summons's, where it is not the case that is due


@dataclass(frozen=True)
class TaskGroup:
    """A task with its most urgent cases; `late` and `today` count all of them."""

    task: Task
    lines: list[Todo]
    more: bool = False
    late: int = 0
    today: int = 0


@dataclass(frozen=True)
class Inbox:
    groups: list[TaskGroup]

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


class TaskRow(NamedTuple):
    """A row of what one task's query brings: a case, what orders it, and the sums over all cases of the task."""

    task: str
    case: int
    paused: datetime | None
    due: datetime
    key: int
    late: int
    today: int


def inbox_of(actor: Actor, at: datetime | None = None) -> Inbox:
    """All tasks that have cases. The tasks of one's own clock share no case, so their sums add up.

    One query for the tasks and one for all their cases, then those whom they name.
    """
    if actor.user is None:
        return Inbox([])
    found = defaultdict(list)
    for row in _found(actor, at or now()):
        found[row.task].append(row)
    cases = _read({row.case for rows in found.values() for row in rows})
    return Inbox([_group(task, found[task.key], cases) for task in TASKS if task.key in found])


def _found(actor: Actor, moment: datetime) -> list[TaskRow]:
    whose, sight = Whose.of(actor), Sight.of(actor)
    most_urgent = _most_urgent(gaps(whose), gaps(sight))
    if most_urgent is None:
        return []
    midnight = end_of(moment.astimezone(BEIJING).date())
    rows = most_urgent(**vars(whose), **vars(sight), moment=moment, midnight=midnight)
    return sorted(map(TaskRow._make, rows), key=_urgency)


def _urgency(row: TaskRow) -> tuple[bool, datetime, datetime, int]:
    return row.paused is not None, row.paused or row.due, row.due, row.key


@cache  # one for each set of kinds of posts that somebody holds, of which there are some dozens
def _most_urgent(whose: Whose, sight: Sight) -> Rows | None:
    lists = [_list(task, condition, whose, sight) for task, condition in tasks_of(whose)]
    return Rows(lambda: lists[0].union(*lists[1:], all=True)) if lists else None


def _list(task: Task, condition: Q, whose: Whose, sight: Sight) -> QuerySet[Any, Any]:
    """The most urgent of one task, one more than are shown. The lists are united, so they have the same columns."""
    if task.call:
        clock = F("report_due" if task.call is SummonsFilter.CALLED else "due")
        mine = Summons.objects.filter(those(task.call), among("department", whose.departments))
        return _columns(task, mine, F("case"), Cast(Value(None), DateTimeField()), clock)
    cases = Case.objects.seen_from(sight).filter(condition)
    return _columns(task, cases, F("pk"), F("paused_at"), F(task.since))


def _columns(task: Task, rows: QuerySet[Any], case: F, paused: F | Cast, clock: F) -> QuerySet[Any, Any]:
    """As `Found` names them. Late is whatever runs and is over, today whatever runs out before midnight."""
    late = Q(paused=None, clock__lt=Given("moment"))
    today = Q(paused=None, clock__gte=Given("moment"), clock__lt=Given("midnight"))
    named = rows.annotate(task=Value(task.key), its_case=case, paused=paused, clock=clock).annotate(
        late=Window(Count("pk", filter=late)), today=Window(Count("pk", filter=today))
    )
    in_order: QuerySet[Any, Any] = named.order_by(F("paused").asc(nulls_first=True), "clock", "pk")
    return in_order.values_list("task", "its_case", "paused", "clock", "pk", "late", "today")[: SHOWN + 1]


def _read(keys: set[int]) -> dict[int, Case]:
    if not keys:
        return {}
    cases = with_parties(CASES(list(keys)), PARTIES)
    joint = [case.pk for case in cases if case.stage == Stage.JOINT]
    waited_for = WAITED_FOR(keys=joint) if joint else []
    for case in cases:
        case.calls_open = (case.pk,) in waited_for  # type: ignore[attr-defined]
    return {case.pk: case for case in cases}


def _group(task: Task, rows: list[TaskRow], cases: dict[int, Case]) -> TaskGroup:
    lines = [_line(task, cases[row.case], row.due) for row in rows]
    return TaskGroup(task, lines[:SHOWN], len(lines) > SHOWN, rows[0].late, rows[0].today)


def _line(task: Task, case: Case, due: datetime) -> Todo:
    return Todo(case, _why(task, case), due if task.call else None)


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
