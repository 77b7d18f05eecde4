"""The working space of a step on a case: what bodies ask of it beside what any kind gives them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from wolaiban.cases.models import Case, Complainant, Statement, Summons
from wolaiban.cases.recalling import LastAct, last_act
from wolaiban.cases.roles import Circle
from wolaiban.people.officers import holds_office, unit_above
from wolaiban.places.models import Unit
from wolaiban.process.errors import BadAnswer
from wolaiban.workflow.context import StepContext


@dataclass(frozen=True)
class Offices:
    """What bodies ask about those who work somewhere: told from the database, or of offices that are in memory."""

    holds_office: Callable[[int, Unit], bool]
    unit_above: Callable[[Unit], Unit | None]


AS_KEPT = Offices(holds_office, unit_above)


@dataclass
class CaseContext(StepContext[Case, Circle]):
    """Bodies change `case` and its parties. What they ask beside is told by functions, so that it can be made up."""

    offices: Offices = AS_KEPT
    last_act: Callable[[Case], LastAct | None] = last_act

    @property
    def case(self) -> Case:
        return self.subject

    @property
    def circle(self) -> Circle:
        return self.parts

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
