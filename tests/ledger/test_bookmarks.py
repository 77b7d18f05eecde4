"""What readers of events were kept from reading: a bookmark moved ahead by hand, an event set aside and forgotten."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

import pytest
from django.apps import apps
from django.utils.timezone import now

from tests.cast import Cast
from tests.ledger.forging import forge, verified
from wolaiban.cases.models import Case, Event
from wolaiban.notices.models import Message
from wolaiban.notices.telling import READER
from wolaiban.statistics import counting
from wolaiban.workflow.models import SetAside
from wolaiban.workflow.reader import Reader, Stretch


def found() -> list[tuple[str, str]]:
    return [(str(finding.fault), str(finding)) for finding in verified()]


def faults() -> list[str]:
    return [fault for fault, _ in found()]


@pytest.fixture
def read(cast: Cast, rail: Case) -> None:
    READER.read_all()
    counting.sweep()
    assert found() == []


FORGERIES = {
    "moved ahead": "read_to = read_to + 100, pending_to = pending_to + 100",
    "moved back": "read_to = 0",
    "to be moved ahead": "pending_to = pending_to + 100, pending_xid = 1",
    "another version": "version = version + 1",
    "without a mark": "mark = NULL",
    "under another mark": "mark = (SELECT mark FROM workflow_bookmark WHERE reader = 'statistics')",
}


@pytest.mark.parametrize("change", FORGERIES.values(), ids=list(FORGERIES))
def test_a_bookmark_changed_by_hand(read: None, change: str) -> None:
    forge(f"UPDATE workflow_bookmark SET {change} WHERE reader = 'notices'")

    [(fault, words)] = found()
    assert fault == "bookmark"
    assert words.startswith("“notices”在 cases_event 里读到哪里，被改动过")


def test_reading_on_does_not_make_it_good(cast: Cast, read: None) -> None:
    case = cast.report()
    forge("UPDATE workflow_bookmark SET read_to = (SELECT max(id) FROM cases_event) WHERE reader = 'notices'")
    cast.take("accept", case, "qin")
    READER.read_all()

    silent, told = case.events.order_by("seq")
    assert not Message.objects.filter(event=silent).exists()
    assert Message.objects.filter(event=told).exists()
    assert faults() == ["bookmark"]


def test_put_back_as_it_was_it_is_sound_and_what_was_leapt_over_is_told(cast: Cast, read: None) -> None:
    forge("CREATE TABLE kept_aside AS SELECT * FROM workflow_bookmark WHERE reader = 'notices'")
    case = cast.report()
    forge("UPDATE workflow_bookmark SET read_to = (SELECT max(id) FROM cases_event) WHERE reader = 'notices'")
    READER.read_all()

    forge(
        "UPDATE workflow_bookmark SET (read_to, pending_to, pending_xid, mark) ="
        " (SELECT read_to, pending_to, pending_xid, mark FROM kept_aside) WHERE reader = 'notices'"
    )
    READER.read_all()

    assert Message.objects.filter(event=case.events.get()).exists()
    assert found() == []


def test_counting_anew_makes_good_the_bookmark_of_the_sums(cast: Cast, read: None) -> None:
    forge(
        "UPDATE workflow_bookmark SET read_to = 1000000000, pending_to = 1000000000 WHERE reader = 'statistics'"
    )
    assert faults() == ["bookmark"]

    counting.recount()
    cast.report()
    counting.sweep()

    assert found() == []
    assert counting.differences() == {}


def test_those_from_before_are_marked(read: None) -> None:
    forge("UPDATE workflow_bookmark SET mark = NULL")
    assert set(faults()) == {"bookmark"}

    import_module("wolaiban.notices.migrations.0004_bookmarks_are_marked").mark(apps, None)
    import_module("wolaiban.statistics.migrations.0003_bookmark_is_marked").mark(apps, None)

    assert found() == []


# ---- What was set aside


def fails(stretch: Stretch) -> None:
    raise LookupError


def reader(react: Callable[[Stretch], object]) -> Reader:
    return Reader("diary", react, (Event,), at_a_time=50)


@pytest.fixture
def aside(read: None) -> int:
    """All events are set aside by a reader that reads none; how many."""
    reader(fails).read_all()
    assert found() == []
    return SetAside.objects.count()


def test_what_is_tried_again_and_read_is_missed_by_nobody(aside: int) -> None:
    SetAside.objects.update(next_try=now())
    reader(fails).try_again()
    assert found() == []
    SetAside.objects.update(next_try=now())

    assert reader(lambda stretch: None).try_again() == aside
    assert not SetAside.objects.exists()
    assert found() == []


def test_one_that_is_deleted_is_missed(aside: int) -> None:
    forge("DELETE FROM workflow_setaside WHERE id = (SELECT min(id) FROM workflow_setaside)")

    [(fault, words)] = found()
    assert fault == "traced_gone"
    assert "没读成的进展" in words


def test_one_that_is_turned_to_another_event_differs(aside: int) -> None:
    forge("UPDATE workflow_setaside SET event = 0 WHERE id = (SELECT min(id) FROM workflow_setaside)")

    [(fault, words)] = found()
    assert fault == "trace_differs"
    assert "“哪一条”" in words


def test_those_set_aside_before_are_taken_over(read: None) -> None:
    SetAside.objects.create(reader="notices", source="cases_event", event=1)
    assert faults() == ["untraced"]

    import_module("wolaiban.workflow.migrations.0002_bookmarks_are_marked").take_over(apps, None)

    assert found() == []
