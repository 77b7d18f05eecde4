"""One step on a subject: locked, checked, changed in memory, written with its event, or refused without a trace."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import now
from pytest_django import DjangoAssertNumQueries

from tests.cast import Cast
from tests.workflow.conftest import asked
from tests.workflow.kind import KIND, Errand, Stop, story
from wolaiban.process.errors import BadAnswer, NotNow, NotYours, Stale, TooLate, UnknownStep
from wolaiban.uploads.cleaning import Cleaned
from wolaiban.workflow import chain
from wolaiban.workflow.bodies import after_as_of_today, after_of
from wolaiban.workflow.idempotency import KeyReused, Once, once_only
from wolaiban.workflow.models import AbstractEvent, Attachment, Event, Statement, Submission
from wolaiban.workflow.performing import begin, perform


def take(cast: Cast, step: str, errand: Errand, who: str = "qin", **answers: object) -> AbstractEvent:
    event = perform(step, on=errand, by=cast.actor(who), answers=answers)
    errand.refresh_from_db()
    return event


def everything() -> list[Any]:
    tables = (Errand, Stop, Event, Statement, Attachment, Submission)
    return [list(table.objects.order_by("pk").values()) for table in tables]


def test_a_subject_begins_with_a_number_an_event_and_a_deadline(errands: Cast) -> None:
    errand = asked(errands)
    (first,) = story(errand)

    assert errand.number == f"PT-{now().year}-{errand.pk:06d}"
    assert (errand.stage, errand.seq, bytes(errand.head)) == ("asked", 1, bytes(first.hash))
    assert (first.source, first.target, first.role) == ("", "asked", "asker")
    assert first.post == errands.actor("bai").posts[0]
    assert errand.deadline == errand.counted_from + timedelta(days=10)
    assert errand.what == "买米"


def test_what_begins_keeps_what_the_caller_has_as_it_is(errands: Cast) -> None:
    bai = errands.actor("bai")
    beforehand = Errand(asker=bai.user)
    begin("ask", on=beforehand, by=bai, answers={"what": "买米"})
    assert (beforehand.pk, beforehand.number, beforehand.what) == (None, "", "")


def test_events_are_one_chain_and_the_row_is_as_the_last_says(errands: Cast, errand: Errand) -> None:
    take(errands, "add_stop", errand, "bai", what="东门")
    take(errands, "tick", errand)
    prev = b""
    for event in story(errand):
        link = chain.event_hash(
            alg=event.alg, number=errand.number, seq=event.seq, prev=prev, body=bytes(event.body)
        )
        assert (bytes(event.prev), bytes(event.hash)) == (prev, link)
        assert chain.canonical(event.told) == bytes(event.body)
        prev = link
    assert bytes(errand.head) == prev
    assert after_as_of_today(KIND, event.told) == after_of(KIND, errand, KIND.load(errand))

    errand.stops_made = 7
    assert after_as_of_today(KIND, event.told) != after_of(KIND, errand, KIND.load(errand))


def test_no_words_stand_in_an_event(errands: Cast, errand: Errand) -> None:
    take(errands, "add_stop", errand, "bai", what="东门王家")
    for event in story(errand):
        assert "米" not in bytes(event.body).decode()
        assert "王" not in bytes(event.body).decode()
    said = Statement.objects.order_by("pk").last()
    assert said
    assert story(errand)[-1].answers["what"] == {
        "statement": said.pk,
        "commitment": chain.commitment(bytes(said.salt or b""), "东门王家").hex(),
    }


def test_words_are_kept_in_standard_characters(errands: Cast) -> None:
    """Whatever the kind: an old phone writes some of them at code points that no other shows."""
    errand = asked(errands, "\ue863家的米")
    assert (errand.what, Statement.objects.latest("pk").words) == ("䶮家的米",) * 2


def test_children_are_added_changed_and_removed_by_bodies_that_never_save(
    errands: Cast, errand: Errand
) -> None:
    for name in ("东门", "西门"):
        take(errands, "add_stop", errand, "bai", what=name)
    take(errands, "tick", errand)
    first, second = Stop.objects.order_by("pk")
    assert [(first.name, first.state), (second.name, second.state)] == [("东门", "made"), ("西门", "open")]
    told = story(errand)[-1].told["after"]
    assert [(row["pk"], row["state"]) for row in told["stops"]] == [(first.pk, "made"), (second.pk, "open")]

    take(errands, "drop_stop", errand, "bai")
    assert list(Stop.objects.all()) == [first]
    now_told = story(errand)[-1].told["after"]
    assert [row["pk"] for row in now_told["stops"]] == [first.pk]
    assert now_told["names"] != told["names"], "of the many, one digest"


def test_a_step_is_refused_as_the_table_says(errands: Cast, errand: Errand) -> None:
    take(errands, "add_stop", errand, "bai", what="东门")
    before = everything()
    for step, who, answers, why in (
        ("fly", "qin", {}, UnknownStep),
        ("tick", "bai", {}, NotYours),
        ("finish", "qin", {}, NotNow),
        ("ask", "bai", {"what": "x"}, TooLate),
        ("add_stop", "bai", {"what": " "}, BadAnswer),
        ("add_stop", "bai", {"what": "x", "why": "y"}, BadAnswer),
    ):
        with pytest.raises(why):
            take(errands, step, errand, who, **answers)
        assert everything() == before, step
    with pytest.raises(BadAnswer, match="不写电话"):
        asked(errands, "打电话")
    assert everything() == before


def test_what_is_over_is_over(errands: Cast, errand: Errand) -> None:
    take(errands, "finish", errand)
    assert errand.deadline is None or errand.wake_at is None
    with pytest.raises(TooLate, match="现为“办妥”"):
        take(errands, "drop", errand, "bai")


def test_a_form_that_was_drawn_before_something_changed_is_stale(errands: Cast, errand: Errand) -> None:
    take(errands, "add_stop", errand, "bai", what="东门")
    seen = errand.version
    take(errands, "tick", errand)
    with pytest.raises(Stale):
        perform("finish", on=errand, by=errands.actor("qin"), expected_version=seen)
    perform("finish", on=errand, by=errands.actor("qin"), expected_version=errand.version)


def test_time_never_runs_backwards(errands: Cast, errand: Errand) -> None:
    event = perform("finish", on=errand, by=errands.actor("qin"), at=errand.changed_at - timedelta(days=1))
    assert event.at == errand.changed_at


def test_files_are_kept_and_the_event_names_their_digest(errands: Cast, errand: Errand) -> None:
    take(errands, "add_stop", errand, "bai", what="东门")
    photo = Cleaned(name="门.jpg", media_type="image/jpeg", content=b"jpeg")
    take(errands, "tick", errand, photos=[photo])
    kept = Attachment.objects.get()
    assert (kept.process, kept.subject, kept.by) == ("errand", errand.pk, errands.actor("qin").user)
    assert story(errand)[-1].answers["photos"] == [
        {"attachment": kept.pk, "sha256": bytes(kept.digest).hex()}
    ]


def test_one_press_takes_a_step_on_two_subjects_or_on_none(errands: Cast, errand: Errand) -> None:
    other = asked(errands, "买面")
    take(errands, "hand_over", errand, "bai", to=other)
    other.refresh_from_db()
    assert other.stops_made == 10
    assert [event.step for event in story(other)] == ["ask", "take_over"]
    assert story(errand)[-1].answers == {"to": other.number}

    take(errands, "finish", other)
    before = everything()
    with pytest.raises(TooLate):
        take(errands, "hand_over", errand, "bai", to=other)
    assert everything() == before


def test_rows_are_locked_in_one_order(errands: Cast, errand: Errand) -> None:
    other = asked(errands, "买面")
    with CaptureQueriesContext(
        connection,
    ) as asked_for:
        take(errands, "hand_over", other, "bai", to=errand)
    locks = [q["sql"] for q in asked_for.captured_queries if "FOR UPDATE" in q["sql"]]
    assert [f'"id" = {one.pk} ' in sql for one, sql in zip((errand, other), locks, strict=True)] == [
        True,
        True,
    ]


def test_the_same_key_makes_one_thing(errands: Cast, errand: Errand) -> None:
    bai = errands.actor("bai")

    def send(content: bytes) -> AbstractEvent:
        once = Once(b"key", content)
        return once_only(
            once,
            kind=KIND,
            by=bai,
            act=lambda: perform("add_stop", on=errand, by=bai, answers={"what": "东门"}, once=once),
        )

    first = send(b"one")
    assert send(b"one") == first
    assert Stop.objects.count() == 1
    assert Submission.objects.get().event == first.pk
    with pytest.raises(KeyReused):
        send(b"two")


def test_a_step_costs_as_few_queries_as_it_can(
    errands: Cast, errand: Errand, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    qin = errands.actor("qin")
    with django_assert_num_queries(5):  # savepoint, lock, children, all that changed with its event, release
        perform("rest", on=errand, by=qin, answers={"until": now() + timedelta(days=1)})


def test_a_later_format_reads_what_earlier_ones_wrote(errands: Cast, errand: Errand) -> None:
    (event,) = story(errand)
    later = replace(KIND, tracked=(*KIND.tracked, "paused_until"), added={2: {"paused_until": None}})
    assert later.format == 2
    assert after_as_of_today(later, event.told) == after_of(later, errand, later.load(errand))
    with pytest.raises(LookupError):
        after_as_of_today(later, {**event.told, "format": 3})
