"""A kind for the tests alone: an errand (跑腿) that somebody asks for, with errands within it and clocks of both."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any, ClassVar

from django.db import models

from wolaiban.cases.answer_kinds import OneCase
from wolaiban.people.actor import Actor
from wolaiban.process.answers import FreeText, Moment, OneWord, SomeFiles
from wolaiban.process.calendar import Span
from wolaiban.process.errors import BadAnswer
from wolaiban.process.grammar import Alarm, Process, Rung, Step
from wolaiban.process.questions import Question
from wolaiban.process.words import Measure, RoleWord, StageWord, Tier
from wolaiban.workflow.context import StepContext
from wolaiban.workflow.kinds import Children, DueStep, Kind, Roles
from wolaiban.workflow.models import Event, Paused, Subject, Timed, Worded


class Stage(StageWord):
    ASKED = "asked", "待办"
    DONE = "done", "办妥"
    DROPPED = "dropped", "不办"

    @property
    def is_open(self) -> bool:
        return self is Stage.ASKED


class Role(RoleWord):
    ASKER = "asker", "托付的人"
    RUNNER = "runner", "跑腿的人"
    CLOCK = "clock", "系统时钟"


@dataclass(frozen=True)
class Facts:
    open_stops: int


ASKED, DONE, DROPPED = Stage.ASKED, Stage.DONE, Stage.DROPPED
ASKER, RUNNER, CLOCK = Role.ASKER, Role.RUNNER, Role.CLOCK
# fmt: off
ERRAND: Process[Stage, Role, Facts] = Process(
    name="errand", label="跑腿", stages=Stage, roles=Role,
    steps=(
        Step("ask",       "托付",   set(),          (ASKED,),   {ASKER},  ("what", "tier?")),
        Step("add_stop",  "加一站", {ASKED},        (),         {ASKER},  ("what",)),
        Step("drop_stop", "减一站", {ASKED},        (),         {ASKER}),
        Step("tick",      "到一站", {ASKED},        (),         {RUNNER}, ("photos?",)),
        Step("finish",    "办妥",   {ASKED},        (DONE,),    {RUNNER}, ("what?",)),
        Step("hand_over", "转交",   {ASKED},        (),         {ASKER},  ("to",)),
        Step("take_over", "接手",   {ASKED},        (),         {ASKER},  ()),
        Step("rest",      "歇着",   {ASKED},        (),         {RUNNER}, ("until",)),
        Step("urge",      "催促",   {ASKED},        (),         {CLOCK}),
        Step("knock",     "催一站", {ASKED},        (),         {CLOCK}),
        Step("drop",      "不办",   {ASKED},        (DROPPED,), {ASKER, CLOCK}),
    ),
    questions={q.name: q for q in (
        Question("what",   "什么事", FreeText()),
        Question("tier",   "大小",   OneWord(Tier)),
        Question("photos", "照片",   SomeFiles()),
        Question("to",     "转给",   OneCase()),
        Question("until",  "到何时", Moment()),
    )},
    ladders={ASKED: (Rung(0.5, "urge"), Rung(1.0, "drop"))},
    alarms=(Alarm({ASKED}, "一站到了时候", "knock"),),
    guards={"finish": lambda facts: f"还有 {facts.open_stops} 站没有到。" if facts.open_stops else None},
)
# fmt: on


class Errand(Timed, Paused, Worded, Subject):
    stages = Stage
    asker = models.ForeignKey("people.User", models.PROTECT, related_name="+")
    what = models.TextField()
    stops_made = models.PositiveIntegerField(default=0)

    objects: ClassVar[models.Manager[Errand]] = models.Manager()

    class Meta:
        app_label = "tests_workflow"

    def __str__(self) -> str:
        return self.number


class Stop(models.Model):
    errand = models.ForeignKey(Errand, models.PROTECT, related_name="stops")
    name = models.CharField(max_length=50)
    state = models.CharField(max_length=10, default="open")
    due = models.DateTimeField(null=True)

    objects: ClassVar[models.Manager[Stop]] = models.Manager()

    class Meta:
        app_label = "tests_workflow"

    def __str__(self) -> str:
        return self.name


@dataclass
class Parts:
    errand: Errand
    asked_of_database: int = field(default=0)

    @cached_property
    def stops(self) -> list[Stop]:
        return list(Stop.objects.filter(errand=self.errand)) if self.errand.pk else []


def roles(actor: Actor, parts: Parts) -> Roles:
    if actor.is_clock:
        return {CLOCK: None}
    if actor.user is None:
        return {}
    mine = actor.user.pk == parts.errand.asker_id  # type: ignore[attr-defined]
    post = actor.posts[0] if actor.posts else None
    return {ASKER: post} if mine else {RUNNER: post}


def facts(actor: Actor, parts: Parts, roles: Roles, at: datetime) -> Facts:
    return Facts(open_stops=sum(stop.state == "open" for stop in parts.stops))


def alarms(parts: Parts) -> Iterator[DueStep]:
    for stop in parts.stops:
        if stop.state == "open" and stop.due:
            yield DueStep(stop.due, "knock", {"stop": stop.pk})


Context = StepContext[Errand, Parts]


def ask(context: Context) -> None:
    if "电话" in context.words("what"):
        raise BadAnswer({"what": "不写电话。"})
    context.subject.what = context.words("what")


def add_stop(context: Context) -> None:
    context.parts.stops.append(
        Stop(errand=context.subject, name=context.words("what"), due=context.subject.deadline)
    )


def drop_stop(context: Context) -> None:
    context.parts.stops.pop()


def tick(context: Context) -> None:
    stop = next(stop for stop in context.parts.stops if stop.state == "open")
    stop.state = "made"
    context.subject.stops_made += 1
    context.subject.version += 1


def hand_over(context: Context) -> None:
    context.also("take_over", on=context.answers["to"])
    context.subject.stops_made = 0


def take_over(context: Context) -> None:
    context.subject.stops_made += 10


def rest(context: Context) -> None:
    context.subject.paused_at, context.subject.paused_until = context.at, context.answers["until"]


def knock(context: Context) -> None:
    next(stop for stop in context.parts.stops if stop.pk == context.answers["stop"]).due = None


def joined(step: str, errand: Errand, answers: Any) -> list[Errand]:
    return [answers["to"]] if step == "hand_over" and "to" in answers else []


KIND: Kind[Errand, Parts] = Kind(
    process=ERRAND,
    model=Errand,
    prefix="PT",
    load=Parts,
    roles=roles,
    visible_to=lambda actor: Errand.objects.filter(asker=actor.user),
    facts=facts,
    bodies={
        body.__name__: body for body in (ask, add_stop, drop_stop, tick, hand_over, take_over, rest, knock)
    },
    tracked=("asker_id", "stops_made", "counted_from", "deadline", "rung", "wake_at", "paused_at", "version"),
    worded=("what",),
    children=(
        Children("stops", Stop, lambda parts: parts.stops, ("state", "due")),
        Children("names", Stop, lambda parts: parts.stops, ("name",), as_digest=True),
    ),
    limit=lambda parts: Span(10, Measure.DAYS),
    alarms=alarms,
    joined=joined,
    audiences={("finish", "what"): frozenset({ASKER})},
)


def story(errand: Errand) -> list[Event]:
    return list(Event.objects.filter(process="errand", subject=errand.pk).order_by("seq"))
