"""Plays scripts through the real process: register and perform, with the clock acting whenever its time comes.

Safe to break off and begin again: a matter is registered under its key, and steps that are on record are
not taken twice.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from wolaiban.cases.actions.registering import Report, Reporter, register
from wolaiban.cases.answer_kinds import OneCase, OneComplainant, OneSummons
from wolaiban.cases.kind import KIND, case_of
from wolaiban.cases.models import Case
from wolaiban.cases.process import CASE
from wolaiban.cases.queries.keys import case_under
from wolaiban.catalogue.models import Category
from wolaiban.catalogue.queries import current_edition
from wolaiban.demo.script import Script, Turn
from wolaiban.people.actor import Actor
from wolaiban.people.models import User
from wolaiban.places.models import Unit
from wolaiban.process.answers import (
    AnswerKind,
    Moment,
    OneCategory,
    OneDepartment,
    OneOfficer,
    SomeDepartments,
)
from wolaiban.process.words import Role
from wolaiban.residents.models import Resident
from wolaiban.workflow.performing import act_for_clock, perform

KEY = "demo/{}"


@dataclass
class Player:
    """`base` is the moment at which the demo was first filled; nothing is played later than that."""

    base: datetime
    actors: dict[str, Actor] = field(default_factory=dict)

    def play(self, script: Script) -> Case:
        case = self._registered(script)
        for turn in script.turns[self._taken(case) :]:
            at = script.moment(turn.when, self.base)
            if at > self.base:
                break
            case = self.clock_up_to(case, at)
            answers = self._answers(turn, case, at)
            case = case_of(perform(turn.step, on=case, by=self.actor(turn.by), answers=answers, at=at))
        return self.clock_up_to(case, self.base)

    def clock_up_to(self, case: Case, moment: datetime) -> Case:
        """Let the clock do what it would have done by then, each at its own time."""
        while case.wake_at is not None and case.wake_at <= moment:
            event = act_for_clock(KIND, case.pk, case.wake_at)
            if event is None:
                break
            case = case_of(event)
        return case

    def actor(self, username: str) -> Actor:
        if username not in self.actors:
            self.actors[username] = Actor.of(User.objects.get(username=username))
        return self.actors[username]

    def _registered(self, script: Script) -> Case:
        report = Report(
            unit=self.units[script.unit],
            words=script.words,
            title=script.title,
            place_words=script.place,
            reporters=[self._reporter(name, len(script.reporters) > 1) for name in script.reporters],
            channel=script.channel,
            kind=script.kind,
            tier=script.tier,
            urgent=script.urgent,
            key=KEY.format(script.key),
            invented=True,
        )
        return register(report, by=self.actor(script.by), at=script.moment(script.when, self.base))

    def _reporter(self, username: str, representative: bool) -> Reporter:
        """Somebody with an account; "" is somebody who would rather not say."""
        if not username:
            return Reporter()
        return Reporter(resident=self.residents[username], representative=representative)

    def _taken(self, case: Case) -> int:
        """How many turns of the script are on record: everything people did to the case after registering it."""
        if case.seq == 1:
            return 0
        events = case.events.exclude(role__in=[Role.CLOCK, Role.PROCEEDING]).exclude(step="register")
        return sum("other" not in event.answers for event in events)

    def _answers(self, turn: Turn, case: Case, at: datetime) -> dict[str, Any]:
        kinds = {asked.name: asked.kind for asked in CASE.asked[turn.step]}
        return {name: self._answer(kinds[name], value, case, at) for name, value in turn.answers.items()}

    def _answer(self, kind: AnswerKind, value: Any, case: Case, at: datetime) -> Any:
        match kind:
            case OneCategory():
                return self.categories[value]
            case OneOfficer():
                return self.actor(value).user
            case OneDepartment():
                return self.units[value]
            case SomeDepartments():
                return [self.units[code] for code in value]
            case OneSummons():
                return case.summonses.select_related("department").get(department=self.units[value])
            case OneCase():
                return case_under(KEY.format(value))
            case OneComplainant():
                return case.complainants.get(resident=self.residents[value])
            case Moment():
                return at + timedelta(days=value)
        return value

    @cached_property
    def units(self) -> dict[str, Unit]:
        return {
            unit.code: unit for unit in Unit.objects.select_related("studio", "parent__parent", "township")
        }

    @cached_property
    def categories(self) -> dict[str, Category]:
        """By name; where two have the same one, the district's own comes first."""
        chosen = Category.objects.filter(edition=current_edition(), active=True).order_by("-position")
        return {category.name: category for category in chosen}

    @cached_property
    def residents(self) -> dict[str, Resident]:
        held = Resident.objects.filter(account__invented=True).select_related("account")
        return {resident.account.username: resident for resident in held if resident.account}
