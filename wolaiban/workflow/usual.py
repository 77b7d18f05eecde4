"""What steps of many kinds do: bodies that need no code of their own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import Model

from wolaiban.process.tasks import TaskState
from wolaiban.workflow.context import StepContext

Body = Callable[[StepContext[Any, Any]], Any]


def change(question: str, **columns: Any) -> Body:
    """A body that changes what was chosen in answer to a question, one row or several.

    Each column becomes the value that is named, or what a function gives of the context.
    """

    def body(context: StepContext[Any, Any]) -> None:
        chosen = context.answers[question]
        for row in chosen if isinstance(chosen, list) else [chosen]:
            for column, value in columns.items():
                setattr(row, column, value(context) if callable(value) else value)

    return body


def fill(*columns: str, **questions: str) -> Body:
    """A body that only sets columns of the subject to what was answered: see `StepContext.fill`."""
    return lambda context: context.fill(*columns, **questions)


def add(model: type[Model], *columns: str) -> Body:
    """A body that adds a row whose columns are what was answered to the questions of the same name."""
    return lambda context: context.add(model, **{column: context.answers[column] for column in columns})


def drop(question: str) -> Body:
    """A body that takes away the row that was chosen, with what belongs to it: see `StepContext.drop`."""
    return lambda context: context.drop(context.answers[question])


# Steps of these names, of a kind that has `tasks`.
TASKS: Mapping[str, Body] = {
    "report_task": change("owed_task", state=TaskState.REPORTED, person=lambda context: context.by.user),
    "check_off": change("reported_task", state=TaskState.DONE, done_at=lambda context: context.at),
    "send_back": change("reported_task", state=TaskState.RETURNED),
    "drop_task": change("open_task", state=TaskState.DROPPED),
}
