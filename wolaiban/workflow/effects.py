"""What a step changes, all in memory: the same for a page, a program, the clock and subjects that are made up."""

from __future__ import annotations

from typing import Any

from wolaiban.workflow.context import StepContext
from wolaiban.workflow.timing import enter, next_wake


def carry_out(context: StepContext[Any, Any]) -> None:
    """Let the body of the step change what it changes, then the subject enters the stage that it leads to.

    Raises ProcessError where the answers do not do; what was changed until then must be thrown away.
    """
    kind, subject, alarm = context.kind, context.subject, context.alarm
    if body := kind.bodies.get(context.step.name):
        body(context)
    if context.target != context.source:
        enter(kind, subject, context.parts, context.target, context.at, context.deadline)
    elif alarm and alarm.of_ladder:
        climber: Any = alarm.child or subject
        climber.rung += 1
    for column, value in context.restored.items():
        setattr(subject, column, value)
    subject.changed_at = context.at
    if kind.is_timed:
        subject.wake_at = next_wake(kind, subject, context.parts)
