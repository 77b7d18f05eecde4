"""The clock of a stage: when it should be over, when the clock must look again, what it is then to do."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import chain
from typing import Any

from wolaiban.process.calendar import in_force, later
from wolaiban.process.grammar import Running
from wolaiban.workflow.kinds import Children, DueStep, Kind, P, S


def enter(
    kind: Kind[S, P], subject: Any, parts: P, stage: Any, at: datetime, deadline: datetime | None = None
) -> None:
    """Put a subject into a stage and start its clock anew: what belonged to the old one is dropped, open forms are stale."""
    subject.stage = str(stage)
    subject.version += 1
    if kind.is_timed:
        subject.counted_from, subject.rung = at, 0
        subject.deadline = deadline or _promised(kind, parts, at)
        if kind.is_paused:
            subject.paused_at = subject.paused_until = subject.pause_reason = None
    kind.entered(subject, at)


def _promised(kind: Kind[S, P], parts: P, at: datetime) -> datetime | None:
    span = kind.limit(parts)
    return later(at, span, in_force()) if span else None


def running(kind: Kind[S, Any], subject: Any) -> Running[Any] | None:
    """The clock of the stage, or None where it stands still: paused, or without an end."""
    if subject.deadline is None or (kind.is_paused and subject.paused_at is not None):
        return None
    return Running(
        stage=kind.stage_of(subject),
        counted_from=subject.counted_from,
        deadline=subject.deadline,
        rung=subject.rung,
        has_unit_above=kind.has_unit_above(subject),
    )


def to_come(kind: Kind[S, Any], subject: Any) -> Iterator[tuple[datetime, str]]:
    """All that the clock has still to do by the ladder of the stage, not only the next: when, and which step."""
    clock = running(kind, subject) if kind.is_timed else None
    while clock and (alarm := kind.process.next_alarm(clock)):
        yield alarm
        clock = clock._replace(rung=clock.rung + 1)


def alarms(kind: Kind[S, P], subject: Any, parts: P) -> Iterator[DueStep]:
    """All that the clock has to do on a subject as it stands, what goes first first."""
    yield from _beside_the_ladder(kind, parts)
    if rung := _next_rung(kind, subject):
        yield DueStep(*rung, of_ladder=True)


def _next_rung(kind: Kind[S, Any], subject: Any) -> tuple[datetime, str] | None:
    clock = running(kind, subject)
    return kind.process.next_alarm(clock) if clock else None


def _beside_the_ladder(kind: Kind[S, P], parts: P) -> Iterator[DueStep]:
    of_children = (_of_children(children, parts) for children in kind.children if children.ladder)
    return chain(kind.alarms(parts), *of_children)


def _of_children(children: Children[P], parts: P) -> Iterator[DueStep]:
    for row in children.running(parts):
        if row.rung < len(children.ladder):
            rung = children.ladder[row.rung]
            at = row.counted_from + (row.deadline - row.counted_from) * rung.share
            yield DueStep(at, rung.act, {type(row).__name__.lower(): row.pk}, of_ladder=True, child=row)


def due(kind: Kind[S, P], subject: Any, parts: P, at: datetime) -> DueStep | None:
    """What the clock is to do at this moment. Never early."""
    return next((alarm for alarm in alarms(kind, subject, parts) if alarm.at <= at), None)


def next_wake(kind: Kind[S, P], subject: Any, parts: P) -> datetime | None:
    """The earliest moment at which the clock has something to do."""
    moments = [alarm.at for alarm in _beside_the_ladder(kind, parts) if alarm.wakes]
    if rung := _next_rung(kind, subject):
        moments.append(rung[0])
    return min(moments, default=None)
