"""History of an old ledger: a matter that was over before it came here is closed as it is registered; no clock runs."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from wolaiban.cases.actions.recording import fresh_statement, unsaved_event
from wolaiban.cases.kind import KIND
from wolaiban.cases.models import Event, Statement
from wolaiban.cases.roles import Circle
from wolaiban.people.actor import Actor
from wolaiban.people.models import Post
from wolaiban.process.words import Disposition, Role, Satisfaction, Solved, Stage
from wolaiban.workflow.timing import enter


@dataclass(frozen=True)
class Past:
    """How the old ledger says that a matter ended. What it does not say is empty."""

    closed_at: datetime
    result: str = field(default="", repr=False)
    disposition: Disposition | None = None
    solved: Solved | None = None
    satisfaction: Satisfaction | None = None


def result_of(circle: Circle, past: Past, at: datetime) -> Statement | None:
    """The result as the old ledger words it, not saved yet."""
    return fresh_statement(circle.case, past.result.strip(), at) if past.result.strip() else None


def closing_event(
    circle: Circle, past: Past, result: Statement | None, *, by: Actor, post: Post | None, at: datetime
) -> Event:
    """Close a matter just registered, as of the day that the old ledger names, and return the event, not saved yet.

    `Role.IMPORTER` is given here and nowhere else: nobody can take this step on a matter that they have before them.
    """
    case, source = circle.case, circle.case.stage
    enter(KIND, case, circle, Stage.CLOSED, at)
    case.resolved_at = case.closed_at = past.closed_at
    case.disposition, case.wake_at = past.disposition, None
    for complainant in circle.complainants:
        complainant.solved, complainant.satisfaction = past.solved, past.satisfaction
    answers: dict[str, Any] = {
        "closed_at": past.closed_at, "result": result, "disposition": past.disposition,
        "solved": past.solved, "satisfaction": past.satisfaction,
    }  # fmt: skip
    given = {name: answer for name, answer in answers.items() if answer is not None}
    return unsaved_event(
        circle, step="backfill", source=source, at=at, by=by, post=post, role=Role.IMPORTER, answers=given,
        news=False,
    )  # fmt: skip
