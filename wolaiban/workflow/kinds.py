"""What the engine is told of one kind of subject: its process, its rows, who is what to it, what its steps change."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from operator import attrgetter
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

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
    Subject,
    Timed,
    Worded,
)

if TYPE_CHECKING:
    from wolaiban.workflow.context import StepContext

S = TypeVar("S", bound=models.Model)
P = TypeVar("P")
Answers = Mapping[str, Any]
NO_ANSWERS: Answers = MappingProxyType({})
Roles = Mapping[Any, Post | None]  # each role with the post that gives it
# What events do not repeat: columns they tell of in another way, and `version`, by which only forms go stale; the clock
# of a stage where there is no limit to set it.
NOT_REPEATED = frozenset(column.attname for model in (Subject, Worded) for column in model._meta.local_fields)
STAGE_CLOCK = frozenset(column.attname for column in Timed._meta.local_fields) - {"wake_at"}


def _none(*asked: Any) -> Any:
    return ()


class DueStep(NamedTuple):
    """A step that the clock has to take on a subject from a moment on, and the particulars it is taken with.

    `of_ladder`: it is a rung of a ladder, which is then behind whoever climbs it: the subject, or one of its children.
    What `wakes` nobody is done as soon as the clock looks for another reason, or because `Kind.unwoken` says so.
    """

    at: datetime
    step: str
    answers: Answers = NO_ANSWERS
    of_ladder: bool = False
    child: models.Model | None = None
    wakes: bool = True


@dataclass(frozen=True)
class Children(Generic[P]):
    """Rows that belong to a subject: a list among its parts, which bodies change, add to and take from.

    `of` gives the list, where it is not the one of this name. `tracked` columns of each stand in the events' `after`,
    in the order of the keys: all but the link, unless some are named; with `as_digest` only one digest of all of
    them does, where they are many. Whatever column of them changes is written. `link` is the column that holds the
    key of the subject, where more than one refers to its table. Where they have clocks of their own
    (`models.TimedChild`), `ladder` says what the clock does, and `running` whose runs now.
    """

    name: str
    model: type[models.Model]
    of: Callable[[P], list[Any]] = _none
    tracked: tuple[str, ...] = ()
    as_digest: bool = False
    link: str = ""
    ladder: tuple[Rung, ...] = ()
    running: Callable[[P], Iterable[Any]] = _none

    def completed(self, owner: type[models.Model]) -> Children[P]:
        """With all that is not said of them, for a kind whose rows these are. LookupError where the link is not plain."""
        link = self.link or only_link(self.model, owner)
        columns = (field.attname for field in self.model._meta.concrete_fields if not field.primary_key)
        return replace(
            self,
            link=link,
            of=attrgetter(self.name) if self.of is _none else self.of,
            tracked=self.tracked or tuple(column for column in columns if column != link),
        )


def only_link(model: type[models.Model], owner: type[models.Model]) -> str:
    """The one column in which a row names its owner. Raises LookupError where there is none, or more than one."""
    fields = (field for field in model._meta.concrete_fields if isinstance(field, models.ForeignKey))
    links = [field.attname for field in fields if field.related_model is owner]
    if len(links) != 1:
        raise LookupError(f"{model.__name__}: has to say which column is its {owner.__name__}'s")
    return links[0]


@dataclass(frozen=True)
class About:
    """Which subjects of another kind a subject is about: those in a column of its own and of its children.

    A step is named in the chains of those that lead from what was chosen in it: rows of a list, or the answer to the
    question of the column's own name. Where nothing of the sort was chosen it is all that its children lead to, and
    of a subject that begins its own, as always of one whose children lead nowhere; an own column may be empty.
    `quiet` are the steps that are named in none.
    """

    column: str
    quiet: frozenset[str] = frozenset()


@dataclass
class Together(Generic[S, P]):
    """Subjects of one kind that are changed by one step: locked and read with the one it is taken on, which is among them.

    `members` are all of them by key, with their parts. Each of those that a body names in `touched` gets an event of
    the step, which names under `other` the subject it was taken on. Rows in `moved` left a place that is unique, in
    this order, and are written before the others.
    """

    members: dict[int, tuple[S, P]]
    touched: set[int] = field(default_factory=set)
    moved: list[models.Model] = field(default_factory=list)


@dataclass(frozen=True)
class Tables(Generic[S]):
    """Where a kind keeps its events, words and files.

    `owner` gives the columns that say whose they are, `said` those that only words have (context, question). Of an
    event, `related` rows are read with it.
    """

    event: type[AbstractEvent]
    statement: type[AbstractStatement]
    attachment: type[AbstractAttachment]
    owner: Callable[[Kind[S, Any], S], dict[str, Any]]
    said: Callable[[StepContext[S, Any], str], dict[str, Any]]
    related: tuple[str, ...] = ()


def _shared(kind: Kind[Any, Any], subject: Any) -> dict[str, Any]:
    return {"process": kind.name, "subject": subject.pk}


def _audience(context: StepContext[Any, Any], question: str) -> dict[str, Any]:
    audience = context.kind.audiences.get((context.step.name, question), ())
    return {"audience": ",".join(sorted(map(str, audience)))}


def _named(kind: Kind[Any, Any], subject: Any) -> dict[str, Any]:
    return {"process": kind.name, "subject": subject.number}


def _locked(kind: Kind[S, Any], pk: int) -> S:
    """The row, once nobody else holds it. Raises DoesNotExist."""
    return kind.model._default_manager.select_for_update(of=("self",)).get(pk=pk)


def _nothing(*asked: Any) -> Any:
    return None


def _parts(actor: Actor, parts: Any, roles: Roles, at: datetime) -> Any:
    return parts


def _as_given(parts: Any, names: Sequence[str]) -> Sequence[str]:
    return names


def _yes(*asked: Any) -> bool:
    return True


@dataclass(frozen=True)
class Kind(Generic[S, P]):
    """One kind of subject. What has a default here costs a kind nothing.

    Numbers begin with `prefix`. `load` reads the parts of a subject once for a step or a page: `P` is whatever the
    functions below want to know; of a subject that begins, no table holds anything yet. `roles` says what an actor
    is to it, `facts` what the guards ask (actor, parts, roles, moment), if more than the parts. A body changes the subject and its children in
    memory and never saves; the engine writes what differs. `tracked` and `worded` are the columns that events repeat:
    the second, which hold free words, as a commitment under the row's own salt, the first, all others unless some are
    named, as they are. `added` says under each later format number which tracked columns came with it, and what they
    held before.
    """

    process: Process[Any, Any, Any]
    model: type[S]
    prefix: str
    load: Callable[[S], P]
    roles: Callable[[Actor, P], Roles]
    visible_to: Callable[[Actor], models.QuerySet[S]]
    facts: Callable[[Actor, P, Roles, datetime], Any] = _parts
    bodies: Mapping[str, Callable[[Any], None]] = field(default_factory=dict)  # of the kind's `context`
    tracked: tuple[str, ...] = ()
    worded: tuple[str, ...] = ()
    children: Sequence[Children[P]] = ()
    added: Mapping[int, Mapping[str, Any]] = field(default_factory=dict)
    # How long the present stage may last; None: no limit. To be said wherever there is a ladder, which climbs by it, if
    # only to say that bodies set the deadline.
    limit: Callable[[P], Span | None] = _nothing
    # What else a stage sets in a subject that has entered it, at this moment.
    entered: Callable[[S, datetime], None] = _nothing
    # What else the clock has to do, before the rungs of the ladder: children's clocks, pauses.
    alarms: Callable[[P], Iterable[DueStep]] = _none
    # Subjects, by key and number, that the clock looks at though no `wake_at` tells it to.
    unwoken: Callable[[datetime], Iterable[tuple[int, str]]] = _none
    # Whether a subject can go up; where it cannot, the clock does what a rung names for the top.
    has_unit_above: Callable[[S], bool] = _yes
    # What may be chosen in answer to a question that lists, where the table does not say of which rows.
    choices: Mapping[str, Callable[[P], Iterable[Any]]] = field(default_factory=dict)
    # Whom else a step touches (step, subject, answers): locked with the subject, for `StepContext.also`.
    joined: Callable[[str, S, Answers], Iterable[models.Model]] = _none
    # Subjects whose chains name its steps, which are taken on them as `proceed`; locked with it (see `about`).
    about: About | None = None
    # How the parts are read where a step changes others of the kind as well (step, subject, all that are locked by key,
    # actor), and what parts that were so read hold of them.
    load_together: Callable[[str, S, Mapping[int, S], Actor], P] | None = None
    together: Callable[[P], Together[S, P] | None] = _nothing
    # How one row is locked and read, where that is not as usual; of all rows those of the lowest rank first.
    lock: Callable[[Kind[S, P], int], S] = _locked
    lock_rank: int = 1
    # The working space that bodies are given, where they ask more of it than of any other.
    context: type[StepContext[S, P]] | None = None
    # Which roles may read the words given to a question of a step; others: whoever may see the subject.
    audiences: Mapping[tuple[str, str], frozenset[Any]] = field(default_factory=dict)
    # Rows that leave a trace with the step, after all is written (see `traces.leaving`).
    traced: Callable[[StepContext[S, P]], Iterable[Any]] = _none
    page: str = ""  # the path of the page of a subject, with its {pk}: messages lead there
    public_page: str = ""  # where residents are led by theirs
    # What is kept of the names of files, all at once.
    file_names: Callable[[P, Sequence[str]], Sequence[str]] = _as_given
    tables: Tables[S] = Tables(Event, Statement, Attachment, _shared, _audience)
    # How the body of an event names its subject, and what it says of it afterwards where that is not as usual.
    named: Callable[[Kind[S, P], S], dict[str, Any]] = _named
    own_after: Callable[[S, P], dict[str, Any]] | None = None
    # The field of the unit that must act while the subject is open ("host", as paths say it): somebody has to answer
    # for it there or above. Where it is empty, and for a kind without one, that is the district.
    held_by: str = ""

    def __post_init__(self) -> None:
        lists = self.children or getattr(self.load, "lists", _none)()
        children = tuple(children.completed(self.model) for children in lists)
        object.__setattr__(self, "children", children)
        if not (self.tracked or self.own_after):
            object.__setattr__(self, "tracked", tuple(self._columns()))

    def _columns(self) -> Iterator[str]:
        """Those that would be changed behind an event's back if it did not repeat them."""
        besides = {*NOT_REPEATED, *self.worded, *(STAGE_CLOCK if self.limit is _nothing else ())}
        columns = (column.attname for column in self.model._meta.concrete_fields if not column.primary_key)
        return (column for column in columns if column not in besides)

    @property
    def name(self) -> str:
        return self.process.name

    @property
    def format(self) -> int:
        """What new bodies are written in. The first format has no number of its own in `added`."""
        return max(self.added, default=1)

    @cached_property
    def is_timed(self) -> bool:
        return hasattr(self.model, "wake_at")

    @cached_property
    def is_paused(self) -> bool:
        """Whether its clock can stand still."""
        return hasattr(self.model, "paused_at")

    def stage_of(self, subject: Any) -> Any:
        return self.process.stages(subject.stage)


_registered: dict[str, Kind[Any, Any]] = {}


def register(kind: Kind[S, P]) -> Kind[S, P]:
    """Make a kind known to the clock, the pages, the API and to whoever verifies. Called when its room is loaded.

    Raises ValueError for one that would not work.
    """
    if faults := list(_faults(kind)):
        raise ValueError(f"{kind.name}: " + "; ".join(faults))
    for other in _registered.values():
        if other.name != kind.name and (other.prefix == kind.prefix or other.model is kind.model):
            raise ValueError(f"{kind.name} takes what is {other.name}'s")
    _registered[kind.name] = kind
    return kind


def _faults(kind: Kind[Any, Any]) -> Iterator[str]:
    """What does not fit together, in words for whoever writes the kind."""
    if lost := list(_unlisted(kind)):
        yield f"lists nothing for {lost}"
    process = kind.process
    if process.ladders and (kind.limit is _nothing or not kind.is_timed):
        yield "has a ladder, and no limit to climb it by"
    rungs = (rung for ladder in process.ladders.values() for rung in ladder)
    told = {act for rung in rungs for act in (rung.act, rung.at_top)} | {one.act for one in process.alarms}
    for step in process.on_it.values():
        if kind.is_timed and set(step.by) == {"clock"} and step.name not in told:
            yield f"only the clock takes {step.name}, and nothing tells it when"


def _unlisted(kind: Kind[Any, Any]) -> Iterator[str]:
    """Questions that list what is neither a list among the parts nor among the choices."""
    lists = {children.name for children in kind.children} | set(dir(kind.load))
    for name, question in kind.process.questions.items():
        answer: Any = question.kind
        if answer.is_listed and not (answer.of.partition(".")[0] in lists or name in kind.choices):
            yield name


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
