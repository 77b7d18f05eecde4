"""What each step changes, and what follows from it: all in memory, for the page, the clock and invented matters alike."""

from __future__ import annotations

from collections.abc import Callable

from wolaiban.cases.steps import answer, deadlines, joining, summons, triage
from wolaiban.cases.steps.context import CaseContext
from wolaiban.cases.timing import enter, next_wake

BODIES: dict[str, Callable[[CaseContext], None]] = {
    **triage.BODIES,
    **joining.BODIES,
    **summons.BODIES,
    **deadlines.BODIES,
    **answer.BODIES,
}


def carry_out(context: CaseContext) -> None:
    """Let the body of the step change what it changes, then the case enters the stage that it leads to.

    Raises ProcessError where the answers do not do; what was changed until then must be thrown away.
    """
    case, source = context.case, context.case.stage
    if body := BODIES.get(context.step.name):
        body(context)
    if context.target != source:
        enter(case, context.target, context.at, context.deadline)
    elif _is_rung(context):
        case.rung += 1
    case.changed_at = context.at
    if context.family is not None:
        context.circle = context.family.circle_of(case)
    case.wake_at = next_wake(context.circle)


def _is_rung(context: CaseContext) -> bool:
    """Whether it was the clock, on the stage's ladder (not a resume, not a department's silence)."""
    if not context.by.is_clock or context.step.name in {"resume", "recount_time"}:
        return False
    return "summons" not in context.answers
