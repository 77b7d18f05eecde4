"""The grammar of a process: what every kind of subject with a life of its own says about itself, as data.

A room declares one `Process` for each of its kinds, in its `process.py`. Permissions, buttons, forms, deadlines,
escalation, history wording, tests and the pages in docs/process/ are all read from it. Nothing here knows a
database: the page, the action under the lock and the tests all ask the same object.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Set
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Generic, NamedTuple, TypeVar

from wolaiban.process.answers import AnswerKind
from wolaiban.process.contradictions import Contradiction, contradictions
from wolaiban.process.errors import NotNow, NotYours, ProcessError, TooLate, UnknownStep
from wolaiban.process.holders import RoleHolder
from wolaiban.process.presentation import ByClock, Presentation, StepButton
from wolaiban.process.questions import Asked, NoMore, Question, Some
from wolaiban.process.words import RoleWord, StageWord, in_order

StageT = TypeVar("StageT", bound=StageWord)
RoleT = TypeVar("RoleT", bound=RoleWord)
FactsT = TypeVar("FactsT")

SAME = None  # among the targets of a step: the subject stays where it is

# What stands in the way: None, a sentence for the person, the whole refusal, or `NotYours` itself where the step
# turns out not to be theirs after all.
Obstacle = str | ProcessError | type[NotYours] | None


@dataclass(frozen=True)
class Step(Generic[StageT, RoleT]):
    """One row. An empty `to` leaves the stage as it is; where there are several, the body of the step says which."""

    name: str
    label: str
    source: Set[StageT]  # empty: the step begins a subject
    to: tuple[StageT | None, ...]
    by: Set[RoleT]
    asks: tuple[str, ...] = ()  # names of questions; a trailing "?" marks one that may be left empty
    done: str = ""  # how the history tells it

    @property
    def begins(self) -> bool:
        return not self.source

    @property
    def story(self) -> str:
        return self.done or self.label

    @property
    def by_hand(self) -> list[RoleT]:
        """Those to whom pages and programs offer it."""
        return [role for role in in_order(self.by) if role.by_hand]

    def targets(self, at: StageT) -> tuple[StageT, ...]:
        """Where the subject may stand afterwards; the first is where it goes unless the body says otherwise."""
        return tuple(stage or at for stage in self.to) or (at,)


@dataclass(frozen=True)
class Rung:
    """What the clock does when this share of the limit has run."""

    share: float
    act: str  # the name of a step
    at_top: str = ""  # the step instead, where no unit stands above


@dataclass(frozen=True)
class Alarm(Generic[StageT]):
    """What wakes the clock beside the ladders, in words: when, and the step it takes then."""

    at: Set[StageT]
    when: str
    act: str


class Running(NamedTuple, Generic[StageT]):
    """A service clock that runs: the stage, from when it counts, until when, and how many rungs are behind it."""

    stage: StageT
    counted_from: datetime
    deadline: datetime
    rung: int = 0
    has_unit_above: bool = True


@dataclass(frozen=True)
class Process(Generic[StageT, RoleT, FactsT]):
    """The process of one kind. A table that contradicts itself is refused when it is made: Contradiction.

    `name` is what events, addresses and documents call the kind, `label` what people call it. A kind that has a clock has
    a role of the value "clock". `labels` are for a question that wants other words in one step, `only_for` for one
    that is put only to some of those who may take the step, `called` for a step that has another name for some of
    them: the first two by step and question, the last by step and role. `together` are, by step, questions that are
    answered all or not at all. `tells` says to whom a step is told, by its name: paths to units, whose officers are
    told, and to people; a path may begin with a question of the step, and goes on from what was chosen. `letters` are
    the texts in which residents are told of it, by step: the newest replaces whatever has not left yet.
    """

    name: str
    label: str
    stages: type[StageT]
    roles: type[RoleT]
    steps: tuple[Step[StageT, RoleT], ...]
    questions: Mapping[str, Question]
    labels: Mapping[tuple[str, str], str] = field(default_factory=dict)
    only_for: Mapping[tuple[str, str], Set[RoleT]] = field(default_factory=dict)
    called: Mapping[tuple[str, RoleT], str] = field(default_factory=dict)
    ladders: Mapping[StageT, tuple[Rung, ...]] = field(default_factory=dict)
    together: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    holders: tuple[RoleHolder, ...] = ()  # of the roles that columns give
    tells: Mapping[str, str] = field(default_factory=dict)
    letters: Mapping[str, str] = field(default_factory=dict)
    guards: Mapping[str, Callable[[FactsT], Obstacle]] = field(default_factory=dict)
    waits: Mapping[str, tuple[Some | NoMore, ...]] = field(default_factory=dict)  # by step, before its guard
    presentation: Presentation = field(default_factory=Presentation)
    particulars: Mapping[str, AnswerKind] = field(default_factory=dict)  # what bodies add to the answers
    alarms: tuple[Alarm[StageT], ...] = ()  # for the page: what they wait for is computed elsewhere
    about_limits: str = ""  # for the page: where they come from

    @cached_property
    def by_name(self) -> Mapping[str, Step[StageT, RoleT]]:
        return {step.name: step for step in self.steps}

    @cached_property
    def all_stages(self) -> tuple[StageT, ...]:
        return tuple(self.stages)

    @cached_property
    def all_roles(self) -> tuple[RoleT, ...]:
        return tuple(self.roles)

    @cached_property
    def on_it(self) -> Mapping[str, Step[StageT, RoleT]]:
        """The steps that are taken on a subject that is there, by name: all but those that begin one."""
        return {step.name: step for step in self.steps if not step.begins}

    @cached_property
    def asked(self) -> Mapping[str, tuple[Asked, ...]]:
        """The questions of each step, by its name, in the order in which the table lists them."""
        return {step.name: tuple(self._asked_by(step)) for step in self.steps}

    def _asked_by(self, step: Step[StageT, RoleT]) -> Iterable[Asked]:
        for entry in step.asks:
            question = self.questions[entry.rstrip("?")]
            label = self.label_of(step.name, question)
            yield Asked(question, label, required=not entry.endswith("?"))

    def label_of(self, step_name: str, question: Question) -> str:
        """The words of a question in one step."""
        return self.labels.get((step_name, question.name), question.label)

    def asked_of(self, step_name: str, role: RoleT | None) -> tuple[Asked, ...]:
        """The questions that a step puts to somebody in this role."""
        asked = self.asked[step_name]
        return tuple(each for each in asked if role in self.only_for.get((step_name, each.name), {role}))

    def called_for(self, step: Step[StageT, RoleT], role: RoleT | None) -> str:
        """What a step is called on the button of somebody in this role."""
        return self.called.get((step.name, role), step.label) if role else step.label

    @cached_property
    def buttons(self) -> Mapping[str, StepButton]:
        """By step, in their order. Where none is named each step has one, in that of the table, and says why it waits."""
        named = self.presentation.buttons or [StepButton(each.name, says_why_not=True) for each in self.steps]
        return {button.step: button for button in named}

    def quoted_under(self, step_name: str, question: Question) -> str:
        """The words before an answer in the history; none before one that speaks for itself."""
        is_plain = (step_name, question.name) in self.presentation.unlabelled
        return "" if is_plain else self.label_of(step_name, question)

    def words_of_clock(self, act: str) -> ByClock:
        """How people are told of a step that the clock takes."""
        label = self.by_name[act].label
        return self.presentation.by_clock.get(act) or ByClock(f"还没有办的，系统会自动{label}", label)

    def story_of(self, step: Step[StageT, RoleT], role: str) -> str:
        """How the history tells a step that was taken in this role."""
        return self.presentation.stories.get((step.name, role), step.story)

    def open_to(self, roles: Set[RoleT], at: StageT | None) -> list[Step[StageT, RoleT]]:
        """The steps these roles may take at this stage, in the order of the table; at None, those that begin a subject.

        Buttons, API links and menus all come from here.
        """
        return [step for step in self.steps if self._starts(step, at) and step.by & roles]

    def check(self, name: str, *, at: StageT | None, roles: Set[RoleT]) -> Step[StageT, RoleT]:
        """Return the step, or raise the reason it is refused. At None nothing is there yet: only a step that begins is open.

        Raises UnknownStep, NotYours, TooLate, or NotNow where there is no subject to take the step on.
        """
        step = self.by_name.get(name)
        if step is None:
            raise UnknownStep(step=name)
        if not step.by & roles:
            raise NotYours(label=step.label, by=step.by)
        if not self._starts(step, at):
            raise TooLate(label=step.label, stage=at) if at else NotNow(f"还没有登记，不能“{step.label}”。")
        return step

    @staticmethod
    def _starts(step: Step[StageT, RoleT], at: StageT | None) -> bool:
        return step.begins if at is None else at in step.source

    def obstacle(self, step: Step[StageT, RoleT], facts: FactsT) -> ProcessError | None:
        """What must happen first, or None. The step itself is already known to be open to the actor."""
        guard = self.guards.get(step.name)
        why = guard(facts) if guard else None
        if isinstance(why, type):
            return why(label=step.label, by=step.by)
        return NotNow(why) if isinstance(why, str) else why

    def acting_as(self, step: Step[StageT, RoleT], roles: Iterable[RoleT]) -> RoleT | None:
        """In which of these roles a step is taken: the first in the list of roles; None where it is not theirs."""
        held = step.by & set(roles)
        return next((role for role in self.roles if role in held), None)

    def next_alarm(self, clock: Running[StageT]) -> tuple[datetime, str] | None:
        """When the clock is to act next, and with which step; None when the ladder of this stage is used up."""
        ladder = self.ladders.get(clock.stage, ())
        if clock.rung >= len(ladder):
            return None
        rung = ladder[clock.rung]
        act = rung.act if clock.has_unit_above else rung.at_top or rung.act
        return clock.counted_from + (clock.deadline - clock.counted_from) * rung.share, act

    def __post_init__(self) -> None:
        if faults := list(contradictions(self)):
            raise Contradiction(f"{self.name}: " + "; ".join(faults))
