"""What the engine is told of one kind of subject: its process, its rows, who is what to it, what its steps change."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from django.db import models

from wolaiban.people.actor import Actor
from wolaiban.people.models import Post
from wolaiban.process.calendar import Span
from wolaiban.process.grammar import Process, Rung
from wolaiban.workflow.models import (
    AbstractAttachment,
    AbstractEvent,
    AbstractStatement,
    Attachment,
    Event,
    Statement,
)

if TYPE_CHECKING:
    from wolaiban.workflow.context import StepContext

S = TypeVar("S", bound=models.Model)
P = TypeVar("P")
Answers = Mapping[str, Any]
Roles = Mapping[Any, Post | None]  # each role with the post that gives it


def _none(*asked: Any) -> Any:
    return ()


@dataclass(frozen=True)
class Alarm:
    """Something the clock has to do on a subject at a moment: a step, and the particulars it is taken with.

    `of_ladder`: it is a rung of a ladder, which is then behind whoever climbs it: the subject, or one of its children.
    """

    at: datetime
    step: str
    answers: Answers = field(default_factory=dict)
    of_ladder: bool = False
    child: models.Model | None = None


@dataclass(frozen=True)
class Children(Generic[P]):
    """Rows that belong to a subject: a list among its parts, which bodies change, add to and take from.

    `tracked` columns of each stand in the events' `after`, in the order of the keys; with `as_digest` only one digest
    of all of them does, where they are many. Whatever column of them changes is written. `link` is the column that
    holds the key of the subject, where more than one refers to its table. Where they have clocks of their own
    (`counted_from`, `deadline`, `rung`), `ladder` says what the clock does, and `running` whose runs now.
    """

    name: str
    model: type[models.Model]
    of: Callable[[P], list[Any]]
    tracked: tuple[str, ...]
    as_digest: bool = False
    link: str = ""
    ladder: tuple[Rung, ...] = ()
    running: Callable[[P], Iterable[Any]] = _none


@dataclass(frozen=True)
class Tables(Generic[S]):
    """Where a kind keeps its events, words and files; `owner` gives the columns that say whose they are."""

    event: type[AbstractEvent]
    statement: type[AbstractStatement]
    attachment: type[AbstractAttachment]
    owner: Callable[[Kind[S, Any], S], dict[str, Any]]


def _shared(kind: Kind[Any, Any], subject: Any) -> dict[str, Any]:
    return {"process": kind.name, "subject": subject.pk}


def _named(kind: Kind[Any, Any], subject: Any) -> dict[str, Any]:
    return {"process": kind.name, "subject": subject.number}


def _locked(kind: Kind[S, Any], pk: int) -> S:
    """The row, once nobody else holds it. Raises DoesNotExist."""
    return kind.model._default_manager.select_for_update(of=("self",)).get(pk=pk)


def _nothing(*asked: Any) -> Any:
    return None


@dataclass(frozen=True)
class Kind(Generic[S, P]):
    """One kind of subject. What has a default here costs a kind nothing.

    Numbers begin with `prefix`. `load` reads the parts of a subject once for a step or a page: `P` is whatever the
    functions below want to know; of a subject that begins, no table holds anything yet. `roles` says what an actor
    is to it, `facts` what the guards ask (actor, parts, roles, moment). A body changes the subject and its children in
    memory and never saves; the engine writes what differs. `tracked` and `worded` are the columns that events repeat:
    the first as they are, the second, which hold free words, as a commitment under the row's own salt. `added` says
    under each later format number which tracked columns came with it, and what they held before.
    """

    process: Process[Any, Any, Any]
    model: type[S]
    prefix: str
    load: Callable[[S], P]
    roles: Callable[[Actor, P], Roles]
    visible_to: Callable[[Actor], models.QuerySet[S]]
    facts: Callable[[Actor, P, Roles, datetime], Any] = _nothing
    bodies: Mapping[str, Callable[[StepContext[S, P]], None]] = field(default_factory=dict)
    tracked: tuple[str, ...] = ()
    worded: tuple[str, ...] = ()
    children: Sequence[Children[P]] = ()
    added: Mapping[int, Mapping[str, Any]] = field(default_factory=dict)
    # How long the present stage may last; None: no limit.
    limit: Callable[[P], Span | None] = _nothing
    # What else the clock has to do, before the rungs of the ladder: children's clocks, pauses.
    alarms: Callable[[P], Iterable[Alarm]] = _none
    # What may be chosen in answer to a question of the kind ONE or SEVERAL, by its code; shown by its `label` or as text.
    choices: Mapping[str, Callable[[P], Mapping[str, Any]]] = field(default_factory=dict)
    # Whom else a step touches (step, subject, answers): locked with the subject, for `StepContext.also`.
    joined: Callable[[str, S, Answers], Iterable[models.Model]] = _none
    # Subjects whose chains name a step, which is taken on them as `proceed` (step, subject, answers); locked with it.
    about: Callable[[str, S, Answers], Iterable[models.Model]] = _none
    # Whether the room takes the steps of its subjects and moves their clock by itself, all but `proceed`.
    has_own_actions: bool = False
    # How one row is locked and read, where that is not as usual.
    lock: Callable[[Kind[S, P], int], S] = _locked
    # Which roles may read the words given to a question of a step; others: whoever may see the subject.
    audiences: Mapping[tuple[str, str], frozenset[Any]] = field(default_factory=dict)
    # Rows that leave a trace with the step, after all is written (see `traces.leaving`).
    traced: Callable[[StepContext[S, P]], Iterable[Any]] = _none
    # Whom a step is told to, by its name: units, whose officers are told, and people. Their messages lead to `page`.
    tells: Mapping[str, Callable[[P], Iterable[models.Model]]] = field(default_factory=dict)
    page: str = ""  # the path of the page of a subject, with its {pk}
    # What of words a person typed is kept: characters in their standard form, names of files masked.
    tidy: Callable[[str], str] = str
    tables: Tables[S] = Tables(Event, Statement, Attachment, _shared)
    # How the body of an event names its subject, and what it says of it afterwards where that is not as usual.
    named: Callable[[Kind[S, P], S], dict[str, Any]] = _named
    own_after: Callable[[S, P], dict[str, Any]] | None = None
    # The column of the unit that must act while the subject is open: somebody has to answer for it there or above.
    held_by: str = ""

    @property
    def name(self) -> str:
        return self.process.name

    @property
    def format(self) -> int:
        """What new bodies are written in. The first format has no number of its own in `added`."""
        return max(self.added, default=1)

    @property
    def is_timed(self) -> bool:
        return hasattr(self.model, "wake_at") and not self.has_own_actions

    def stage_of(self, subject: Any) -> Any:
        return self.process.stages(subject.stage)


_registered: dict[str, Kind[Any, Any]] = {}


def register(kind: Kind[S, P]) -> Kind[S, P]:
    """Make a kind known to the clock, the pages, the API and to whoever verifies. Called when its room is loaded."""
    for other in _registered.values():
        if other.name != kind.name and (other.prefix == kind.prefix or other.model is kind.model):
            raise ValueError(f"{kind.name} takes what is {other.name}'s")
    _registered[kind.name] = kind
    return kind


def every_kind() -> list[Kind[Any, Any]]:
    return [_registered[name] for name in sorted(_registered)]


def kind_named(name: str) -> Kind[Any, Any]:
    """Raises LookupError for a name that no kind has."""
    return _registered[name]


def kind_of(subject: models.Model) -> Kind[Any, Any]:
    """The kind whose row this is. Raises LookupError where it is no subject."""
    found = next((kind for kind in _registered.values() if isinstance(subject, kind.model)), None)
    if found is None:
        raise LookupError(type(subject).__name__)
    return found
