"""The working space of one step: the locked case, those around it, who acts, what was given, where it leads."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from wolaiban.cases.models import Case, Complainant, Statement, Summons
from wolaiban.cases.process import CaseStep
from wolaiban.cases.roles import Circle
from wolaiban.people.actor import Actor
from wolaiban.people.models import Post
from wolaiban.process.errors import BadAnswer
from wolaiban.process.words import Role, Stage


@dataclass
class Move:
    """Bodies read `answers`, change `case` and its parties, and may choose `target` and `deadline`."""

    case: Case
    circle: Circle
    step: CaseStep
    by: Actor
    role: Role
    post: Post | None
    at: datetime
    answers: dict[str, Any]
    target: Stage
    deadline: datetime | None = None  # of the stage entered, where it is not the catalogue's
    touched: set[int] = field(default_factory=set)  # other cases that gained or lost complainants, by key

    @property
    def me(self) -> int | None:
        return self.by.user.pk if self.by.user else None

    def my_summons(self) -> Summons:
        """The acting department's open summons; the guards have made sure that there is one."""
        summons = self.circle.summons_of(self.by)
        assert summons is not None
        return summons

    def my_complaint(self) -> Complainant:
        complaint = self.circle.complaint_of(self.by)
        assert complaint is not None
        return complaint

    def require_something_said(self) -> None:
        """In words, by voice or with a picture: somebody who cannot write is heard as well."""
        if not (self.answers.get("words") or self.answers.get("photos")):
            raise BadAnswer({"words": "请写下来，或者附上录音、照片。"})

    def statement(self, name: str) -> Statement | None:
        """The words given to a question; they were stored before the body runs."""
        words = self.answers.get(name)
        assert words is None or isinstance(words, Statement)
        return words
