"""The one way to change a subject of any kind: take a step of its process on it, all in one transaction."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.utils.timezone import now

from wolaiban.database.batch import write
from wolaiban.database.differences import Picture, copied, number_rows
from wolaiban.people.actor import CLOCK, Actor
from wolaiban.process.errors import NotDue, Stale
from wolaiban.traces.leaving import leave
from wolaiban.workflow.about import PROCEED, concerned
from wolaiban.workflow.answers import as_of_now, checked
from wolaiban.workflow.bodies import event_of
from wolaiban.workflow.choices import obstacle
from wolaiban.workflow.context import StepContext
from wolaiban.workflow.idempotency import Once, kept_as
from wolaiban.workflow.kinds import Alarm, Answers, Kind, kind_of
from wolaiban.workflow.material import store_material
from wolaiban.workflow.models import AbstractEvent
from wolaiban.workflow.timing import due, enter, next_wake

Key = tuple[str, int]  # the kind and the key of a subject


@transaction.atomic(durable=True)
def perform(
    step_name: str,
    *,
    on: models.Model,
    by: Actor,
    answers: Answers = {},
    expected_version: int | None = None,
    once: Once | None = None,
    at: datetime | None = None,
) -> AbstractEvent:
    """Take one step on a subject, or raise the reason it is refused (a ProcessError), leaving no trace.

    The row is locked first, so the stage that is checked is the stage that is changed; with it all that the kind says
    the step touches. `expected_version` is the subject's when the form was drawn: if it has moved since, Stale. `once`
    is kept with the event (see `idempotency`). `at` is for playing what happened earlier; time never runs backwards
    within a subject.
    """
    kind = kind_of(on)
    work = _locking(kind, step_name, on, answers)
    subject = work.locked[_key(kind, on)]
    if expected_version is not None and expected_version != subject.version:
        raise Stale
    return work.take(_Taking(kind, step_name, subject, by, answers, _moment(subject, at), once))


def begin(
    step_name: str,
    *,
    on: models.Model,
    by: Actor,
    answers: Answers = {},
    once: Once | None = None,
    at: datetime | None = None,
) -> AbstractEvent:
    """Begin a subject with a step that does; raises as `perform`. The key of the new row stands in `event.subject`.

    `on` is a row in memory with what is known of it beforehand; it stays as it is, and its body fills a copy. Nobody has
    seen what else it touches: where that was another by the time it was locked, it is begun once more, with the other.
    """
    try:
        return _begin(step_name, on, by, answers, once, at)
    except Stale:
        return _begin(step_name, on, by, answers, once, at)


@transaction.atomic(durable=True)
def _begin(
    step_name: str, on: models.Model, by: Actor, answers: Answers, once: Once | None, at: datetime | None
) -> AbstractEvent:
    kind, subject, moment = kind_of(on), copied(on), at or now()
    work = _locking(kind, step_name, on, answers)
    number_rows([subject])
    subject.number = f"{kind.prefix}-{moment.year}-{subject.pk:06d}"  # type: ignore[attr-defined]
    subject.changed_at = moment  # type: ignore[attr-defined]
    return work.take(_Taking(kind, step_name, subject, by, answers, moment, once, begins=True))


@transaction.atomic(durable=True)
def act_for_clock(kind: Kind[Any, Any], pk: int, at: datetime | None = None) -> AbstractEvent | None:
    """Let the clock do the one thing that is due on a subject, or nothing; what is due is decided under the lock."""
    subject = _lock([(kind, pk)])[kind.name, pk]
    moment = _moment(subject, at)
    alarm = due(kind, subject, kind.load(subject), moment)
    if alarm is None:
        return None
    work = _locking(kind, alarm.step, subject, alarm.answers)
    return work.take(_Taking(kind, alarm.step, subject, CLOCK, alarm.answers, moment, alarm=alarm))


@dataclass(frozen=True)
class _Taking:
    """One step about to be taken on a locked subject, or on one that begins."""

    kind: Kind[Any, Any]
    step: str
    subject: Any
    by: Actor
    answers: Answers
    at: datetime
    once: Once | None = None
    begins: bool = False
    alarm: Alarm | None = None
    inner: bool = False  # taken in the body of another step
    by_engine: bool = False  # its answers are ours, and no questions of the table


@dataclass
class _Work:
    """One transaction: what is locked in it, and the steps taken, the one in the body of another before that one."""

    locked: dict[Key, Any] = field(default_factory=dict)

    def take(self, taking: _Taking) -> AbstractEvent:
        context = self._context(taking)
        kind, subject, parts = taking.kind, taking.subject, context.parts
        source = "" if taking.begins else subject.stage
        picture = Picture(_rows(kind, subject, parts, begins=taking.begins))
        if body := kind.bodies.get(context.step.name):
            body(context)
        if context.target != source:
            enter(context)
        elif taking.alarm and taking.alarm.of_ladder:
            _climb(context, taking.alarm)
        subject.changed_at = taking.at
        event = _write(taking, context, source, picture)
        for other in concerned(kind, taking.step, subject, context.answers):
            self._tell(taking, event, other)
        return event

    def _tell(self, outer: _Taking, event: AbstractEvent, other: models.Model) -> None:
        """The chain of a subject that this is about holds the number, seq and hash of the event."""
        kind = kind_of(other)
        subject = self.locked[_key(kind, other)]
        named = {"process": outer.kind.name, "number": outer.subject.number, "step": event.step}
        answers = {**named, "seq": event.seq, "hash": bytes(event.hash).hex()}
        at = _moment(subject, outer.at)
        self.take(_Taking(kind, PROCEED, subject, outer.by, answers, at, inner=True, by_engine=True))

    def _context(self, taking: _Taking) -> StepContext[Any, Any]:
        """Check who may do what with which answers, before anything is written; then store words and files."""
        kind, subject, by = taking.kind, taking.subject, taking.by
        parts, stage = kind.load(subject), None if taking.begins else kind.stage_of(subject)
        roles = kind.roles(by, parts)
        step = kind.process.check(taking.step, at=stage, roles=frozenset(roles))
        if why := obstacle(kind, step, by, parts, roles, taking.at):
            raise why
        _require_due(taking, parts)
        role = kind.process.acting_as(step, roles)
        given = (
            dict(taking.answers)
            if by.is_clock or taking.by_engine
            else checked(kind.process, step, role, taking.answers)
        )
        given = as_of_now(kind, parts, by, step, given, taking.at)
        target = step.targets(stage)[0]
        context = StepContext(
            kind,
            subject,
            parts,
            step,
            by,
            role,
            roles[role],
            taking.at,
            given,
            target,
            taking=self._inner(taking),
        )
        store_material(context)
        return context

    def _inner(self, outer: _Taking) -> Any:
        def take(step: str, on: Any, by: Actor, answers: Answers) -> AbstractEvent:
            kind = kind_of(on)
            subject = self.locked[_key(kind, on)]  # a KeyError here: `Kind.joined` did not name it
            at = _moment(subject, outer.at)
            return self.take(_Taking(kind, step, subject, by, answers, at, inner=True))

        return take


def _climb(context: StepContext[Any, Any], alarm: Alarm) -> None:
    rows = _rows(context.kind, context.subject, context.parts)
    next(row for row in rows if row == (alarm.child or context.subject)).rung += 1  # type: ignore[attr-defined]


def _write(taking: _Taking, context: StepContext[Any, Any], source: str, picture: Picture) -> AbstractEvent:
    """All that the step changed, and its event, in one round trip; another before it where keys are to be drawn."""
    kind, subject, parts = taking.kind, taking.subject, context.parts
    rows = list(_rows(kind, subject, parts))
    number_rows((row for row in rows if row._state.adding), among=rows)
    if kind.is_timed:
        subject.wake_at = next_wake(kind, subject, parts)
    event = event_of(context, source)
    kept = kept_as(taking.once, taking.by, kind.name, kind.tables.event._meta.db_table)
    write(*picture.changes(rows), event, *kept)
    if traced := tuple(kind.traced(context)):
        leave(*traced, act=context.step.name, by=context.me, at=context.at)
    return event


def _rows(kind: Kind[Any, Any], subject: Any, parts: Any, *, begins: bool = False) -> Iterable[models.Model]:
    """The subject and its children, each row once. Of a subject that begins nothing is there before."""
    if begins:
        return ()
    children = [row for children in kind.children for row in children.of(parts)]
    return {id(row): row for row in (subject, *children)}.values()


def _require_due(taking: _Taking, parts: Any) -> None:
    """The clock takes no step early, except one that belongs to somebody's."""
    timed = taking.kind.is_timed and not (taking.begins or taking.inner)
    if taking.by.is_clock and timed and due(taking.kind, taking.subject, parts, taking.at) is None:
        raise NotDue


def _locking(kind: Kind[Any, Any], step_name: str, on: Any, answers: Answers) -> _Work:
    """Lock a subject with all that the step touches; Stale where it touches others by the time they are locked."""
    wanted = _touched(kind, step_name, on, answers)
    work = _Work(_lock(wanted))
    again = work.locked.get(_key(kind, on), on)
    if {(k.name, pk) for k, pk in _touched(kind, step_name, again, answers)} != work.locked.keys():
        raise Stale
    return work


def _touched(
    kind: Kind[Any, Any], step_name: str, on: Any, answers: Answers
) -> list[tuple[Kind[Any, Any], int]]:
    others = [*kind.joined(step_name, on, answers), *concerned(kind, step_name, on, answers)]
    joined = [(kind_of(other), other.pk) for other in others]
    return joined if on.pk is None else [(kind, on.pk), *joined]


def _lock(wanted: Iterable[tuple[Kind[Any, Any], int]]) -> dict[Key, Any]:
    """Lock rows in one order for all kinds, so that no two steps wait for each other: cases by key, then the others."""
    kinds = {(kind.name, pk): kind for kind, pk in wanted}
    order = sorted(kinds, key=lambda key: (key[0] != "case", *key))
    return {key: kinds[key].lock(kinds[key], key[1]) for key in order}


def _key(kind: Kind[Any, Any], subject: Any) -> Key:
    return kind.name, subject.pk


def _moment(subject: Any, at: datetime | None) -> datetime:
    moment: datetime = max(at or now(), subject.changed_at)
    return moment
