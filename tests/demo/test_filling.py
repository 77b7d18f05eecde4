"""The demo filled in small: everything in it came about as it would have, and a matter waits for everybody."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from itertools import pairwise
from typing import ClassVar

import pytest
import time_machine
from django.test import TestCase
from django.utils.timezone import localdate

from wolaiban.associates.models import VolunteerHours
from wolaiban.cases.models import Case, Event
from wolaiban.cases.queries.keys import case_under
from wolaiban.catalogue.actions.loading import load_catalogue
from wolaiban.demo import filling
from wolaiban.demo.hiring import VILLAGERS
from wolaiban.demo.names import Spelling
from wolaiban.demo.pages.cast import PEOPLE, YILINJUN
from wolaiban.demo.playing import KEY, Player
from wolaiban.demo.stories.scripts import LAST, STORIES, WAITING
from wolaiban.duty.models import Reception, Roster, Swap
from wolaiban.duty.queries.gaps import lacking_shifts
from wolaiban.feedback.models import Feedback
from wolaiban.ledger.verifying import Verification
from wolaiban.people.actor import Actor
from wolaiban.people.models import Deputy, User
from wolaiban.people.officers import officers_of
from wolaiban.phrases.queries import offered
from wolaiban.places.actions.loading import load_fangshan
from wolaiban.places.models import Studio, Unit
from wolaiban.process.calendar import BEIJING
from wolaiban.process.words import Stage
from wolaiban.residents.models import Resident
from wolaiban.workflow import clock
from wolaiban.workflow.models import AbstractEvent
from wolaiban.workflow.offers import available
from wolaiban.workflow.performing import perform

BASE = datetime(2026, 3, 12, 10, 40, tzinfo=BEIJING)  # a Thursday
NIGHT = datetime(2026, 3, 15, 2, 10, tzinfo=BEIJING)  # of a Saturday to a Sunday
MIDDLE_OF_MONTH = datetime(2026, 12, 9, 10, 40, tzinfo=BEIJING)
END_OF_MONTH = datetime(2026, 12, 30, 16, 10, tzinfo=BEIJING)
AFTER_HOLIDAYS = datetime(2025, 10, 9, 9, 5, tzinfo=BEIJING)  # the morning after eight days off
MATTERS = 28


class TheFilledDemo(TestCase):
    """Filled once for all of these (Django's own class does that); each leaves it as it was."""

    player: ClassVar[Player]

    @classmethod
    def setUpTestData(cls) -> None:
        load_fangshan()
        load_catalogue()
        filling.fill(MATTERS, base=BASE)
        cls.player = Player(BASE)

    def test_the_six_stories_have_come_to_their_end(self) -> None:
        for script in STORIES[:6]:
            assert case_of(script.key).stage == Stage.CLOSED, script.key

    def test_something_waits_for_everybody_with_a_card(self) -> None:
        for person in PEOPLE.values():
            if person.matter:
                actor = Actor.of(User.objects.get(username=person.username))
                case = Case.objects.visible_to(actor).get(pk=case_of(person.matter).pk)
                open_to = {offer.step.name: offer.obstacle for offer in available(actor, case)}
                assert person.step in open_to, (person.username, person.step, list(open_to))

    def test_every_studio_can_be_called_at_a_number_that_nobody_has(self) -> None:
        phones = Studio.objects.filter(units__active=True).distinct().values_list("phone", flat=True)
        assert all(phone.startswith("010-8000") for phone in phones)
        assert len(phones) == len(set(phones))

    def test_a_card_names_its_matter_as_the_matter_names_itself(self) -> None:
        titles = {script.key: script.title for script in (*STORIES, *WAITING)}
        for person in PEOPLE.values():
            if person.matter:
                quoted = person.try_this.split("“")[1].split("”")[0]
                assert quoted in titles[person.matter], person.username

    def test_phrases_stand_under_the_boxes(self) -> None:
        found = offered(Actor.of(User.objects.get(username="qin")), "resolve", ["result"])["result"]
        assert found[0].owner is not None
        assert any(phrase.owner is None for phrase in found)

    def test_everything_in_it_is_invented(self) -> None:
        assert not Case.objects.filter(invented=False).exists()
        assert not User.objects.filter(invented=False).exists()
        assert not Resident.objects.filter(invented=False).exists()

    def test_everybody_has_a_sign_in_name_as_people_have(self) -> None:
        names = dict(User.objects.values_list("username", "name"))
        assert not [one for one in names if not re.fullmatch(r"[a-z]{2,24}\d{0,2}", one)]
        by_luck = [one for one in names if one not in PEOPLE and one not in VILLAGERS]
        assert len(by_luck) > 300
        assert all(one.startswith(how_it_sounds(names[one])) for one in by_luck)

    def test_nobody_can_sign_in_with_a_password(self) -> None:
        assert not any(user.has_usable_password() for user in User.objects.all())

    def test_every_open_case_has_somebody_responsible_and_a_deadline(self) -> None:
        for case in Case.objects.open().select_related("holder", "handler"):
            assert officers_of(case.holder), case
            assert case.deadline is not None

    def test_the_verifier_finds_nothing_wrong(self) -> None:
        assert list(Verification().findings()) == []

    def test_every_township_has_its_matters(self) -> None:
        assert Case.objects.values("township").distinct().count() == Unit.objects.townships().count() == 28

    def test_time_runs_forward_and_never_past_now(self) -> None:
        events = Event.objects.order_by("case", "seq").values_list("case", "at")
        for (case, at), (following, then) in pairwise(events):
            assert case != following or at <= then
        assert not Event.objects.filter(at__gt=BASE).exists()

    def test_numbers_follow_the_order_of_registration(self) -> None:
        registered = list(Case.objects.order_by("number").values_list("registered_at", flat=True))
        assert registered == sorted(registered)

    def test_the_clock_has_nothing_to_make_up_for(self) -> None:
        assert clock.sweep(at=BASE).taken == 0
        soon = clock.sweep(at=BASE + timedelta(hours=4))
        assert soon.taken < 6
        assert not soon.failed

    def test_filling_again_changes_nothing(self) -> None:
        before = (Case.objects.count(), Event.objects.count(), User.objects.count(), Resident.objects.count())

        filling.fill(MATTERS)

        after = (Case.objects.count(), Event.objects.count(), User.objects.count(), Resident.objects.count())
        assert after == before
        assert filling.is_filled()


@pytest.mark.parametrize("base", [NIGHT, AFTER_HOLIDAYS])
def test_it_can_be_filled_on_any_day_at_any_hour(db: None, base: datetime) -> None:
    load_fangshan()
    load_catalogue()

    filling.fill(0, base=base)

    assert all(case_of(script.key).stage == Stage.CLOSED for script in STORIES[:6])
    assert case_of(LAST.key).stage == Stage.REPORTED
    waiting = {person.matter: person.step for person in PEOPLE.values() if person.matter}
    assert {key for key in waiting if not case_of(key).is_open} <= {"railing"}


@pytest.mark.parametrize("today", [MIDDLE_OF_MONTH, END_OF_MONTH])
def test_a_month_is_lived_in(db: None, today: datetime) -> None:
    """Rosters, a swap that somebody asks for, a gap tomorrow, hours of a volunteer, a deputy, something said of the product."""
    load_fangshan()
    load_catalogue()
    with time_machine.travel(today, tick=False):
        filling.fill(0)
        tomorrow = localdate() + timedelta(days=1)
        assert Roster.objects.filter(stage="posted").count() >= 8
        assert Roster.objects.filter(stage="draft").exists()
        assert [swap.state for swap in Swap.objects.all()] == ["asked"]
        assert [shift.roster.unit.code for shift in lacking_shifts(tomorrow, tomorrow)] == [YILINJUN]
        assert VolunteerHours.objects.filter(state="confirmed").count() == 2
        assert [str(one) for one in Deputy.objects.not_over()] == ["沈清代连海"]
        assert sorted(Feedback.objects.values_list("stage", flat=True)) == ["replied", "said"]
        assert list(Verification().findings()) == []
        lived = [
            model.objects.count() for model in (Roster, Swap, VolunteerHours, Deputy, Feedback, Reception)
        ]
        filling.fill(0)
        assert lived == [
            model.objects.count() for model in (Roster, Swap, VolunteerHours, Deputy, Feedback, Reception)
        ]


def test_a_filling_that_was_broken_off_goes_on(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    load_fangshan()
    load_catalogue()
    taken = []

    def breaks_off(step: str, **facts: object) -> AbstractEvent:
        taken.append(step)
        if len(taken) == 20:
            raise KeyboardInterrupt
        return perform(step, **facts)  # type: ignore[arg-type]

    monkeypatch.setattr("wolaiban.demo.playing.perform", breaks_off)
    with pytest.raises(KeyboardInterrupt):
        filling.fill(0, base=BASE)
    assert not filling.is_filled()
    monkeypatch.undo()

    said: list[str] = []
    filling.fill(0, tell=said.append)

    assert filling.is_filled()
    assert 8 <= len(said) <= 15, "whoever waits is told how far it has come"
    shares = [int(found[1]) for words in said if (found := re.search(r"(\d+)%", words))]
    assert shares[0] == 0
    assert shares == sorted(set(shares))
    steps = [event.step for event in case_of("pig-farm").events.exclude(actor=None)]
    assert steps == ["register", *(turn.step for turn in STORIES[0].turns)]


def how_it_sounds(name: str) -> str:
    """Without numbers behind it."""
    return Spelling()(name)


def case_of(key: str) -> Case:
    case = case_under(KEY.format(key))
    assert case is not None
    return case
