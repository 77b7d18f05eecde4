"""The one way to change a subject of any kind: take a step of its process on it, all in one transaction."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Any

from django.db import models, transaction
from django.utils.timezone import now

from wolaiban.database.batch import write
from wolaiban.database.differences import Picture, copied, number_rows
from wolaiban.people.actor import CLOCK, Actor
from wolaiban.process.errors import NotDue, Stale
from wolaiban.process.grammar import Step
from wolaiban.traces.leaving import leave
from wolaiban.workflow.about import PROCEED, concerned
from wolaiban.workflow.answers import as_of_now, checked
from wolaiban.workflow.bodies import event_of
from wolaiban.workflow.choices import obstacle
from wolaiban.workflow.context import StepContext
from wolaiban.workflow.effects import carry_out
from wolaiban.workflow.idempotency import Once, kept_as
from wolaiban.workflow.kinds import Answers, DueStep, Kind, Roles, Together, kind_of
from wolaiban.workflow.locking import Held, Turn, as_held, key_of, lock, lock_for, touched
from wolaiban.workflow.material import prepare_material
from wolaiban.workflow.models import FORGET, AbstractEvent
from wolaiban.workflow.timing import due

Wanted = list[tuple[Kind[Any, Any], int]]


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
    turns = [(step_name, answers)]
    (event,) = in_turn(turns, on=on, by=by, expected_version=expected_version, once=once, at=at)
    return event


def in_turn(
    turns: Sequence[Turn],
    *,
    on: models.Model,
    by: Actor,
    expected_version: int | None = None,
    once: Once | None = None,
    at: datetime | None = None,
) -> list[AbstractEvent]:
    """Take several steps on a subject, each on what the one before left, in the transaction of whoever calls.

    Arguments and refusals are those of `perform`; `once` is kept with the first event. Where one step is refused nothing
    may stay of the others: the caller lets what is raised end the transaction.
    """
    kind = kind_of(on)
    work = _Work(lock_for(kind, turns, on))
    subject = work.held[kind.name, on.pk]
    if expected_version is not None and expected_version != subject.version:
        raise Stale
    moment, taken = _moment(subject, at), list[AbstractEvent]()
    for step, answers in turns:
        given = as_held(work.held, answers)
        kept = None if taken else once
        taken.append(work.take(_Taking(kind, step, subject, by, given, moment, kept)))
    return taken


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
    return begin_within(step_name, on=on, by=by, answers=answers, once=once, at=at)


def begin_within(
    step_name: str,
    *,
    on: models.Model,
    by: Actor,
    answers: Answers = {},
    once: Once | None = None,
    at: datetime | None = None,
) -> AbstractEvent:
    """The same in the transaction of whoever calls, who lets what is raised end it. Stale: begin anew."""
    kind, subject, moment = kind_of(on), copied(on), at or now()
    work = _Work(lock_for(kind, [(step_name, answers)], on))
    number_rows([subject])
    subject.number = f"{kind.prefix}-{moment.year}-{subject.pk:06d}"  # type: ignore[attr-defined]
    subject.changed_at = moment  # type: ignore[attr-defined]
    return work.take(_Taking(kind, step_name, subject, by, answers, moment, once, begins=True))


def act_for_clock(kind: Kind[Any, Any], pk: int, at: datetime | None = None) -> AbstractEvent | None:
    """Let the clock do the one thing that is due on a subject, or nothing; what is due is decided under the lock.

    Where that touches others, nothing is done the first time: all of them are locked anew in the one order.
    """
    done: AbstractEvent | Wanted | None = [(kind, pk)]
    while isinstance(done, list):
        done = _act_holding(done, kind, pk, at)
    return done


@transaction.atomic(durable=True)
def _act_holding(
    wanted: Wanted, kind: Kind[Any, Any], pk: int, at: datetime | None
) -> AbstractEvent | Wanted | None:
    """What was done while these were held, or all that must be held to do it."""
    work = _Work(lock(wanted))
    subject = work.held[kind.name, pk]
    moment, parts = _moment(subject, at), kind.load(subject)
    alarm = due(kind, subject, parts, moment)
    if alarm is None:
        return None
    needed = touched(kind, alarm.step, subject, alarm.answers)
    if any((other.name, key) not in work.held for other, key in needed):
        return needed
    return work.take(
        _Taking(kind, alarm.step, subject, CLOCK, alarm.answers, moment, parts=parts, alarm=alarm)
    )


@transaction.atomic(durable=True)
def forget_words(kind: Kind[Any, Any], pk: int, *, said_before: datetime, at: datetime | None = None) -> int:
    """Let the clock erase the words of a subject that were said before a moment: how many. The event names them."""
    work = _Work(lock([(kind, pk)]))
    subject = work.held[kind.name, pk]
    theirs = kind.tables.statement._default_manager.filter(**kind.tables.owner(kind, subject))
    said = theirs.filter(erased_at=None, at__lt=said_before).order_by("pk")
    if not (keys := list(said.values_list("pk", flat=True))):
        return 0
    moment = _moment(subject, at)
    work.take(_forgetting(kind, subject, {"erased": keys}, moment))
    return theirs.filter(pk__in=keys).update(words=None, salt=None, erased_at=moment)


@transaction.atomic(durable=True)
def forget_subject(kind: Kind[Any, Any], pk: int, *, at: datetime | None = None) -> AbstractEvent:
    """Let the clock forget what the body of the step says: mostly who somebody is, whom the subject alone knows."""
    work = _Work(lock([(kind, pk)]))
    subject = work.held[kind.name, pk]
    return work.take(_forgetting(kind, subject, {}, _moment(subject, at)))


def _forgetting(kind: Kind[Any, Any], subject: Any, answers: Answers, at: datetime) -> _Taking:
    """The engine's own step: nobody's alarm is waited for, and no questions are asked."""
    roles = {kind.process.roles("clock"): None}
    return _Taking(kind, FORGET, subject, CLOCK, answers, at, inner=True, roles=roles)


@dataclass(frozen=True)
class _Taking:
    """One step about to be taken on a locked subject, or on one that begins. What was read or decided already is told."""

    kind: Kind[Any, Any]
    step: str
    subject: Any
    by: Actor
    answers: Answers
    at: datetime
    once: Once | None = None
    begins: bool = False
    parts: Any = None
    alarm: DueStep | None = None
    inner: bool = False  # taken in the body of another step
    roles: Roles | None = None  # given by the engine, with answers that are no questions of the table


@dataclass
class _Work:
    """One transaction: what is locked in it, and the steps taken, the one in the body of another before that one."""

    held: Held

    def take(self, taking: _Taking) -> AbstractEvent:
        context = self._context(taking)
        picture = Picture(() if taking.begins else _rows(context))
        carry_out(context)
        event = _write(context, picture, taking.once)
        for other in concerned(taking.kind, taking.step, taking.subject, context.answers):
            self._tell(taking, event, other)
        return event

    def _tell(self, outer: _Taking, event: AbstractEvent, other: models.Model) -> None:
        """The chain of a subject that this is about holds the number, seq and hash of the event.

        Whoever took the step there acts in whatever role the table of the other has for it.
        """
        kind, subject, by = kind_of(other), self.held[key_of(other)], outer.by
        named = {"process": outer.kind.name, "number": outer.subject.number, "step": event.step}
        answers = {**named, "seq": event.seq, "hash": bytes(event.hash).hex()}
        roles = dict.fromkeys(kind.process.by_name[PROCEED].by, next(iter(by.posts), None))
        at = _moment(subject, outer.at)
        self.take(_Taking(kind, PROCEED, subject, by, answers, at, inner=True, roles=roles))

    def _context(self, taking: _Taking) -> StepContext[Any, Any]:
        """Check who may do what with which answers, before anything is changed; then make rows of words and files."""
        kind, subject, by = taking.kind, taking.subject, taking.by
        parts, source = self._parts(taking), "" if taking.begins else subject.stage
        stage = None if taking.begins else kind.stage_of(subject)
        roles = kind.roles(by, parts) if taking.roles is None else taking.roles
        step = kind.process.check(taking.step, at=stage, roles=frozenset(roles))
        if why := obstacle(kind, step, by, parts, partial(kind.facts, by, parts, roles, taking.at)):
            raise why
        alarm, role = taking.alarm or _alarm(taking, parts), kind.process.acting_as(step, roles)
        given = _given(taking, step, role, parts)
        context = (kind.context or StepContext)(
            kind=kind, subject=subject, parts=parts, step=step, by=by, role=role, post=roles[role], at=taking.at,
            answers=given, source=source, target=step.targets(stage)[0], alarm=alarm, taking=self._inner(taking),
        )  # fmt: skip
        prepare_material(context)
        return context

    def _parts(self, taking: _Taking) -> Any:
        kind, subject = taking.kind, taking.subject
        if taking.parts is not None:
            return taking.parts
        if kind.load_together is None:
            return kind.load(subject)
        held = {pk: row for (name, pk), row in self.held.items() if name == kind.name}
        return kind.load_together(taking.step, subject, held, taking.by)

    def _inner(self, outer: _Taking) -> Any:
        def take(step: str, on: Any, by: Actor, answers: Answers) -> AbstractEvent:
            subject = self.held[key_of(on)]  # a KeyError here: `Kind.joined` did not name it
            at = _moment(subject, outer.at)
            return self.take(_Taking(kind_of(on), step, subject, by, answers, at, inner=True))

        return take


def _alarm(taking: _Taking, parts: Any) -> DueStep | None:
    """What the clock acts on: it takes no step early, except one that belongs to somebody's."""
    if not (taking.by.is_clock and taking.kind.is_timed) or taking.begins or taking.inner:
        return None
    alarm = due(taking.kind, taking.subject, parts, taking.at)
    if alarm is None:
        raise NotDue
    return alarm


def _given(taking: _Taking, step: Step[Any, Any], role: Any, parts: Any) -> dict[str, Any]:
    ours = taking.by.is_clock or taking.roles is not None
    process = taking.kind.process
    given = dict(taking.answers) if ours else checked(process, step, role, taking.answers)
    return as_of_now(taking.kind, parts, taking.by, step, given, taking.at)


def _write(context: StepContext[Any, Any], picture: Picture, once: Once | None) -> AbstractEvent:
    """All that the step changed, and its event, in one round trip; another before it where keys are to be drawn."""
    kind, rows = context.kind, [*_rows(context), *context.new]
    number_rows((row for row in rows if row._state.adding), among=rows)
    together = kind.together(context.parts)
    told = list(_of_others(context, together)) if together else []
    event, moved = event_of(context), together.moved if together else ()
    write(*picture.changes(rows, first=moved), *told, event, *kept_as(once, context.by, kind))
    if traced := tuple(kind.traced(context)):
        leave(*traced, act=context.step.name, by=context.me, at=context.at)
    return event


def _of_others(context: StepContext[Any, Any], together: Together[Any, Any]) -> Iterator[AbstractEvent]:
    """The others that the step changed record it too: no change without its event."""
    for pk in sorted(together.touched - {context.subject.pk}):
        other, parts = together.members[pk]
        other.changed_at = max(other.changed_at, context.at)
        stage, answers = other.stage, {"other": context.subject}
        yield event_of(
            replace(
                context, subject=other, parts=parts, at=other.changed_at, source=stage, target=stage,
                answers=answers,
            )
        )  # fmt: skip


def _rows(context: StepContext[Any, Any]) -> list[models.Model]:
    """The subject and its children, and those of the others that a step may change; each row once."""
    kind, together = context.kind, context.kind.together(context.parts)
    members = together.members.values() if together else [(context.subject, context.parts)]
    rows = [
        row
        for subject, parts in members
        for row in (subject, *(child for children in kind.children for child in children.of(parts)))
    ]
    return list({id(row): row for row in rows}.values())


def _moment(subject: Any, at: datetime | None) -> datetime:
    moment: datetime = max(at or now(), subject.changed_at)
    return moment
