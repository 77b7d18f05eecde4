"""What tables and kinds name by a path: "host" of a subject, or "seats.unit", the units of all its seats."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from wolaiban.process.answers import as_recorded
from wolaiban.process.grammar import Process
from wolaiban.workflow.models import AbstractEvent


def reached(parts: Any, path: str) -> list[Any]:
    """All that a path leads to, in order: from what the parts have of that name, or else from the subject's column."""
    first, _, rest = path.partition(".")
    start = getattr(parts if _is_of(parts, first) else parts.subject, first)
    return _followed(start if isinstance(start, list) else [start], rest)


def told_of(event: AbstractEvent, process: Process[Any, Any, Any], parts: Any) -> list[Any]:
    """Whom the table tells of an event (`Process.tells`). A path may begin with a question of the step as well.

    Then it goes on from what was chosen in answer to it; nobody where that is no longer listed.
    """
    path = process.tells[event.step]
    first, _, rest = path.partition(".")
    asked = next((one for one in process.asked[event.step] if one.name == first), None)
    if asked is None or _is_of(parts, first) or hasattr(parts.subject, first):
        return reached(parts, path)
    answer: Any = asked.kind
    chosen = event.answers.get(first)
    return _followed([row for row in reached(parts, answer.of) if as_recorded(row) == chosen], rest)


def _is_of(parts: Any, name: str) -> bool:
    return name in vars(parts) or hasattr(type(parts), name)


def _followed(rows: Iterable[Any], rest: str) -> list[Any]:
    """What each leads to in turn; a list leads to all in it, and what is empty nowhere."""
    found = list(rows)
    for name in rest.split(".") if rest else ():
        steps = [getattr(one, name) for one in found]
        found = [
            to for step in steps for to in (step if isinstance(step, list) else [step]) if to is not None
        ]
    return found
