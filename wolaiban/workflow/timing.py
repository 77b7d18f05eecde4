"""The clock of a stage: when it should be over, when the clock must look again, what it is then to do."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import chain
from typing import Any

from wolaiban.process.calendar import in_force, later
from wolaiban.process.grammar import Running
from wolaiban.workflow.context import StepContext
from wolaiban.workflow.kinds import Alarm, Children, Kind, P, S


def enter(context: StepContext[Any, Any]) -> None:
    """Put the subject into the stage where the step leads, and start its clock anew; open forms are stale then."""
    kind, subject = context.kind, context.subject
    subject.stage = str(context.target)
    subject.version += 1
    if not kind.is_timed:
        return
    span = kind.limit(context.parts)
    subject.counted_from, subject.rung = context.at, 0
    promised = later(context.at, span, in_force()) if span else None
    subject.deadline = context.deadline or promised
    if hasattr(subject, "paused_at"):
        subject.paused_at = subject.paused_until = subject.pause_reason = None


def alarms(kind: Kind[S, P], subject: Any, parts: P) -> Iterator[Alarm]:
    """All that the clock has to do on a subject as it stands, what goes first first."""
    yield from kind.alarms(parts)
    yield from chain.from_iterable(_of_children(children, parts) for children in kind.children)
    if subject.deadline is None or getattr(subject, "paused_at", None) is not None:
        return
    running = Running(
        stage=kind.stage_of(subject),
        counted_from=subject.counted_from,
        deadline=subject.deadline,
        rung=subject.rung,
    )
    if rung := kind.process.next_alarm(running):
        yield Alarm(*rung, of_ladder=True)


def _of_children(children: Children[P], parts: P) -> Iterator[Alarm]:
    for row in children.running(parts):
        if row.rung < len(children.ladder):
            rung = children.ladder[row.rung]
            at = row.counted_from + (row.deadline - row.counted_from) * rung.share
            yield Alarm(at, rung.act, {type(row).__name__.lower(): row.pk}, of_ladder=True, child=row)


def due(kind: Kind[S, P], subject: Any, parts: P, at: datetime) -> Alarm | None:
    """What the clock is to do at this moment. Never early."""
    return next((alarm for alarm in alarms(kind, subject, parts) if alarm.at <= at), None)


def next_wake(kind: Kind[S, P], subject: Any, parts: P) -> datetime | None:
    """The earliest moment at which the clock has something to do."""
    return min((alarm.at for alarm in alarms(kind, subject, parts)), default=None)
