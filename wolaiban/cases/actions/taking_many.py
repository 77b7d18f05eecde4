"""One step on many cases, each in a transaction of its own: what is refused for one holds up no other."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from wolaiban.cases.kind import KIND
from wolaiban.cases.models import Case
from wolaiban.people.actor import Actor
from wolaiban.process.errors import ProcessError
from wolaiban.workflow.idempotency import Once, done_before, once_only
from wolaiban.workflow.models import AbstractEvent
from wolaiban.workflow.performing import perform


@dataclass(frozen=True)
class Taking:
    """A case with the answers for it; or why it is not even tried. `seen` is its turn when the answers were given."""

    case: Case
    answers: dict[str, Any] = field(default_factory=dict)
    once: Once | None = None
    seen: int | None = None
    refusal: str = ""


@dataclass(frozen=True)
class TakingResult:
    """What became of one case: taken, unless there is a refusal, in words."""

    case: Case
    refusal: str = ""


def take_each(step: str, takings: Iterable[Taking], *, by: Actor) -> list[TakingResult]:
    """Take a step on one case after the other. Sent twice under the same keys, it is taken once, and told alike."""
    return [TakingResult(taking.case, _refusal(step, taking, by)) for taking in takings]


def _refusal(step: str, taking: Taking, by: Actor) -> str:
    try:
        if done_before(taking.once, kind=KIND, by=by):
            return ""
        if not taking.refusal:
            once_only(taking.once, kind=KIND, by=by, act=partial(_take, step, taking, by))
    except ProcessError as refusal:
        return str(refusal)
    return taking.refusal


def _take(step: str, taking: Taking, by: Actor) -> AbstractEvent:
    return perform(
        step,
        on=taking.case,
        by=by,
        answers=taking.answers,
        expected_version=taking.seen,
        once=taking.once,
    )
