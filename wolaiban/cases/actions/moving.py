"""The one way to change a case: take a step of the table on it, all in one transaction."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.utils.timezone import now

from wolaiban.cases.actions.once import kept_as
from wolaiban.cases.actions.recording import material, unsaved_event
from wolaiban.cases.models import Case, Event
from wolaiban.cases.process import CASE, CaseStep
from wolaiban.cases.queries.groups import family_of
from wolaiban.cases.roles import Circle, Standing, facts, standing
from wolaiban.cases.steps import joining
from wolaiban.cases.steps.bodies import carry_out
from wolaiban.cases.steps.context import AS_KEPT, CaseContext
from wolaiban.cases.steps.family import Family
from wolaiban.cases.timing import moved_by_calendar, pause_ends, running, summons_alarm
from wolaiban.database.batch import write
from wolaiban.database.differences import Picture, number_rows
from wolaiban.database.prepared import PreparedQuery
from wolaiban.people.actor import CLOCK, Actor
from wolaiban.process.calendar import in_force
from wolaiban.process.errors import NotDue, Stale
from wolaiban.process.words import Stage
from wolaiban.workflow.answers import checked
from wolaiban.workflow.idempotency import Once
from wolaiban.workflow.kinds import Answers

LOCKED = PreparedQuery(
    lambda pk: Case.objects.select_for_update(of=("self",)).select_related("holder__parent").filter(pk=pk)
)


@transaction.atomic(durable=True)
def perform(
    step_name: str,
    *,
    on: Case,
    by: Actor,
    answers: Answers = {},
    expected_version: int | None = None,
    at: datetime | None = None,
    once: Once | None = None,
) -> Event:
    """Take one step on a case, or raise the reason it is refused (a ProcessError), leaving no trace.

    The row is locked first, so the stage that is checked is the stage that is changed. `expected_version`
    is the case's `turn` when the form was drawn: if the case has moved since, Stale. `at` is for playing what
    happened earlier; time never runs backwards within a case. `once` is kept with the event: see
    `once.once_only`.
    """
    into = answers.get("into")
    joined = [on.pk, into.pk] if isinstance(into, Case) else [on.pk]
    locked = lock_families(*joined) if step_name in joining.BODIES else lock(on.pk)
    case = locked[on.pk]
    if isinstance(into, Case) and into.pk in locked:
        answers = {**answers, "into": locked[into.pk]}
    if expected_version is not None and expected_version != case.turn:
        raise Stale
    family = Family.read(locked, by=by) if step_name in joining.BODIES else None
    circle = family.circle_of(case) if family else Circle.of(case)
    moment = _moment(case, at)
    return _take(step_name, circle=circle, by=by, answers=answers, at=moment, family=family, once=once)


@transaction.atomic(durable=True)
def act_for_clock(pk: int, at: datetime | None = None) -> Event | None:
    """Let the clock do the one thing that is due on a case, or nothing; what is due is decided under the lock."""
    case = lock(pk)[pk]
    moment = _moment(case, at)
    circle = Circle.of(case)
    due = due_now(circle, moment)
    if due is None:
        return None
    step_name, particulars = due
    return _take(step_name, circle=circle, by=CLOCK, answers=particulars, at=moment)


def lock(*pks: int) -> dict[int, Case]:
    """Lock rows in the order of their keys, so that two merges of the same pair cannot wait for each other."""
    found = {pk: _locked(pk) for pk in sorted(set(pks))}
    if None in found.values():
        raise Case.DoesNotExist
    return {pk: case for pk, case in found.items() if case is not None}


def _locked(pk: int) -> Case | None:
    """The row as it stands once nobody else holds it.

    Whoever had to wait while the holder changed gets no row the first time, though the lock is theirs: PostgreSQL
    looks again at the join with the case as it is now and the holder of before. Asked again, it reads both anew.
    """
    return LOCKED.one(pk) or LOCKED.one(pk)


def lock_families(*pks: int) -> dict[int, Case]:
    """Lock cases with all that they are joined with; Stale where somebody joined or parted them meanwhile."""
    family = set[int]().union(*map(family_of, pks))
    locked = lock(*family)
    if set[int]().union(*map(family_of, pks)) != family:
        raise Stale
    return locked


def due_now(circle: Circle, at: datetime) -> tuple[str, dict[str, Any]] | None:
    """What the clock is to do at this moment: the step and its particulars. Never early."""
    case = circle.case
    if moved := moved_by_calendar(case):
        assert case.deadline is not None
        return "recount_time", {"due": case.deadline + moved, "calendar": in_force().version}
    ends = pause_ends(case)
    if ends is not None and ends <= at:
        return "resume", {}
    if case.stage == Stage.JOINT:
        for summons in circle.summonses:
            alarm = summons_alarm(summons)
            if alarm and alarm[0] <= at:
                return "flag", {"summons": summons, "silence": alarm[1]}
    clock = running(case)
    rung = CASE.next_alarm(clock) if clock else None
    return (rung[1], {}) if rung and rung[0] <= at else None


def _moment(case: Case, at: datetime | None) -> datetime:
    return max(at or now(), case.changed_at)


def _take(
    step_name: str,
    *,
    circle: Circle,
    by: Actor,
    answers: Answers,
    at: datetime,
    family: Family | None = None,
    once: Once | None = None,
) -> Event:
    case, roles = circle.case, standing(by, circle)
    step = CASE.check(step_name, at=Stage(case.stage), roles=frozenset(roles))
    if obstacle := CASE.obstacle(step, facts(by, circle, roles, at)):
        raise obstacle
    source, rows = Stage(case.stage), _rows_around(circle, family)
    before = Picture(rows)
    context = _context(step, circle, by, roles, answers, at)
    context.family = family
    carry_out(context)
    number_rows(context.new, among=rows)
    told = [_event_of_other(context, pk) for pk in sorted(_touched(context))]
    event = _event(context, source)
    changes = before.changes([*rows, *context.new], first=family.moved if family else ())
    write(*changes, *told, event, *kept_as(once, by))
    return event


def _rows_around(circle: Circle, family: Family | None) -> list[Model]:
    """All that the step may change, the case first."""
    if family is None:
        return [circle.case, *circle.complainants, *circle.summonses]
    others = [case for case in family.cases.values() if case is not circle.case]
    return [circle.case, *others, *family.complainants, *family.summonses]


def _context(
    step: CaseStep, circle: Circle, by: Actor, roles: Standing, answers: Answers, at: datetime
) -> CaseContext:
    """Check what was given; words and files become rows of their own."""
    case, role, new = circle.case, CASE.acting_as(step, roles), list[Model]()
    assert role is not None
    if by.is_clock:
        if due_now(circle, at) is None:
            raise NotDue
        given = dict(answers)
    else:
        given = checked(CASE, step, role, answers)
        new += material(circle, step.name, given, at, by)
    target = step.targets(Stage(case.stage))[0]
    return CaseContext(case, circle, step, by, role, roles[role], at, given, target, AS_KEPT, new=new)


def _event(context: CaseContext, source: Stage) -> Event:
    return unsaved_event(
        context.circle, step=context.step.name, source=source, at=context.at, by=context.by, post=context.post, role=context.role,
        answers=context.answers,
    )  # fmt: skip


def _touched(context: CaseContext) -> set[int]:
    """The other cases that gained or lost complainants, by key."""
    return context.family.touched - {context.case.pk} if context.family else set()


def _event_of_other(context: CaseContext, pk: int) -> Event:
    """The case that gained or lost complainants records it too: no change without its event."""
    assert context.family is not None
    other = context.family.cases[pk]
    other.changed_at = max(other.changed_at, context.at)
    return unsaved_event(
        context.family.circle_of(other), step=context.step.name, source=other.stage, at=other.changed_at, by=context.by,
        post=context.post, role=context.role, answers={"other": context.case},
    )  # fmt: skip
