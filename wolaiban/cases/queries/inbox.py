"""What waits for an actor, each matter once, most urgent first: what is late or due within a day, the rest by task.

And what others owe them, and what they finished this week.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from typing import Any, NamedTuple

from django.db.models import Count, DateTimeField, F, Q, QuerySet, Value, Window
from django.db.models.functions import Cast
from django.utils.timezone import now

from wolaiban.cases.models import Case, Summons
from wolaiban.cases.queries.parties import Parties, with_parties
from wolaiban.cases.queries.summons_filters import SummonsFilter, has_call, those
from wolaiban.cases.queries.tasks import BY_KEY, TASKS, Task, Whose, tasks_of
from wolaiban.cases.visible import SOON, Sight
from wolaiban.database.prepared import Given, PreparedQuery, Rows, among, gaps
from wolaiban.people.actor import Actor
from wolaiban.people.models import User
from wolaiban.places.models import Unit
from wolaiban.process.calendar import BEIJING
from wolaiban.process.words import OFFICERS, Stage

SHOWN, LAST_FINISHED = 20, 5
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

    task: Task
    case: Case
    due: datetime
    why: str
    clock: datetime | None = None  # the summons's, where it is not the case that is due
    pressing: bool = False  # late, or due within a day, by the actor's own clock


@dataclass(frozen=True)
class TaskGroup:
    """A task with its most urgent cases. `number` counts all of them, `late` and `soon` those of them that press."""

    task: Task
    lines: list[Todo]
    number: int
    late: int = 0
    soon: int = 0

    @property
    def pressing(self) -> int:
        return self.late + self.soon if self.task.own_clock else 0

    @property
    def calm(self) -> list[Todo]:
        return [line for line in self.lines if not line.pressing]

    @property
    def rest(self) -> int:
        """How many do not press."""
        return self.number - self.pressing

    @property
    def beyond(self) -> int:
        """How many of those are not among the lines."""
        return self.rest - len(self.calm)


@dataclass(frozen=True)
class Inbox:
    """`groups` wait for the actor, `awaited` for others. No case is in two of them."""

    groups: list[TaskGroup]
    awaited: list[TaskGroup] = field(default_factory=list)

    @property
    def has_own(self) -> bool:
        """Whether anything runs against the actor's own clock; who only watches is not told of today."""
        return any(group.task.own_clock for group in self.groups)

    @property
    def number(self) -> int:
        return sum(group.number for group in self.groups)

    @property
    def owed(self) -> int:
        """How many wait for others; what presses is told with what presses."""
        return sum(group.rest for group in self.awaited)

    @property
    def overdue(self) -> int:
        return sum(group.late for group in self._all if group.task.own_clock)

    @property
    def soon(self) -> int:
        return sum(group.soon for group in self._all if group.task.own_clock)

    @property
    def first(self) -> list[Todo]:
        """What presses, the most urgent first, no more than a list holds."""
        lines = (line for group in self._all for line in group.lines if line.pressing)
        return sorted(lines, key=lambda line: line.due)[:SHOWN]

    @property
    def first_beyond(self) -> int:
        return self.overdue + self.soon - len(self.first)

    @property
    def pressing_groups(self) -> list[TaskGroup]:
        return [group for group in self._all if group.pressing]

    @property
    def calm_groups(self) -> list[TaskGroup]:
        return [group for group in self.groups if group.rest]

    @property
    def awaited_groups(self) -> list[TaskGroup]:
        return [group for group in self.awaited if group.rest]

    @property
    def _all(self) -> list[TaskGroup]:
        return [*self.groups, *self.awaited]


class TaskRow(NamedTuple):
    """A row of what one task's query brings: a case, what orders it, and the sums over all cases of the task."""

    task: str
    case: int
    paused: datetime | None
    due: datetime
    key: int
    number: int
    late: int
    soon: int


def inbox_of(actor: Actor, at: datetime | None = None) -> Inbox:
    """All tasks that have cases. No case is under two of them, so their sums add up.

    One query for the tasks and one for all their cases, then those whom they name.
    """
    if actor.user is None:
        return Inbox([])
    moment = at or now()
    found = defaultdict(list)
    for row in _found(actor, moment):
        found[row.task].append(row)
    cases = _read({row.case for rows in found.values() for row in rows})
    groups = [_group(task, found[task.key], cases, moment) for task in TASKS if task.key in found]
    return Inbox([g for g in groups if not g.task.awaited], [g for g in groups if g.task.awaited])


def number_waiting(actor: Actor, at: datetime | None = None) -> int:
    """How many cases wait for the actor: `Inbox.number`, by the one query that finds the tasks."""
    rows = _found(actor, at or now()) if actor.user else []
    numbers = {row.task: row.number for row in rows if not BY_KEY[row.task].awaited}
    return sum(numbers.values())


@dataclass(frozen=True)
class Finished:
    """What an actor finished since Monday: the last few, and how many in all."""

    cases: list[Case]
    number: int


def finished_by(actor: Actor, at: datetime | None = None) -> Finished:
    """What they resolved themselves; and for departments, where they gave an opinion."""
    sight, monday = Sight.of(actor), week_of(at or now())
    departments = [post.unit_id for post in actor.posts_as(OFFICERS) if post.unit.is_department]
    last = _finished(gaps(sight), speaks=bool(departments))
    rows = last(**vars(sight), monday=monday, departments=departments)
    if not rows:
        return Finished([], 0)
    cases = {case.pk: case for case in CASES([pk for pk, _ in rows])}
    return Finished([cases[pk] for pk, _ in rows], rows[0][1])


@cache
def _finished(sight: Sight, *, speaks: bool) -> Rows:
    """The keys of the last few, each with the number of all; `speaks` for a department."""
    finished = Q(handler=Given("account"), resolved_at__gte=Given("monday"))
    if speaks:
        said = Summons.objects.filter(among("department", Given("departments")))
        finished |= has_call(said.filter(answered_at__gte=Given("monday")))
    found = Case.objects.seen_from(sight).filter(finished).annotate(number_of_all=Window(Count("pk")))
    last = found.order_by("-resolved_at", "-pk")[:LAST_FINISHED]
    return Rows(lambda: last.values_list("pk", "number_of_all"))


def week_of(moment: datetime) -> datetime:
    """When its Monday began, in Beijing."""
    day = moment.astimezone(BEIJING)
    return (day - timedelta(days=day.weekday())).replace(hour=0, minute=0, second=0, microsecond=0)


def _found(actor: Actor, moment: datetime) -> list[TaskRow]:
    whose, sight = Whose.of(actor), Sight.of(actor)
    most_urgent = _most_urgent(gaps(whose), gaps(sight))
    if most_urgent is None:
        return []
    rows = most_urgent(**vars(whose), **vars(sight), moment=moment, tomorrow=moment + SOON)
    return sorted(map(TaskRow._make, rows), key=_urgency)


def _urgency(row: TaskRow) -> tuple[bool, datetime, datetime, int]:
    return row.paused is not None, row.paused or row.due, row.due, row.key


@cache  # one for each set of kinds of posts that somebody holds, of which there are some dozens
def _most_urgent(whose: Whose, sight: Sight) -> Rows | None:
    lists = [_list(task, condition, whose, sight) for task, condition in tasks_of(whose)]
    return Rows(lambda: lists[0].union(*lists[1:], all=True)) if lists else None


def _list(task: Task, condition: Q, whose: Whose, sight: Sight) -> QuerySet[Any, Any]:
    """The most urgent of one task. The lists are united, so they have the same columns."""
    if task.call:
        clock = F("report_due" if task.call is SummonsFilter.CALLED else "due")
        mine = Summons.objects.filter(those(task.call), among("department", whose.departments))
        return _columns(task, mine, F("case"), Cast(Value(None), DateTimeField()), clock)
    cases = Case.objects.seen_from(sight).filter(condition)
    return _columns(task, cases, F("pk"), F("paused_at"), F(task.since))


def _columns(task: Task, rows: QuerySet[Any], case: F, paused: F | Cast, clock: F) -> QuerySet[Any, Any]:
    """As `TaskRow` names them. Late is whatever runs and is over, soon whatever runs out within a day."""
    late = Q(paused=None, clock__lt=Given("moment"))
    soon = Q(paused=None, clock__gte=Given("moment"), clock__lt=Given("tomorrow"))
    named = rows.annotate(task=Value(task.key), its_case=case, paused=paused, clock=clock).annotate(
        whole=Window(Count("pk")),
        late=Window(Count("pk", filter=late)),
        soon=Window(Count("pk", filter=soon)),
    )
    in_order: QuerySet[Any, Any] = named.order_by(F("paused").asc(nulls_first=True), "clock", "pk")
    return in_order.values_list("task", "its_case", "paused", "clock", "pk", "whole", "late", "soon")[:SHOWN]


def _read(keys: set[int]) -> dict[int, Case]:
    if not keys:
        return {}
    cases = with_parties(CASES(list(keys)), PARTIES)
    joint = [case.pk for case in cases if case.stage == Stage.JOINT]
    waited_for = WAITED_FOR(keys=joint) if joint else []
    for case in cases:
        case.calls_open = (case.pk,) in waited_for  # type: ignore[attr-defined]
    return {case.pk: case for case in cases}


def _group(task: Task, rows: Iterable[TaskRow], cases: dict[int, Case], at: datetime) -> TaskGroup:
    rows = list(rows)
    lines = [_line(task, cases[row.case], row, at) for row in rows]
    return TaskGroup(task, lines, rows[0].number, rows[0].late, rows[0].soon)


def _line(task: Task, case: Case, row: TaskRow, at: datetime) -> Todo:
    pressing = task.own_clock and row.paused is None and row.due < at + SOON
    return Todo(task, case, row.due, _why(task, case), row.due if task.call else None, pressing)


def _why(task: Task, case: Case) -> str:
    teller = WHY.get(task.key)
    return teller(case) if teller else ""


def _why_pressed(case: Case) -> str:
    if case.supervise_due is None:
        return "已催办"
    return f"督办，要求 {case.supervise_due.astimezone(BEIJING):%-m月%-d日 %H:%M} 前办结"


def _why_mine(case: Case) -> str:
    if case.stage == Stage.JOINT and not case.calls_open:  # type: ignore[attr-defined]
        return "部门意见已齐，可以办结"
    return "延期申请等批复" if case.extension_days else ""


def _why_unassigned(case: Case) -> str:
    return f"经办人{case.handler}已不在岗" if case.handler else "还没有经办人"


def _why_raised(case: Case) -> str:
    return f"{case.raiser}报上来" if case.raiser else ""


def _why_extension(case: Case) -> str:
    return f"{case.extension_by}申请延期 {case.extension_days} 天"


def _why_called(case: Case) -> str:
    return f"{case.holder}吹哨"


def _why_ordered(case: Case) -> str:
    if case.supervise_due is None:
        return ""
    return f"要求{case.holder} {case.supervise_due.astimezone(BEIJING):%-m月%-d日 %H:%M} 前办结"


WHY: dict[str, Callable[[Case], str]] = {
    "to_report_in": _why_called,
    "to_contribute": _why_called,
    "pressed": _why_pressed,
    "mine": _why_mine,
    "unassigned": _why_unassigned,
    "to_take_up": _why_raised,
    "to_grant": _why_extension,
    "ordered": _why_ordered,
}
