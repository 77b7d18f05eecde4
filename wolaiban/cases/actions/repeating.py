"""The same form sent twice: recognised under the lock, so that what was said once is not written down twice."""

from __future__ import annotations

import hashlib
from typing import Any

from wolaiban.cases.models import Case, Event, Statement
from wolaiban.people.actor import Actor
from wolaiban.residents.characters import standard
from wolaiban.uploads.cleaning import Cleaned
from wolaiban.workflow.bodies import recorded
from wolaiban.workflow.kinds import Answers


def taken_already(step: str, *, on: Case, by: Actor, answers: Answers, since: int) -> Event | None:
    """The event in which this actor took this step after the case's `since`th event, saying just the same."""
    given = {name: _as_given(value) for name, value in answers.items() if value not in (None, "", [])}
    for event in on.events.filter(step=step, actor=by.user, seq__gt=since):
        if event.complaint == by.complaint and _as_recorded(event) == given:
            return event
    return None


def _as_given(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return [_as_given(item) for item in value]
    if isinstance(value, Cleaned):
        return hashlib.sha256(value.content).hexdigest()
    return standard(value.strip()) if type(value) is str else recorded(value)


def _as_recorded(event: Event) -> dict[str, Any]:
    words = dict(Statement.objects.filter(case=event.case_id, at=event.at).values_list("pk", "words"))
    return {name: _one(value, words) for name, value in event.answers.items()}


def _one(value: Any, words: dict[int, str | None]) -> Any:
    if isinstance(value, list):
        return [_one(item, words) for item in value]
    if isinstance(value, dict):
        return words.get(value["statement"]) if "statement" in value else value.get("sha256")
    return value
