"""Races, once, for real: threads with connections of their own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import pairwise

import pytest
from django.db import connections
from django.utils.timezone import now

from tests import cast as people
from tests.cast import DONGFEN, Cast, unit
from wolaiban.cases import clock
from wolaiban.cases.actions.moving import perform
from wolaiban.cases.actions.registering import Report, Reporter, register
from wolaiban.cases.models import Case, Event
from wolaiban.process.errors import ProcessError

CROWD = 6

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return people.assemble()


def together(press: Callable[[int], str]) -> Counter[str]:
    """Let a crowd press at once; count what each was told."""

    def pressed(turn: int) -> str:
        try:
            return press(turn)
        except ProcessError as refusal:
            return refusal.code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(CROWD) as pool:
        return Counter(pool.map(pressed, range(CROWD)))


def test_people_pressing_at_once_move_the_case_once(cast: Cast) -> None:
    case, actor = cast.report(), cast.actor("qin")
    answers = cast.usual("accept", case, "qin")

    def press(_: int) -> str:
        perform("accept", on=case, by=actor, answers=answers, seen=case.turn)
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
