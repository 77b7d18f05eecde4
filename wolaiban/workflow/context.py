"""The working space of one step: the locked subject and its parts, who acts, what was given, where it leads."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Generic

from wolaiban.people.actor import Actor
from wolaiban.people.models import Post
from wolaiban.process.grammar import Step
from wolaiban.workflow.kinds import Answers, Kind, P, S
from wolaiban.workflow.models import AbstractEvent, AbstractStatement


@dataclass
class StepContext(Generic[S, P]):
    """Bodies read `answers`, change `subject` and `parts`, and may choose `target` and `deadline`. They never save.

    Words and files among the answers are stored rows already. `also` takes a step on another subject that
    `Kind.joined` named, in the same transaction; its event is written before that of this step.
    """

    kind: Kind[S, P]
    subject: S
    parts: P
    step: Step[Any, Any]
    by: Actor
    role: Any
    post: Post | None
    at: datetime
    answers: dict[str, Any]
    target: Any
    deadline: datetime | None = None  # of the stage entered, where it is not the kind's own limit
    taking: Callable[[str, Any, Actor, Answers], AbstractEvent] | None = field(default=None, repr=False)

    @property
    def me(self) -> int | None:
        return self.by.user.pk if self.by.user else None

    def words(self, name: str) -> str:
        """What was written in answer to a question; nothing where nothing was."""
        given = self.answers.get(name)
        return given.words or "" if isinstance(given, AbstractStatement) else ""

    def also(self, step: str, *, on: Any, by: Actor | None = None, answers: Answers = {}) -> AbstractEvent:
        """Take a step on another subject as well, by the same actor unless `by` says otherwise. Raises as `perform`."""
        assert self.taking is not None
        return self.taking(step, on, by or self.by, answers)
