"""Events are counted once each, whatever order they come in: over random walks, and with two real connections."""

from __future__ import annotations

import os
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from itertools import pairwise
from typing import Any

import pytest
from django.db import connections
from hypothesis import HealthCheck, settings
from hypothesis.stateful import invariant, rule, run_state_machine_as_test

from tests import cast as people
from tests.cases.test_walks import CAST, Walk
from tests.cast import Cast
from tests.statistics.counted import count_all
from wolaiban.cases.models import Case, Complainant, Event
from wolaiban.cli import counting as command
from wolaiban.database.batch import write as write_rows
from wolaiban.process.calendar import BEIJING
from wolaiban.statistics import counting
from wolaiban.statistics.models import Tally
from wolaiban.workflow.models import Bookmark
from wolaiban.workflow.performing import perform

REACHABLE, JUDGED_AT = map(Complainant.TRACKED.index, ("reachable", "judged_at"))
BEFORE_THE_ANSWER = {"reported", "working", "raised", "joint", "resolved"}


def by_hand() -> Counter[tuple[str, str]]:
    """The sums of the whole district by day, told once more in plain loops over the events."""
    found: Counter[tuple[str, str]] = Counter()
    for case in Case.objects.exclude(kind="accusation").select_related("unit"):
        _count(list(case.events.order_by("seq")), case.unit.is_studio_level, found)
    return +found


def _count(events: list[Event], at_studio: bool, found: Counter[tuple[str, str]]) -> None:
    def add(name: str, at: datetime, number: int = 1) -> None:
        found[str(at.astimezone(BEIJING).date()), name] += number

    add("received", events[0].at)
    again = [e for e in events if e.step in {"redo", "reopen", "unmerge"} and e.source != e.target]
    first_done = next((e.at for e in events if e.step == "resolve"), None)
    if first_done and at_studio:
        add("handled", first_done)
        add("settled", first_done, int(not again and all(e.step != "raise" for e in events)))
    for run in _runs(events, again):
        answered = next((e for e in run if (e.source, e.target) == ("resolved", "answered")), None)
        missed = [limit for e in run if (limit := _missed(e, events))]
        if missed or answered:
            day = min(missed) if missed else answered.at if answered else events[0].at
            add("due", day)
            add("in_time", day, int(not missed))
        if answered:
            judged = [e for e in run if e.step in {"confirm", "dispute"}]
            may = [
                sum(person[REACHABLE] or person[JUDGED_AT] is not None for person in e.after["complainants"])
                for e in run
                if "answered" in {e.source, e.target}
            ]
            add("evaluable", answered.at, max(may))
            add("evaluated", answered.at, len(judged))
            good = [e for e in judged if e.answers.get("satisfaction") in {"satisfied", "basically"}]
            add("satisfied", answered.at, len(good))
            add("solved", answered.at, sum(e.answers.get("solved") == "yes" for e in judged))


def _runs(events: list[Event], again: list[Event]) -> Iterator[list[Event]]:
    starts = [1, *(e.seq for e in again), len(events) + 1]
    for begin, end in pairwise(starts):
        yield [e for e in events if begin <= e.seq < end]


def _missed(event: Event, events: list[Event]) -> datetime | None:
    if event.source not in BEFORE_THE_ANSWER:
        return None
    before = events[event.seq - 2].after
    limit = datetime.fromisoformat(before["deadline"])
    stood = datetime.fromisoformat(before["paused_at"]) if before["paused_at"] else event.at
    return limit if stood >= limit else None


def kept() -> Counter[tuple[str, str]]:
    found: Counter[tuple[str, str]] = Counter()
    for tally in Tally.objects.filter(whole=True, area=people.unit(people.DISTRICT)):
        for name in Tally.SUMS:
            found[str(tally.day), name] += getattr(tally, name)
    return +found


class CountedWalk(Walk):
    """A walk during which somebody counts now and then."""

    @rule()
    def count(self) -> None:
        count_all()

    @invariant()
    def what_is_kept_is_what_a_recount_finds(self) -> None:
        count_all()
        assert counting.differences() == {}
        assert kept() == by_hand()


def test_however_people_press_the_sums_are_those_of_a_full_recount(cast: Cast) -> None:
    CAST.users.clear()
    run_state_machine_as_test(
        CountedWalk,
        settings=settings(
            max_examples=int(os.environ.get("WALKS", "5")),
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            derandomize=True,
        ),
    )


# ---- Two connections


@contextmanager
def writing(case: Case, who: str, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Somebody takes a step whose event has its id already, and whose transaction ends when this does."""
    drawn, end = threading.Event(), threading.Event()
    actor = cast.actor(who)

    def slowly(*entries: Any) -> None:
        write_rows(*entries)
        if case.pk in {entry.case_id for entry in entries if isinstance(entry, Event)}:
            drawn.set()
            end.wait(30)

    def write() -> None:
        try:
            perform("note", on=case, by=actor, answers={"text": "到现场看过。"})
        finally:
            connections.close_all()

    monkeypatch.setattr("wolaiban.workflow.performing.write", slowly)
    thread = threading.Thread(target=write)
    thread.start()
    assert drawn.wait(30)
    try:
        yield
    finally:
        end.set()
        thread.join(30)


def swept(*, until: int) -> None:
    """Sweep until an event is counted; other transactions on this server may make it take more than one."""
    for _ in range(600):
        if counting.sweep().read_to >= until:
            return
        time.sleep(0.05)
    raise AssertionError(f"event {until} was never counted")


@pytest.fixture
def street(transactional_db: None) -> Cast:
    return people.assemble()


@pytest.mark.django_db(transaction=True)
def test_an_event_that_commits_after_a_later_one_is_still_counted_once(
    street: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow, quick = street.report(), street.report("另一处。", reporters=["li"])
    swept(until=Event.objects.latest("pk").pk)
    before = Bookmark.objects.get(reader="statistics").read_to

    with writing(slow, "qin", street, monkeypatch):
        street.take("accept", quick, "qin")
        later = Event.objects.latest("pk").pk
        for _ in range(3):
            counting.sweep()
        assert Bookmark.objects.get(reader="statistics").read_to == before, (
            "nothing is counted past an event still to come"
        )
    earlier = Event.objects.get(case=slow, step="note").pk
    assert earlier < later

    swept(until=later)
    assert counting.differences() == {}
    assert kept() == by_hand()


@pytest.mark.django_db(transaction=True)
def test_sweeps_side_by_side_count_once(street: Cast) -> None:
    street.moved_to("closed", street.report())
    sweeps = [threading.Thread(target=_one_sweep) for _ in range(4)]
    for thread in sweeps:
        thread.start()
    for thread in sweeps:
        thread.join()
    swept(until=Event.objects.latest("pk").pk)
    assert kept() == by_hand()


def _one_sweep() -> None:
    try:
        counting.sweep()
    finally:
        connections.close_all()


@pytest.mark.django_db(transaction=True)
def test_data_restored_on_another_server_are_counted_on(street: Cast) -> None:
    street.report()
    counting.sweep()
    Bookmark.objects.update(pending_xid=2**62, pending_to=10**9)
    street.report("另一处。")

    swept(until=Event.objects.latest("pk").pk)
    assert kept() == by_hand()


def test_a_sweep_that_is_cut_short_has_counted_nothing(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    cast.report()

    def dies(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Bookmark, "save", dies)
    with pytest.raises(KeyboardInterrupt):
        counting.sweep()
    assert not Tally.objects.exists()


# ---- The command


def test_wrong_sums_are_found_and_put_right(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    cast.moved_to("closed", cast.report())
    count_all()
    assert command.check() == 0
    Tally.objects.filter(whole=False).update(satisfied=9)

    assert command.check() == 1
    assert "发现 1 处不符" in capsys.readouterr().out
    command.rebuild()
    assert command.check() == 0
