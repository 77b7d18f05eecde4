"""Races, once, for real: threads with connections of their own."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
from django.db import connection, connections, transaction
from django.utils.timezone import now

from tests import cast as people
from tests.cast import DONGFEN, Cast, unit
from tests.editions import draft_from_current
from tests.ground.processes import soon
from wolaiban.cases.actions.registering import Report, Reporter, register
from wolaiban.cases.models import Case, Event
from wolaiban.catalogue.models import Edition
from wolaiban.catalogue.process import EditionStage
from wolaiban.database import batch
from wolaiban.process.errors import ProcessError
from wolaiban.workflow import clock
from wolaiban.workflow.performing import perform

CROWD = 8

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return people.assemble()


def together(press: Callable[[int], str], crowd: int = CROWD) -> Counter[str]:
    """Let a crowd press at once; count what each was told."""

    def pressed(turn: int) -> str:
        try:
            return press(turn)
        except ProcessError as refusal:
            return refusal.code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(crowd) as pool:
        return Counter(pool.map(pressed, range(crowd)))


def slow(monkeypatch: pytest.MonkeyPatch, step: str, *, waited_for_by: int) -> threading.Event:
    """Whoever takes this step holds the case until so many wait for it; the event says that it is held."""
    held, write = threading.Event(), batch.write

    def slowly(*entries: Any) -> None:
        steps = {entry.step for entry in entries if isinstance(entry, Event)}
        if step in steps and not held.is_set():
            held.set()
            assert soon(lambda: waiting_for_a_lock() == waited_for_by)
        write(*entries)

    monkeypatch.setattr("wolaiban.workflow.performing.write", slowly)
    return held


def waiting_for_a_lock() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        return int(cursor.fetchone()[0])


def test_people_pressing_at_once_move_the_case_once(cast: Cast) -> None:
    case, actor = cast.report(), cast.actor("qin")
    answers = cast.usual("accept", case, "qin")

    def press(_: int) -> str:
        perform("accept", on=case, by=actor, answers=answers, expected_version=case.turn)
        return "moved"

    assert together(press) == {"moved": 1, "stale": CROWD - 1}
    assert Event.objects.filter(case=case, step="accept").count() == 1


def test_the_same_submission_sent_at_once_makes_one_case(cast: Cast) -> None:
    actor, where = cast.actor("qin"), unit(DONGFEN)

    def press(_: int) -> str:
        return register(
            Report(unit=where, words="扶手", reporters=[Reporter()], key="one-form"), by=actor
        ).number

    assert len(together(press)) == 1
    assert Case.objects.count() == 1


def test_two_clocks_act_once(cast: Cast) -> None:
    case = cast.report()
    later = now() + timedelta(days=1, minutes=1)

    def press(_: int) -> str:
        return str(clock.sweep(later).taken)

    together(press)
    assert list(case.events.values_list("step", flat=True)) == ["register", "raise"]


def test_two_cases_merged_into_each_other_do_not_lock_up(cast: Cast) -> None:
    one, other, actor = cast.report(), cast.report("另一处", reporters=["li"]), cast.actor("qin")

    def press(turn: int) -> str:
        case, into = (one, other) if turn % 2 else (other, one)
        perform("merge", on=case, by=actor, answers={"into": into, "reason": "同一处"})
        return "merged"

    assert together(press)["merged"] == 1
    assert Case.objects.filter(stage="merged").count() == 1


def test_events_of_one_case_written_at_once_still_make_one_chain(cast: Cast) -> None:
    case, actor = cast.report(), cast.actor("qin")

    def press(turn: int) -> str:
        perform("note", on=case, by=actor, answers={"text": f"第 {turn} 次"})
        return "noted"

    assert together(press) == {"noted": CROWD}
    events = list(case.events.all())
    assert [event.seq for event in events] == list(range(1, CROWD + 2))
    assert all(bytes(b.prev) == bytes(a.hash) for a, b in pairwise(events))


def test_notes_written_while_the_case_is_raised_are_all_kept(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    case, actor = cast.report(), cast.actor("qin")
    usual = cast.usual("raise", case, "qin")
    held = slow(monkeypatch, "raise", waited_for_by=CROWD - 1)

    def press(turn: int) -> str:
        if turn == 0:
            perform("raise", on=case, by=actor, answers=usual)
            return "raised"
        assert held.wait(20)
        perform("note", on=case, by=actor, answers={"text": f"第 {turn} 次"})
        return "noted"

    assert together(press) == {"raised": 1, "noted": CROWD - 1}
    assert case.events.count() == CROWD + 1


def test_forms_drawn_before_the_case_was_raised_are_told_that_it_moved_on(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    case, actor = cast.report(), cast.actor("qin")
    answers = {step: cast.usual(step, case, "qin") for step in ("raise", "accept")}
    held = slow(monkeypatch, "raise", waited_for_by=CROWD - 1)

    def press(turn: int) -> str:
        step = "accept" if turn else "raise"
        assert turn == 0 or held.wait(20)
        perform(step, on=case, by=actor, answers=answers[step], expected_version=case.turn)
        return "moved"

    assert together(press) == {"moved": 1, "stale": CROWD - 1}


def test_the_clock_that_waited_for_a_case_looks_at_it_as_it_is_then(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    case, actor = cast.report(), cast.actor("qin")
    usual = cast.usual("raise", case, "qin")
    held = slow(monkeypatch, "raise", waited_for_by=CROWD - 1)
    swept = []

    def press(turn: int) -> str:
        if turn == 0:
            perform("raise", on=case, by=actor, answers=usual)
            return "raised"
        assert held.wait(20)
        swept.append(clock.sweep(now() + timedelta(days=1, minutes=1)))
        return "swept"

    assert together(press) == {"raised": 1, "swept": CROWD - 1}
    assert [sweep.failed for sweep in swept] == [()] * (CROWD - 1)
    assert case.events.filter(step="raise").count() == 1


def test_a_case_that_was_merged_since_it_was_read_is_parted_from_where_it_stands_now(cast: Cast) -> None:
    case, into = cast.report(), cast.report("另一处", reporters=["li"])
    before = Case.objects.get(pk=case.pk)
    cast.take("merge", case, "qin", into=into, reason="同一处")

    perform("unmerge", on=before, by=cast.actor("qin"), answers={"reason": "不是同一处"})
    case.refresh_from_db()
    assert (case.stage, case.complainants.count(), into.complainants.count()) == ("working", 1, 1)


def test_a_draft_begun_while_another_edition_is_published_is_begun_from_that_one(cast: Cast) -> None:
    shen = cast.actor("shen")
    draft_from_current(by=shen)
    published = threading.Event()

    def publishing() -> None:
        with transaction.atomic():
            Edition.objects.select_for_update().get(stage=EditionStage.PUBLISHED)
            published.set()
            assert soon(lambda: waiting_for_a_lock() == 1)
            Edition.objects.filter(stage=EditionStage.PUBLISHED).update(stage=EditionStage.REPLACED)
            Edition.objects.filter(stage=EditionStage.DRAFT).update(
                stage=EditionStage.PUBLISHED, published_at=now()
            )

    def press(turn: int) -> str:
        if turn == 0:
            publishing()
            return "published"
        assert published.wait(20)
        draft_from_current(by=shen)
        return "drafted"

    told = together(press, crowd=2)

    assert told == {"published": 1, "drafted": 1}
