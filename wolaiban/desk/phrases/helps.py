"""What is offered under the boxes of a step's form: phrases for this kind of matter, and typical answers to look through."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from wolaiban.cases.models import Case
from wolaiban.cases.presentation import ANSWERING
from wolaiban.people.actor import Actor
from wolaiban.phrases.actions.keeping import may_keep
from wolaiban.phrases.models import Phrase
from wolaiban.phrases.places import PLACES
from wolaiban.phrases.queries import offered
from wolaiban.web.forms import StepForm


@dataclass(frozen=True)
class Helps:
    """`place` is the code of where the words go; `answers`: residents are answered there."""

    place: str
    phrases: Sequence[Phrase]
    topic: str = ""  # the field that the kind of matter lies in

    @property
    def answers(self) -> bool:
        return tuple(self.place.split(".")) in ANSWERING


def topic_of(path: str) -> str:
    return path.partition(" / ")[0]


def with_helps(form: StepForm, step: str, case: Case, actor: Actor) -> StepForm:
    """The form, each of its boxes with what can be put in there. One query, none for those who hold no office."""
    boxes = [name for name in form.fields if f"{step}.{name}" in PLACES]
    if not boxes or not may_keep(actor):
        return form
    category = case.category
    found = offered(actor, step, boxes, category.path if category else "")
    topic = topic_of(category.path) if category else ""
    for name in boxes:
        form.fields[name].helps = Helps(f"{step}.{name}", found.get(name, []), topic)  # type: ignore[attr-defined]
    return form
