"""Rows of a case that its own actions leave without a step of the engine: words, and the event that tells of them."""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast

from wolaiban.cases.kind import KIND
from wolaiban.cases.models import Case, Complainant, Event, Statement
from wolaiban.cases.process import CASE
from wolaiban.cases.roles import Circle
from wolaiban.cases.steps.context import CaseContext
from wolaiban.people.actor import Actor
from wolaiban.people.models import Post
from wolaiban.workflow.bodies import event_of
from wolaiban.workflow.material import statement_of


def fresh_statement(
    case: Case, words: str, at: datetime, complainant: Complainant | None = None
) -> Statement:
    return cast("Statement", statement_of(KIND, case, words, at, complainant=complainant))


def unsaved_event(
    circle: Circle,
    *,
    step: str,
    source: str,
    at: datetime,
    by: Actor,
    post: Post | None,
    role: str,
    answers: dict[str, Any],
    news: bool = True,
) -> Event:
    """The next event of the chain; moves the case's `seq` and `head` along. The caller saves both."""
    case = circle.case
    context = CaseContext(
        kind=KIND, subject=case, parts=circle, step=CASE.by_name[step], by=by, role=role, post=post, at=at,
        answers=answers, source=source, target=case.stage,
    )  # fmt: skip
    return cast("Event", event_of(context, news=news))
