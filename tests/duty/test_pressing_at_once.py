"""Many presses at once, for real: one form is one reception and one case; numbers are drawn and called each once."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections

from tests import cast as people
from tests.cast import Cast
from tests.duty.book import write
from tests.duty.counter import hand_out, next_one
from wolaiban.cases.actions.registering import Reporter
from wolaiban.cases.models import Case
from wolaiban.cases.models import Event as CaseEvent
from wolaiban.duty.models import Reception, Ticket
from wolaiban.ledger.verifying import Verification
from wolaiban.process.errors import NotNow
from wolaiban.residents.models import Resident
from wolaiban.workflow.idempotency import Once

pytestmark = pytest.mark.django_db(transaction=True)

CROWD = 6


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return people.assemble()


def test_many_presses_of_one_form_are_one_reception_and_one_case(cast: Cast) -> None:
    known = Resident.objects.count()

    def press(turn: int) -> int:
        try:
            once = Once.of("a-key-of-this-form", b"the same")
            told = Reporter("赵顺", "13900000071")
            return write(
                Cast(), once=once, outcome="cased", words="村口的路夜里没有灯。", reporters=[told]
            ).pk
        finally:
            connections.close_all()

    with ThreadPoolExecutor(CROWD) as pool:
        written = set(pool.map(press, range(CROWD)))

    assert written == {Reception.objects.get().pk}
    assert Reception.objects.get().case == Case.objects.get()
    assert Resident.objects.count() == known + 1
    assert [event.step for event in CaseEvent.objects.order_by("seq")] == ["register", "proceed"]
    assert list(Verification().findings()) == []


def at_once(act: Callable[[int], int | None], times: int) -> list[int | None]:
    def press(turn: int) -> int | None:
        try:
            return act(turn)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(press, range(times)))


def test_numbers_that_are_drawn_at_once_are_different_and_lack_none(cast: Cast) -> None:
    drawn = at_once(lambda turn: hand_out(Cast(), ("bai", "qin")[turn % 2]).place, CROWD)
    assert sorted(filter(None, drawn)) == list(range(1, CROWD + 1))
    assert list(Verification().findings()) == []


def test_officers_who_call_at_once_call_different_numbers(cast: Cast) -> None:
    waiting = CROWD - 1
    for _ in range(waiting):
        hand_out(cast)

    def call(turn: int) -> int | None:
        try:
            return next_one(Cast(), ("bai", "qin")[turn % 2]).place
        except NotNow:
            return None

    called = at_once(call, CROWD)
    assert called.count(None) == 1, "one more called than there were"
    assert sorted(filter(None, called)) == list(range(1, waiting + 1))
    assert Ticket.objects.filter(stage="called").count() == waiting
    assert list(Verification().findings()) == []
