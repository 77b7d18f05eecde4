"""What each step changes, and what follows from it: all in memory, for the page, the clock and invented matters alike."""

from __future__ import annotations

from collections.abc import Callable

from wolaiban.cases.steps import answer, deadlines, joining, summons, triage
from wolaiban.cases.steps.context import Move
from wolaiban.cases.timing import enter, next_wake

BODIES: dict[str, Callable[[Move], None]] = {
    **triage.BODIES,
    **joining.BODIES,
    **summons.BODIES,
    **deadlines.BODIES,
    **answer.BODIES,
}


def carry_out(move: Move) -> None:
    """Let the body of the step change what it changes, then the case enters the stage that it leads to.

    Raises ProcessError where the answers do not do; what was changed until then must be thrown away.
    """
    case, source = move.case, move.case.stage
    if body := BODIES.get(move.step.name):
        body(move)
    if move.target != source:
        enter(case, move.target, move.at, move.deadline)
    elif _is_rung(move):
        case.rung += 1
    case.changed_at = move.at
    if move.family is not None:
        move.circle = move.family.circle_of(case)
    case.wake_at = next_wake(move.circle)


def _is_rung(move: Move) -> bool:
    """Whether it was the clock, on the stage's ladder (not a resume, not a department's silence)."""
    if not move.by.is_clock or move.step.name in {"resume", "recount_time"}:
        return False
    return "summons" not in move.answers
