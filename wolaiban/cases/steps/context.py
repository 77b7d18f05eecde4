"""The working space of one step: the locked case, those around it, who acts, what was given, where it leads."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Model

from wolaiban.cases.models import Case, Complainant, Statement, Summons
from wolaiban.cases.process import CaseStep
from wolaiban.cases.roles import Circle
from wolaiban.cases.steps.family import Family
from wolaiban.people.actor import Actor
from wolaiban.people.models import Post
from wolaiban.people.officers import holds_office, unit_above
from wolaiban.places.models import Unit
from wolaiban.process.errors import BadAnswer
from wolaiban.process.words import Role, Stage


@dataclass(frozen=True)
class Offices:
    """What bodies ask about those who work somewhere: told from the database, or of offices that are in memory."""

    holds_office: Callable[[int, Unit], bool]
    unit_above: Callable[[Unit], Unit | None]


AS_KEPT = Offices(holds_office, unit_above)


@dataclass
class CaseContext:
    """Bodies read `answers`, change `case` and its parties, and may choose `target` and `deadline`.

    They save nothing: what has changed is written by whoever called them, with `new`, when all of it is known.
    """

    case: Case
    circle: Circle
    step: CaseStep
    by: Actor
    role: Role
    post: Post | None
    at: datetime
    answers: dict[str, Any]
    target: Stage
    offices: Offices
    deadline: datetime | None = None  # of the stage entered, where it is not the catalogue's
    new: list[Model] = field(default_factory=list)  # rows that the step leaves behind, without keys yet
    family: Family | None = None  # all that is joined with the case, where the step joins or parts

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
        """The words given to a question: a row of their own, which is among `new`."""
        words = self.answers.get(name)
        assert words is None or isinstance(words, Statement)
        return words
