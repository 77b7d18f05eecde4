"""How the desk shows a kind: where the page of a subject is, and what its forms need beside the table's questions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from wolaiban.people.requests import SignedInRequest
from wolaiban.workflow.history import Telling, story_of
from wolaiban.workflow.kinds import Kind
from wolaiban.workflow.offers import AvailableStep, available

STEP = "desk/subjects/step.html"


def _nothing(*asked: Any) -> dict[str, Any]:
    return {}


@dataclass(frozen=True)
class Face:
    """`page` and `step` give addresses: of a subject by its key, of one of its steps by its name.

    `templates` draw the form of a step where it is not as usual, with what `around` gives them (request, subject,
    step); `initial` is what a form holds to begin with, asked likewise; `then` names the page to go to after a step
    where it is not that of the subject; `says` is what is told in the form, `said` after the step.
    """

    kind: Kind[Any, Any]
    page: Callable[[int], str]
    step: Callable[[int, str], str]
    templates: Mapping[str, str] = field(default_factory=dict)
    around: Callable[[SignedInRequest, Any, str], dict[str, Any]] = _nothing
    initial: Callable[[SignedInRequest, Any, str], dict[str, Any]] = _nothing
    then: Mapping[str, str] = field(default_factory=dict)
    says: Mapping[str, str] = field(default_factory=dict)
    said: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Button:
    """A step that may be taken, and where its form is; or why not yet."""

    label: str
    address: str
    obstacle: str


def buttons(face: Face, request: SignedInRequest, subject: Any) -> list[Button]:
    """In the order of the table, those that wait for something at the end."""
    found = [_button(face, one, subject) for one in available(request.actor, subject)]
    return sorted(found, key=lambda button: bool(button.obstacle))


def _button(face: Face, one: AvailableStep, subject: Any) -> Button:
    return Button(one.label, face.step(subject.pk, one.step.name), str(one.obstacle or ""))


def history(face: Face, request: SignedInRequest, subject: Any) -> list[Telling]:
    return story_of(subject, face.kind.roles(request.actor, face.kind.load(subject)))
