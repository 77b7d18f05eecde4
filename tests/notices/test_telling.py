"""Who is told what when something happens to a case: once, in time, and without saying who or what."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import timedelta
from itertools import cycle

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import now
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.cast import DAGAOSHE, DONGFEN, HAIYI, RESIDENTS, YILINJUN, Cast
from wolaiban.cases.models import Case, Event
from wolaiban.cases.process import CASE
from wolaiban.cli import doctor
from wolaiban.notices import composing as writing
from wolaiban.notices.event_context import EventContext, contexts_of
from wolaiban.notices.models import Delivery, Message
from wolaiban.notices.queries import untold_count
from wolaiban.notices.table import REMINDERS, TABLE
from wolaiban.notices.telling import READER
from wolaiban.notices.texts import BY_KEY, TEXTS, faults_of, speaks_of_counts
from wolaiban.workflow.clock import sweep
from wolaiban.workflow.models import SetAside

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


def read() -> None:
    """As the worker does twice a second."""
    assert not READER.read(Event).is_behind


def test_what_is_new_is_told_together_and_once(cast: Cast, railing: Case) -> None:
    other = cast.report()

    read()
    assert set(Message.objects.values_list("case", "text")) == {
        (case.pk, text) for case in (railing, other) for text in ("receipt", "to_accept")
    }

    read()
    assert told(railing.events.get()) == {("resident", "receipt"), ("bai", "to_accept")}
    assert Message.objects.filter(case=railing).count() == 2


def test_many_are_told_by_as_many_queries_as_few(cast: Cast) -> None:
    def queries(*places: str) -> int:
        for place, resident in zip(places, cycle(RESIDENTS)):
            cast.report(at_unit=place, by="shen", reporters=[resident])
        with CaptureQueriesContext(connection) as captured:
            read()
        return len(captured)

    read()
    queries(DONGFEN)  # and what is asked once in each process
    assert queries(DONGFEN) == queries(DONGFEN, DAGAOSHE, HAIYI, YILINJUN)


def test_a_job_of_the_version_before_is_still_done(railing: Case) -> None:
    app.tasks["notices.tell"](event=railing.events.get().pk)

    assert Message.objects.filter(case=railing).count() == 2
    read()
    assert Message.objects.filter(case=railing).count() == 2


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
    cast.report(at=now() - timedelta(hours=25))
    today = cast.report(at=now() - timedelta(hours=23))

    read()

    assert set(Message.objects.values_list("case", flat=True)) == {today.pk}


def test_what_happened_while_no_worker_ran_is_told_however_late(cast: Cast) -> None:
    case = cast.report()

    with time_machine.travel(now() + timedelta(days=3)):
        read()

    assert Message.objects.filter(case=case).count() == 2


def test_one_event_that_cannot_be_told_holds_up_nobody(
    cast: Cast, railing: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    others = [cast.report() for _ in range(2)]
    broken = railing.events.get().pk
    monkeypatch.setattr(writing, "contexts_of", _all_but(broken))

    read()

    assert set(Message.objects.values_list("case", flat=True)) == {case.pk for case in others}
    assert SetAside.objects.get().event == broken
    assert (READER.try_again(), untold_count()) == (0, 0)  # its time has not come

    monkeypatch.undo()
    SetAside.objects.update(next_try=now())
    assert READER.try_again() == 1
    assert Message.objects.filter(case=railing).count() == 2
    assert not SetAside.objects.exists()


def test_what_fails_again_and_again_is_left_to_an_operator(
    railing: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, "contexts_of", _all_but(railing.events.get().pk))
    read()
    waits = []
    while untold_count() == 0:
        waits.append(str(SetAside.objects.get().next_try))
        SetAside.objects.update(next_try=now())
        assert READER.try_again() == 0

    assert len(waits) == 7
    assert waits == sorted(waits)
    assert "有 1 个进展没能告知任何人" in (doctor.notices() or "")


def _all_but(broken: int) -> Callable[[Sequence[int]], list[EventContext]]:
    def found(keys: Sequence[int]) -> list[EventContext]:
        if broken in keys:
            raise LookupError
        return contexts_of(keys)

    return found
