"""Simulated matters: the verifier finds nothing wrong, and played again through the real actions they come to the same."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random
from typing import Any, ClassVar

import pytest
from django.test import TestCase

from wolaiban.cases.actions.registering import Report, Reporter, register
from wolaiban.cases.answer_kinds import OneComplainant
from wolaiban.cases.kind import KIND
from wolaiban.cases.models import Case, Event, Statement
from wolaiban.cases.process import CASE
from wolaiban.cases.roles import Circle, standing
from wolaiban.catalogue.actions.loading import load_catalogue
from wolaiban.catalogue.models import Category
from wolaiban.cli.simulate import refuse_real_work
from wolaiban.demo.hiring import hire
from wolaiban.installation.trouble import Trouble
from wolaiban.ledger.verifying import Verification
from wolaiban.people.actor import ANYBODY, Actor
from wolaiban.people.models import User
from wolaiban.places.actions.loading import load_fangshan
from wolaiban.places.models import Unit
from wolaiban.process.answers import (
    AnswerKind,
    Moment,
    OneCategory,
    OneDepartment,
    OneOfficer,
    SomeDepartments,
)
from wolaiban.process.calendar import BEIJING
from wolaiban.process.words import Channel, RequestKind, Role
from wolaiban.simulation import odds
from wolaiban.simulation.life import Life
from wolaiban.simulation.loading import Plan, days_of, load_all
from wolaiban.simulation.town import Town
from wolaiban.workflow.models import Event as Shared
from wolaiban.workflow.performing import act_for_clock, perform

END = datetime(2026, 3, 12, 10, 40, tzinfo=BEIJING)
MATTERS = 300
pytestmark = pytest.mark.django_db


class Simulated(TestCase):
    """A small town, filled once for all of these."""

    told: ClassVar[list[tuple[int, int]]]

    @classmethod
    def setUpTestData(cls) -> None:
        load_fangshan()
        load_catalogue()
        hire(END - timedelta(days=900))
        plan = Plan(Town.read(), "test", END)
        cls.told = list(load_all(plan, list(plan.batches(MATTERS, END - days_of(2))), processes=1))

    def test_the_verifier_finds_nothing_wrong(self) -> None:
        verification = Verification()
        assert list(verification.findings()) == []
        (cases, events), beside = (
            self.told[0],
            Shared.objects.all(),
        )  # the edition that they were registered under
        subjects = beside.values("process", "subject").distinct().count()
        assert (verification.subjects, verification.events) == (cases + subjects, events + beside.count())

    def test_everything_in_it_is_invented(self) -> None:
        assert not Case.objects.filter(invented=False).exists()
        refuse_real_work()

    def test_it_never_comes_among_real_matters(self) -> None:
        Case.objects.filter(pk=Case.objects.latest("pk").pk).update(invented=False)
        with pytest.raises(Trouble, match="真实"):
            refuse_real_work()

    def test_most_are_settled_at_the_studio_and_some_stand_at_every_point(self) -> None:
        raised = Event.objects.filter(step="raise").values("case").distinct().count()
        assert raised < MATTERS / 20
        assert {"closed", "answered", "working"} <= set(Case.objects.values_list("stage", flat=True))

    def test_played_again_through_the_real_actions_each_event_tells_the_same(self) -> None:
        for case in some_of_each_kind():
            again = Again(case)
            for event in case.events.order_by("seq"):
                assert again.told(again.play(event)) == again.told(event), (case, event)

    def test_a_lead_acts_in_the_role_that_comes_first_of_what_they_are(self) -> None:
        """Where a step is open to others than leads as well; nothing of the sort is taken by chance so far."""
        town, step = Town.read(), CASE.by_name["mark_sensitive"]
        nothing: Any = None
        seen = set()
        for case in some_of_each_kind():
            circle = Circle.of(case)
            life = Life(town, nothing, circle, END, Random(1), nothing)
            post, role = life._in_post(step.name)
            assert role == CASE.acting_as(step, standing(town.by(post), circle)), case
            seen.add(role)
        assert Role.AGENT in seen


def some_of_each_kind() -> list[Case]:
    """For every step that was taken, a case or two in which it was."""
    chosen: dict[int, Case] = {}
    for step in CASE.by_name:
        for event in Event.objects.filter(step=step).select_related("case").order_by("-seq", "pk")[:2]:
            chosen[event.case_id] = event.case
    return list(chosen.values())


class Again:
    """A simulated case and its double, which the real actions make of the same words at the same moments."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.double = case
        self.complainants: dict[int, int] = {}

    def play(self, event: Event) -> Event:
        if event.step == "register":
            self.double = self._register(event)
        elif event.role == Role.CLOCK:
            assert act_for_clock(KIND, self.double.pk, event.at)
        else:
            perform(
                event.step, on=self.double, by=self._actor(event), answers=self._given(event), at=event.at
            )
        return self.double.events.get(seq=event.seq)

    def told(self, event: Event) -> dict[str, Any]:
        """An event without the keys of rows, which are each case's own."""
        after = dict(event.after)
        del after["titled"]
        after["complainants"] = [row[1:] for row in after["complainants"]]
        after["summonses"] = [row[1:12] for row in after["summonses"]]
        answers = {name: _worded(value, name) for name, value in event.answers.items()}
        columns = (
            event.step,
            event.source,
            event.target,
            event.at,
            event.actor_id,
            event.post_id,
            event.role,
        )
        return {"columns": columns, "after": after, "answers": answers, "complaint": bool(event.complaint)}

    def _register(self, event: Event) -> Case:
        case = self.case
        reporters = [
            Reporter(resident=row.resident, representative=row.representative)
            for row in case.complainants.select_related("resident").order_by("pk")
        ]
        told = event.after  # what the case has become since may be another
        report = Report(
            unit=case.unit, words=_worded(event.answers["words"], ""), title=case.title, place_words=case.place_words,
            kind=RequestKind(told["kind"]), channel=Channel(told["channel"]), urgent=told["urgent"],
            reporters=reporters, invented=True,
        )  # fmt: skip
        double = register(report, by=Actor.of(event.actor) if event.actor else ANYBODY, at=event.at)
        theirs = case.complainants.order_by("pk").values_list("pk", flat=True)
        self.complainants = dict(
            zip(theirs, double.complainants.order_by("pk").values_list("pk", flat=True), strict=True)
        )
        return double

    def _actor(self, event: Event) -> Actor:
        return (
            Actor.of(event.actor)
            if event.actor
            else Actor.with_receipt(self.complainants[event.complaint or 0])
        )

    def _given(self, event: Event) -> dict[str, Any]:
        kinds = {asked.name: asked.kind for asked in CASE.asked[event.step]}
        return {name: self._answer(kinds[name], value) for name, value in event.answers.items()}

    def _answer(self, kind: AnswerKind, value: Any) -> Any:
        match kind:
            case OneCategory():
                return Category.objects.get(edition=self.case.edition, code=value)
            case OneOfficer():
                return User.objects.get(pk=value)
            case OneDepartment():
                return Unit.objects.get(code=value)
            case SomeDepartments():
                return [Unit.objects.get(code=code) for code in value]
            case OneComplainant():
                return self.double.complainants.get(pk=self.complainants[value])
            case Moment():
                return datetime.fromisoformat(value)
        return _worded(value, "")


def _worded(value: Any, name: str) -> Any:
    """Words instead of the key of their statement; a complainant is left out."""
    if isinstance(value, dict) and "statement" in value:
        return Statement.objects.get(pk=value["statement"]).words
    if isinstance(value, dict) and "summons" in value:
        return value["department"]
    return None if name == "complainant" else value


def test_the_odds_name_steps_of_the_table_only() -> None:
    for table in (odds.AT_STUDIO, odds.ABOVE):
        for stage, coming in table.items():
            for one in coming.all:
                assert stage in CASE.by_name[one.step].source, (stage, one.step)
