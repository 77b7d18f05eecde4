"""Every reader reads each event once, a moment after it is settled, and nothing waits for what does not matter."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial

import psycopg
import pytest
from django.db import OperationalError, connection, connections, transaction
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import now

from tests import cast as people
from tests.cast import Cast
from tests.ground.workers import address, until
from wolaiban.cases.models import Case, Event
from wolaiban.notices.models import Message
from wolaiban.workflow import reader as readers
from wolaiban.workflow import tasks, watching
from wolaiban.workflow.models import Bookmark, SetAside
from wolaiban.workflow.reader import Reader, Stretch
from wolaiban.workflow.settling import before_keys, is_settled

DRAW = "SELECT nextval('cases_event_id_seq')"


@dataclass
class Diary:
    """A reaction that notes what it was called with; it cannot read `unreadable`."""

    stretches: list[tuple[int, int]] = field(default_factory=list)
    events: list[int] = field(default_factory=list)
    unreadable: set[int] = field(default_factory=set)

    def react(self, stretch: Stretch) -> None:
        news = stretch.news()
        if self.unreadable & set(news):
            raise LookupError
        self.stretches.append((stretch.since, stretch.upto))
        self.events += news

    def reader(self, **how: object) -> Reader:
        return Reader("diary", self.react, (Event,), **how)  # type: ignore[arg-type]


@pytest.fixture
def street(transactional_db: None) -> Cast:
    return people.assemble()


def keys() -> list[int]:
    return list(Event.objects.order_by("pk").values_list("pk", flat=True))


# ---- One by one


@pytest.mark.django_db
def test_each_event_is_read_once_in_stretches_of_so_much_news(cast: Cast) -> None:
    diary = Diary()
    cast.moved_to("closed", cast.report())

    diary.reader(at_a_time=2).read(Event)
    diary.reader(at_a_time=2).read(Event)
    assert diary.events == keys()
    assert [since for since, _ in diary.stretches] == [0, *[upto for _, upto in diary.stretches[:-1]]]
    assert len(diary.stretches) == -(-len(keys()) // 2)

    cast.report()
    diary.reader(at_a_time=2).read(Event)
    assert diary.events == keys()


@pytest.mark.django_db
def test_what_is_no_news_fills_no_stretch(cast: Cast) -> None:
    diary = Diary()
    for _ in range(3):
        cast.report(at=now() - timedelta(days=2))
    case = cast.report()

    diary.reader(at_a_time=1).read(Event)

    assert diary.events == [case.events.get().pk]
    assert diary.stretches == [(0, diary.events[0])]


@pytest.mark.django_db
def test_the_one_at_fault_is_set_aside_and_the_others_are_read(cast: Cast) -> None:
    diary = Diary()
    for _ in range(5):
        cast.report()
    broken = keys()[2]
    diary.unreadable = {broken}

    diary.reader(at_a_time=4).read(Event)

    assert diary.events == [pk for pk in keys() if pk != broken]
    assert SetAside.objects.get().event == broken


@pytest.mark.django_db
def test_a_reaction_that_needs_every_event_stops_at_a_fault(cast: Cast) -> None:
    diary = Diary()
    cast.report()
    diary.unreadable = set(keys())

    with pytest.raises(LookupError):
        diary.reader().read(Event)
    assert not Bookmark.objects.filter(reader="diary", read_to__gt=0).exists()

    diary.unreadable = set()
    diary.reader().read(Event)
    assert diary.events == keys()


@pytest.mark.django_db
def test_another_version_forgets_and_reads_anew(cast: Cast) -> None:
    diary = Diary()
    cast.report()
    diary.reader().read(Event)
    assert diary.reader().is_current()
    assert not diary.reader(version=2).is_current()

    anew = diary.reader(version=2, forget=diary.events.clear)
    cast.report()
    anew.read(Event)

    assert diary.events == keys()
    assert anew.is_current()


@pytest.mark.django_db
def test_where_nothing_happens_a_look_is_two_reads(cast: Cast) -> None:
    cast.report()
    reader = Diary().reader()
    reader.read(Event)

    with CaptureQueriesContext(connection) as queries:
        reader.read(Event)

    assert [query["sql"].split()[0] for query in queries] == ["SELECT", "SELECT"]
    assert not [query for query in queries if "xact" in query["sql"] or "FOR UPDATE" in query["sql"]]


@pytest.mark.django_db
def test_writing_an_event_does_nothing_for_its_readers(cast: Cast) -> None:
    case = cast.report()
    with CaptureQueriesContext(connection) as queries:
        cast.take("accept", case, "qin")

    written = " ".join(query["sql"] for query in queries)
    assert "procrastinate" not in written
    assert "pg_notify" not in written


@pytest.mark.django_db
def test_one_reader_that_fails_does_not_hold_up_another(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    broken, well = Diary(), Diary()
    cast.report()
    broken.unreadable = set(keys())
    both = {"broken": broken.reader(), "well": Reader("well", well.react, (Event,))}
    monkeypatch.setattr(tasks, "READERS", both)

    with pytest.raises(LookupError):
        tasks.read.func(timestamp=0)

    assert well.events == keys()


def test_the_worker_reads_for_notices_and_statistics() -> None:
    assert {name: reader.prompt for name, reader in readers.READERS.items()} == {
        "notices": True,
        "reception_statistics": False,
        "statistics": False,
        "subject_notices": True,
    }


# ---- Side by side


@contextmanager
def somebody() -> Iterator[psycopg.Connection[tuple[object, ...]]]:
    """A transaction of somebody else, that is undone in the end."""
    with psycopg.connect(address()) as other:
        yield other
        other.rollback()


@pytest.mark.django_db(transaction=True)
def test_a_long_transaction_that_writes_no_events_holds_up_nobody(street: Cast) -> None:
    diary = Diary()
    with somebody() as other:
        other.execute("CREATE TEMPORARY TABLE mine (x int)")
        other.execute("UPDATE places_unit SET name = name")
        street.report()

        assert not diary.reader().read(Event).is_behind
    assert diary.events == keys()


@pytest.mark.django_db(transaction=True)
def test_whoever_may_still_add_a_lower_key_is_waited_for(street: Cast) -> None:
    diary = Diary()
    with somebody() as other:
        other.execute("LOCK TABLE cases_event IN ROW EXCLUSIVE MODE")
        other.execute("SELECT pg_current_xact_id()")
        other.execute(DRAW)
        street.report()

        for _ in range(3):
            assert diary.reader().read(Event).is_behind
        assert diary.events == []
    until(lambda: not diary.reader().read(Event).is_behind)
    assert diary.events == keys()


@pytest.mark.django_db(transaction=True)
def test_whoever_began_later_is_not_waited_for(street: Cast) -> None:
    diary = Diary()
    with somebody() as other:
        street.report()
        diary.reader().read(Event)
        bookmark = Bookmark.objects.get(reader="diary")
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_current_xact_id()::text::bigint")
            (before,) = cursor.fetchone()
        other.execute("LOCK TABLE cases_event IN ROW EXCLUSIVE MODE")
        other.execute("SELECT pg_current_xact_id()")

        assert is_settled(Event, before)
    assert bookmark.read_to == keys()[-1]


@pytest.mark.django_db(transaction=True)
def test_drawing_keys_by_hand_is_seen_by_readers(street: Cast) -> None:
    """Also of few keys: PostgreSQL gives a transaction that draws less than 32 no id for it."""
    drawn, end = threading.Event(), threading.Event()

    def write() -> None:
        try:
            with transaction.atomic():
                before_keys(Event)
                with connection.cursor() as cursor:
                    cursor.execute(DRAW)
                drawn.set()
                end.wait(30)
        finally:
            connections.close_all()

    thread = threading.Thread(target=write)
    thread.start()
    assert drawn.wait(30)
    street.report()
    diary = Diary()
    assert diary.reader().read(Event).is_behind
    end.set()
    thread.join(30)
    assert not diary.reader().read(Event).is_behind


@pytest.mark.django_db(transaction=True)
def test_one_reads_and_the_others_go_home(street: Cast) -> None:
    diary = Diary()
    street.report()
    Bookmark.objects.create(reader="diary", source="cases_event")
    with somebody() as other:
        other.execute("SELECT 1 FROM workflow_bookmark WHERE reader = 'diary' FOR UPDATE")
        assert diary.reader().read(Event).is_behind
        assert diary.events == []
    until(lambda: not diary.reader().read(Event).is_behind)


# ---- Promptly


@pytest.mark.django_db(transaction=True)
def test_what_happens_is_told_within_a_moment(street: Cast) -> None:
    case = street.report()
    with watching.reading_promptly():
        until(partial(_is_told, case), patience=20)
        end_the_session_of_the_reader()
        later = street.report()
        until(partial(_is_told, later), patience=60)


def _is_told(case: Case) -> bool:
    return Message.objects.filter(case=case).exists()


def end_the_session_of_the_reader() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        assert cursor.fetchall()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("fault", [LookupError, OperationalError])
def test_a_look_that_fails_is_repeated(
    street: Cast, monkeypatch: pytest.MonkeyPatch, fault: type[Exception]
) -> None:
    def fails(_: Reader) -> None:
        raise fault

    reading: Callable[..., object] = Reader.read_all
    monkeypatch.setattr(Reader, "read_all", fails)
    assert not watching.look()

    monkeypatch.setattr(Reader, "read_all", reading)
    assert watching.look()
