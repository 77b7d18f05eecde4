"""Every change of an edition is an event; what was published before there were events has some as well."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from django.apps import apps
from django.utils.timezone import now

from tests.catalogue.test_editing import FIVE_DAYS, amend, kind
from tests.editions import publish, set_limit
from wolaiban.catalogue.kind import KIND
from wolaiban.catalogue.models import Category, Edition
from wolaiban.catalogue.queries import current_edition
from wolaiban.people.actor import Actor
from wolaiban.process.words import Stage, Tier
from wolaiban.workflow import chain
from wolaiban.workflow.bodies import after_of
from wolaiban.workflow.models import Event

EVENTS_OF = import_module("wolaiban.catalogue.migrations.0002_editions_are_subjects")._events


def story(edition: Edition) -> list[Event]:
    return list(Event.objects.filter(process="edition", subject=edition.pk).order_by("seq"))


def after(edition: Edition) -> dict[str, Any]:
    return after_of(KIND, edition, KIND.load(edition))


def test_a_draft_and_what_it_replaces_tell_how_they_came_to_be(draft: Edition, shen: Actor) -> None:
    before = current_edition()
    amend(kind(draft, "F01"), shen, name="承包地")
    set_limit(stage=Stage.WORKING, tier=Tier.MINOR, span=FIVE_DAYS, by=shen)
    publish(label="第二版", by=shen)

    assert [event.step for event in story(draft)] == ["draft", "amend", "set_limit", "publish"]
    assert {event.actor for event in story(draft)} == {shen.user}
    replaced = story(before)[-1]
    draft.refresh_from_db()
    assert (replaced.step, replaced.role, replaced.answers) == ("replace", "clock", {"by": draft.number})
    assert "承包地" not in "".join(bytes(event.body).decode() for event in story(draft))


def test_a_row_of_an_edition_changed_by_hand_differs_from_its_last_event(draft: Edition) -> None:
    last = story(draft)[-1].told["after"]
    assert after(draft) == last
    Category.objects.filter(edition=draft, code="F01").update(usual_tier="hard")
    assert after(draft)["categories"] != last["categories"]
    assert after(draft)["limits"] == last["limits"]


def test_what_was_there_before_gets_events_that_verify(draft: Edition, shen: Actor) -> None:
    first = current_edition()
    publish(label="第二版", by=shen)
    for edition, steps in ((first, ["load", "publish", "replace"]), (draft, ["draft", "publish"])):
        Edition.refresh_from_db(edition)
        edition.seq, edition.head, edition.created_at = 0, b"", now()  # type: ignore[attr-defined]
        events = list(EVENTS_OF(apps, edition, now(), first=edition == first))
        prev = b""
        for event in events:
            told = {"alg": event.alg, "number": edition.number, "seq": event.seq, "prev": prev}
            prev = chain.event_hash(**told, body=bytes(event.body))
            assert bytes(event.hash) == prev
        assert [event.step for event in events] == steps
        assert events[-1].told["after"] == after(edition)
