"""Many want the last seats in the same moment, for real: as many get one as there are, and nobody half of one."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
import time_machine
from django.db import connections

from tests import cast as people
from tests.cast import Cast
from tests.duty.conftest import NOW
from tests.duty.visits import book, published, take
from wolaiban.duty.booked import Booking, ReceptionDay
from wolaiban.duty.booking_steps import NotFree
from wolaiban.ledger.verifying import Verification
from wolaiban.process.errors import Stale
from wolaiban.residents.models import Resident

pytestmark = pytest.mark.django_db(transaction=True)

CROWD = 8


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return people.assemble()


@pytest.fixture(autouse=True)
def _monday() -> object:
    with time_machine.travel(NOW, tick=True):
        yield


def at_once(act: Callable[[int], str], number: int = CROWD) -> list[str]:
    def pressed(turn: int) -> str:
        try:
            return act(turn)
        except (NotFree, Stale) as refusal:
            return refusal.code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(number) as pool:
        return sorted(pool.map(pressed, range(number)))


def test_three_seats_are_three_bookings(cast: Cast) -> None:
    day, known = published(cast, slots=3), Resident.objects.count()

    def wants(turn: int) -> str:
        book(day, f"1390000007{turn}")
        return "has a seat"

    assert at_once(wants) == ["day_not_free"] * (CROWD - 3) + ["has a seat"] * 3
    assert sorted(Booking.objects.values_list("seat", flat=True)) == [1, 2, 3]
    assert Resident.objects.count() == known + 3, "of who got none nothing was kept"
    assert list(Verification().findings()) == []


def test_two_who_change_places_wait_for_nobody(cast: Cast) -> None:
    """Each wants the day of the other, and both days have one seat more: locked in one order, both move."""
    days = [published(cast, slots=2), published(cast, half="afternoon", slots=2)]
    bookings = [book(day) for day in days]

    def changes(turn: int) -> str:
        take("move", bookings[turn], new_day=ReceptionDay.objects.get(pk=days[1 - turn].pk))
        return "moved"

    assert at_once(changes, 2) == ["moved", "moved"]
    assert list(Verification().findings()) == []


def test_one_seat_that_is_given_back_is_taken_once(cast: Cast) -> None:
    day = published(cast, slots=1)
    booking = book(day)

    def acts(turn: int) -> str:
        if turn == 0:
            take("cancel", booking)
            return "cancelled"
        book(day, f"1390000007{turn}")
        return "has a seat"

    said = at_once(acts)
    assert said.count("cancelled") == 1
    assert said.count("has a seat") <= 1
    assert Booking.objects.exclude(stage="cancelled").count() == said.count("has a seat")
    assert list(Verification().findings()) == []
