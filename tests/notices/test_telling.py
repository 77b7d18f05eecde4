"""Who is told what when something happens to a case: once, in time, and without saying who or what."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.utils.timezone import now
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.cast import RESIDENTS, Cast
from wolaiban.cases.models import Case, Event
from wolaiban.cases.process import CASE
from wolaiban.notices import composing as writing
from wolaiban.notices.models import Delivery, Message
from wolaiban.notices.table import REMINDERS, TABLE
from wolaiban.notices.texts import BY_KEY, TEXTS, faults_of, speaks_of_counts

pytestmark = pytest.mark.django_db


@pytest.fixture
def railing(cast: Cast) -> Case:
    return cast.report()


def told(event: Event) -> set[tuple[str, str]]:
    """Tell of an event; who was told, by name here, in which text."""
    writing.tell(event.pk)
    rows = Message.objects.filter(event=event).select_related("user", "complainant__resident__account")
    return {(row.user.username if row.user else "resident", row.text) for row in rows}


def test_every_row_has_a_step_and_a_text() -> None:
    assert {row.step for row in TABLE} <= CASE.by_name.keys()
    assert {row.text for row in TABLE} | {row.text for row in REMINDERS} <= BY_KEY.keys()


def test_every_default_text_is_one_a_district_could_have_written() -> None:
    assert not {
        text.key: fault
        for text in TEXTS
        if (fault := faults_of(text.words, counts=speaks_of_counts(text.key)))
    }


def test_a_space_stands_between_a_number_and_a_chinese_character() -> None:
    touching = re.compile(
        r"[\u4e00-\u9fff]\{(number|count|late|waiting)\}|\{(number|count|late|waiting)\}[\u4e00-\u9fff]"
    )

    assert [text.key for text in TEXTS if touching.search(text.words)] == []


def test_registering_tells_the_resident_and_the_studio(cast: Cast, railing: Case) -> None:
    event = railing.events.get()

    assert told(event) == {("resident", "receipt"), ("bai", "to_accept")}  # qin registered it


def test_telling_twice_tells_once(railing: Case) -> None:
    event = railing.events.get()

    assert writing.tell(event.pk) == 2
    assert writing.tell(event.pk) == 0


def waiting() -> list[int]:
    jobs = ProcrastinateJob.objects.filter(task_name="notices.tell", status="todo")
    return [job.args["event"] for job in jobs]


def test_what_waits_is_told_together_and_once(cast: Cast, railing: Case) -> None:
    other = cast.report()
    assert set(waiting()) == {railing.events.get().pk, other.events.get().pk}

    assert writing.tell_of_others(50) == 4
    assert waiting() == []
    assert set(Message.objects.values_list("case", "text")) == {
        (case.pk, text) for case in (railing, other) for text in ("receipt", "to_accept")
    }

    assert writing.tell_of_others(50) is None
    assert told(railing.events.get()) == {("resident", "receipt"), ("bai", "to_accept")}
    assert Message.objects.filter(case=railing).count() == 2


def test_no_more_is_taken_at_once_than_was_asked(cast: Cast, railing: Case) -> None:
    cast.report()

    assert writing.tell_of_others(1) == 2

    assert len(waiting()) == 1


def test_one_event_that_cannot_be_told_leaves_every_job_where_it_was(railing: Case) -> None:
    app.configure_task("notices.tell").defer(event=0)

    with pytest.raises(Event.DoesNotExist):
        writing.tell_of_others(50)

    assert set(waiting()) == {railing.events.get().pk, 0}
    assert not Message.objects.exists()


def test_what_is_tried_again_at_a_time_of_its_own_is_left_until_then(railing: Case) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET scheduled_at = now() + interval '5 seconds'")

    assert writing.tell_of_others(50) is None


def test_a_raised_matter_is_told_to_those_who_take_it_up(cast: Cast, railing: Case) -> None:
    cast.take("accept", railing, "bai")
    event = cast.take("raise", railing, "bai")

    assert told(event) == {("resident", "raised"), ("gao", "to_take_up"), ("fang", "to_take_up")}


def test_a_whistle_tells_the_departments_that_were_called(cast: Cast, railing: Case) -> None:
    cast.moved_to("joint", railing)

    assert told(railing.events.get(step="whistle")) == {
        ("resident", "called"),
        ("he", "summoned"),
        ("ma", "summoned"),
    }


def test_only_those_who_were_answered_are_told_so(cast: Cast) -> None:
    joint = cast.report(reporters=["wang", "li"])
    cast.moved_to("resolved", joint)
    first = joint.complainants.order_by("pk")[0]

    event = cast.take("answer", joint, "qin", complainants=[first])

    told(event)
    assert [m.complainant_id for m in Message.objects.filter(event=event, text="answered")] == [first.pk]


def test_a_dispute_goes_to_the_level_above(cast: Cast, railing: Case) -> None:
    cast.moved_to("disputed", railing)

    found = told(railing.events.get(step="dispute"))

    assert {("gao", "to_decide"), ("fang", "to_decide"), ("resident", "dispute_received")} <= found


def test_a_matter_raised_for_being_late_says_so(cast: Cast) -> None:
    from wolaiban.cases.clock import sweep

    late = cast.report(at=now() - timedelta(hours=25))
    sweep()

    found = told(late.events.get(step="raise"))

    assert {("resident", "late_raised"), ("qin", "raised_for_you"), ("bai", "raised_for_you")} <= found


def test_words_tell_number_and_state_and_nobody(cast: Cast, railing: Case) -> None:
    cast.moved_to("closed", railing)
    for event in railing.events.all():
        writing.tell(event.pk)

    everything = " ".join(Message.objects.values_list("words", flat=True))

    assert railing.number in everything
    for name, phone in RESIDENTS.values():
        assert name not in everything
        assert phone not in everything
    assert "扶手" not in everything


def test_a_message_and_its_job_are_there_together(cast: Cast, railing: Case, settings: object) -> None:
    settings.DEMO = True  # type: ignore[attr-defined]
    writing.tell(railing.events.get().pk)

    deliveries = Delivery.objects.filter(queued_at__isnull=False)

    jobs = ProcrastinateJob.objects.filter(task_name="notices.deliver")
    assert {job.args["delivery"] for job in jobs} == {delivery.pk for delivery in deliveries}


def test_history_tells_nobody(cast: Cast) -> None:
    before = ProcrastinateJob.objects.filter(task_name="notices.tell").count()

    cast.report(at=now() - timedelta(hours=25))

    assert ProcrastinateJob.objects.filter(task_name="notices.tell").count() == before
