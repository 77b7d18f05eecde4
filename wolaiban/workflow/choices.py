"""What may be chosen in answer to a question that lists, and what therefore stands in the way of a step."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from wolaiban.people.actor import Actor
from wolaiban.people.officers import works_for
from wolaiban.process.errors import NotNow, ProcessError
from wolaiban.process.grammar import Step
from wolaiban.process.questions import NoMore, Question
from wolaiban.workflow.kinds import Kind
from wolaiban.workflow.paths import reached


def listed(kind: Kind[Any, Any], parts: Any, by: Actor, question: Question) -> dict[str, Any]:
    """What this actor may choose, in order, by what forms and programs send; shown by its `label` or as text."""
    answer: Any = question.kind
    found: Iterable[Any]
    if answer.of:
        found = [row for row in reached(parts, answer.of) if _can_be_meant(answer, row, by)]
    else:
        found = kind.choices[question.name](parts)
    return {code_of(thing): thing for thing in found}


def _can_be_meant(answer: Any, row: Any, by: Actor) -> bool:
    if not answer.where(row):
        return False
    if answer.for_unit and not works_for(by, getattr(row, answer.for_unit)):
        return False
    if answer.only_by and getattr(row, f"{answer.only_by}_id") not in by.selves:
        return False
    return not (answer.not_by and getattr(row, f"{answer.not_by}_id") in by.selves)


def code_of(thing: Any) -> str:
    """A row by its number or its code, else by its key; a word by its value."""
    for name in ("number", "code", "value"):
        if hasattr(thing, name):
            return str(getattr(thing, name))
    return str(thing.pk)


def obstacle(
    kind: Kind[Any, Any], step: Step[Any, Any], by: Actor, parts: Any, facts: Callable[[], Any]
) -> ProcessError | None:
    """What must happen before somebody takes a step that is theirs, or None.

    First there must be something to choose, then nothing that the step waits for, then its guard says, which alone asks
    for the facts.
    """
    process = kind.process

    def count(question: Question) -> int:
        return len(listed(kind, parts, by, question))

    for asked in process.asked[step.name]:
        none = getattr(asked.kind, "none", "")
        if none and asked.required and not count(asked.question):
            return NotNow(none)
    for wait in process.waits.get(step.name, ()):
        left = count(process.questions[wait.question])
        if bool(left) == isinstance(wait, NoMore):
            return NotNow(wait.why.format(count=left))
    return process.obstacle(step, facts()) if step.name in process.guards else None
