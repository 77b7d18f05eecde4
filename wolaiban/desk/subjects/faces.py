"""How the desk shows a kind: where its pages are, what stands on them, and what its forms need beside the table's questions."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Set
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.urls import reverse

from wolaiban.desk.arranging import Arranged, arranged
from wolaiban.people.actor import Actor
from wolaiban.people.requests import SignedInRequest
from wolaiban.process.presentation import StepButton
from wolaiban.process.words import SEES_UNIT
from wolaiban.workflow.history import StoryLine, story_of
from wolaiban.workflow.kinds import Kind
from wolaiban.workflow.offers import AvailableStep, available
from wolaiban.workflow.timing import to_come

STEP = "desk/subjects/step.html"


def _nothing(*asked: Any) -> dict[str, Any]:
    return {}


def _no_links(actor: Actor) -> list[tuple[str, str]]:
    return []


def _for_nobody(actor: Actor) -> Q | None:
    return None


def _inside(actor: Actor) -> bool:
    return bool(actor.posts_as(SEES_UNIT))


@dataclass(frozen=True)
class Card:
    """A card of the page of a subject; not drawn while `needs`, one of the things around it, is empty."""

    heading: str
    name: str  # of its template
    needs: str = ""


@dataclass(frozen=True)
class Face:
    """A kind at the desk.

    `name` is how its addresses are called: its page, with an "s" its list, with "_step" that of a step; and the
    folder of its templates: `line.html` of the list, `page.html`, and those of the cards. `has_one` where there is
    never more than one, so that no address holds a key. `begins` is the step that begins one from the list, where
    that is not done on the page of a case; its body fills the columns that are not filled in the row that `fresh`
    makes of a request. `is_for` says who finds the list, and who may begin one from it. `beside` are other pages that its list leads somebody to, by label and name of the address.
    `open` and `over` head the two parts of the list. `cards` stand on the page, and beside the forms of the steps
    `with_cards`. `templates` draw the form of a step where it is not as usual. All get what is `around` (request,
    subject, step; no step on the page). `initial` is what a form holds to begin with, asked likewise; `then` names
    the page to go to after a step where it is not that of the subject. `related` is read with a subject. `waits` is
    the condition on those in which somebody has to act or to decide now (None: in none): they stand on their
    workbench, `called` so.
    """

    kind: Kind[Any, Any]
    name: str
    has_one: bool = False
    begins: str = ""
    is_for: Callable[[Actor], bool] = _inside
    fresh: Callable[[SignedInRequest], Any] | None = None
    beside: Callable[[Actor], list[tuple[str, str]]] = _no_links
    open: str = "进行中"
    over: str = "已结束"
    cards: tuple[Card, ...] = ()
    with_cards: Set[str] = frozenset()
    related: tuple[str, ...] = ()
    waits: Callable[[Actor], Q | None] = _for_nobody
    called: Callable[[Any], str] = str
    templates: Mapping[str, str] = field(default_factory=dict)
    around: Callable[[SignedInRequest, Any, str], dict[str, Any]] = _nothing
    initial: Callable[[SignedInRequest, Any, str], dict[str, Any]] = _nothing
    then: Mapping[str, str] = field(default_factory=dict)

    def template(self, name: str) -> str:
        return f"{self.name.replace(':', '/')}s/{name}.html"

    def drawn(self, around: Mapping[str, Any]) -> list[tuple[str, str]]:
        """The headings and templates of the cards that have anything to show."""
        cards = (card for card in self.cards if not card.needs or around[card.needs])
        return [(card.heading, self.template(card.name)) for card in cards]

    def address(self, subject: Any, step: str = "") -> str:
        """Of the page of a subject, or of one of its steps."""
        key = () if self.has_one else (subject.pk,)
        return reverse(f"{self.name}_step", args=[*key, step]) if step else reverse(self.name, args=key)

    def back(self, subject: Any) -> str:
        """Where to go instead of taking a step: one that is not there yet is begun on the list, or the page of a case."""
        if subject.pk or self.has_one:
            return self.address(subject)
        return self.list_address if self.begins else reverse("desk:case", args=[subject.case.number])

    def new(self, request: SignedInRequest) -> Any:
        """A row in memory for the step that begins."""
        return self.fresh(request) if self.fresh else self.kind.model()

    @property
    def ever_waits(self) -> bool:
        """Whether there is any in which somebody may have to act."""
        return self.waits is not _for_nobody

    @property
    def list_address(self) -> str:
        return reverse(f"{self.name}s")

    @property
    def begin_address(self) -> str:
        space, _, name = self.name.partition(":")
        return reverse(f"{space}:{self.begins}_{name}")


@dataclass(frozen=True)
class Button:
    """A step that may be taken, and where its form is; or why not yet. `pressed`, `seldom`: see `StepButton`."""

    label: str
    address: str
    obstacle: str
    pressed: bool = True
    seldom: bool = False


def buttons(face: Face, request: SignedInRequest, subject: Any) -> Arranged[Button]:
    """In the order of the presentation; what waits for something says so, where that is worth reading.

    Once a subject is over nothing is pressed on anybody.
    """
    shown = face.kind.process.buttons
    places = {name: place for place, name in enumerate(shown)}
    worth_drawing = (
        one for one in available(request.actor, subject) if not one.obstacle or _says_why_not(one)
    )
    in_order = sorted(worth_drawing, key=lambda one: places.get(one.step.name, len(places)))
    found = [_button(face, one, subject, shown.get(one.step.name)) for one in in_order]
    forward = [button for button in found if not (button.seldom or button.obstacle)]
    return arranged(
        forward,
        pressed=bool(forward) and forward[0].pressed and subject.stage_word.is_open,
        seldom=[button for button in found if button.seldom and not button.obstacle],
        barred=[button for button in found if button.obstacle],
    )


def _says_why_not(one: AvailableStep) -> bool:
    shown = one.kind.process.buttons.get(one.step.name)
    return shown is not None and shown.says_why_not


def beginning(face: Face, request: SignedInRequest) -> Arranged[Button]:
    """What begins a new one from the list, where that is how it begins and the actor may."""
    offered = available(request.actor, face.new(request)) if face.begins else []
    found = [
        Button(one.label, face.begin_address, str(one.obstacle or ""))
        for one in offered
        if one.step.name == face.begins
    ]
    open_ones = [button for button in found if not button.obstacle]
    return arranged(
        open_ones, pressed=True, seldom=[], barred=[button for button in found if button.obstacle]
    )


def _button(face: Face, one: AvailableStep, subject: Any, shown: StepButton | None) -> Button:
    address, obstacle = face.address(subject, one.step.name), str(one.obstacle or "")
    return Button(one.label, address, obstacle, pressed=shown is None or shown.pressed, seldom=shown is None)


def warnings(face: Face, subject: Any) -> list[tuple[datetime, str]]:
    """What the clock will do while nobody acts, and when."""
    process = face.kind.process
    return [(at, process.words_of_clock(act).warning) for at, act in to_come(face.kind, subject)]


def history(face: Face, request: SignedInRequest, subject: Any) -> list[StoryLine]:
    return story_of(subject, face.kind.roles(request.actor, face.kind.load(subject)))
