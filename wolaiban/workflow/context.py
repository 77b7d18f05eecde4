"""The working space of one step: the locked subject and its parts, who acts, what was given, where it leads."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Generic, TypeVar

from django.db import models
from django.db.models import Model

from wolaiban.people.actor import Actor
from wolaiban.people.models import Post, User
from wolaiban.places.models import Unit
from wolaiban.process.errors import BadAnswer
from wolaiban.process.grammar import Step
from wolaiban.workflow.kinds import Answers, DueStep, Kind, P, S
from wolaiban.workflow.models import AbstractEvent, AbstractStatement, TimedChild

M = TypeVar("M", bound=Model)


@dataclass
class StepContext(Generic[S, P]):
    """Bodies read `answers`, change `subject` and `parts`, and may choose `target` and `deadline`. They never save.

    `source` is the stage before (empty where the step begins a subject), `alarm` what the clock acts on. `new` are rows
    that the step leaves behind beside the children: words and files among the answers, which have no keys yet, and
    what bodies add. `also` takes a step on another subject that `Kind.joined` named, in the same transaction; its
    event is written before that of this step.
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
    source: Any
    target: Any
    alarm: DueStep | None = None
    deadline: datetime | None = None  # of the stage entered, where it is not the kind's own limit
    restored: dict[str, Any] = field(
        default_factory=dict
    )  # columns of the subject that stand again as they stood
    new: list[models.Model] = field(default_factory=list)
    taking: Callable[[str, Any, Actor, Answers], AbstractEvent] | None = field(default=None, repr=False)

    @property
    def me(self) -> int | None:
        return self.by.user.pk if self.by.user else None

    @property
    def person(self) -> User | None:
        """Whose work it is: of whoever acts, or of the one for whom they are a deputy."""
        return self.post.user if self.post and self.by.is_deputy_in(self.post) else self.by.user

    @property
    def unit(self) -> Unit | None:
        """For which the actor acts."""
        return self.post.unit if self.post else None

    def words(self, name: str) -> str:
        """What was written in answer to a question; nothing where nothing was."""
        given = self.answers.get(name)
        return given.words or "" if isinstance(given, AbstractStatement) else ""

    def refuse_if(self, wrong: object, question: str, why: str) -> None:
        """Raise BadAnswer, which is shown at this question."""
        if wrong:
            raise BadAnswer({question: why})

    def fill(self, *columns: str, **questions: str) -> None:
        """Set columns of the subject to the answers of the same name, or to those of the questions that are named.

        Where nothing was answered the column is as empty as that of a new row.
        """
        for column, question in {**dict(zip(columns, columns, strict=True)), **questions}.items():
            field: Any = self.kind.model._meta.get_field(column)
            given = self.answers.get(question, field.get_default())
            is_words = isinstance(given, AbstractStatement) and not field.is_relation
            setattr(self.subject, column, self.words(question) if is_words else given)

    def add(self, model: type[M], **columns: Any) -> M:
        """A new row of the subject's, put at the end of its list. The clock of one that has its own starts now."""
        children = next(children for children in self.kind.children if children.model is model)
        clock = {"counted_from": self.at} if issubclass(model, TimedChild) else {}
        row = model(**{children.link.removesuffix("_id"): self.subject, **clock, **columns})
        children.of(self.parts).append(row)
        return row

    def drop(self, row: Model) -> None:
        """Take a row out of its list, with the rows of other lists that refer to it."""
        for children in self.kind.children:
            here = children.of(self.parts)
            links = [f.name for f in children.model._meta.concrete_fields if f.related_model is type(row)]
            here[:] = [one for one in here if row not in (one, *(getattr(one, link) for link in links))]

    def also(self, step: str, *, on: Any, by: Actor | None = None, answers: Answers = {}) -> AbstractEvent:
        """Take a step on another subject as well, by the same actor unless `by` says otherwise. Raises as `perform`."""
        assert self.taking is not None
        return self.taking(step, on, by or self.by, answers)
