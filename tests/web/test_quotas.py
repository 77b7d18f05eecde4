"""Limits on strangers: counted exactly, by network, without keeping who they are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection, connections
from django.test import RequestFactory
from pytest_django import Settings

from wolaiban.web.limits import rate_limit
from wolaiban.web.limits.networks import UNKNOWN, network_of
from wolaiban.web.models import Attempts
from wolaiban.web.tasks import sweep_tallies

HOUR = timedelta(hours=1)
NOON = datetime(2026, 3, 5, 4, tzinfo=UTC)


@pytest.fixture
def clock(db: None) -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


def take(key: str = "203.0.113.7", limit: int = 3) -> timedelta | None:
    return rate_limit.take("misses", key, limit=limit, span=HOUR)


def test_so_many_may_be_taken_and_then_one_is_told_how_long(clock: time_machine.Traveller) -> None:
    for _ in range(3):
        assert take() is None
        clock.shift(timedelta(minutes=10))

    assert take() == timedelta(minutes=30)
    assert take("203.0.113.8") is None


def test_no_hour_holds_more_than_the_limit_wherever_it_begins(clock: time_machine.Traveller) -> None:
    allowed = []
    for minute in range(0, 240, 7):
        clock.move_to(NOON + timedelta(minutes=minute))
        if take() is None:
            allowed.append(minute)

    assert len(allowed) == 12
    assert all(later - earlier >= 60 for earlier, later in zip(allowed, allowed[3:], strict=False))


def test_a_refusal_is_not_counted_against_anybody(clock: time_machine.Traveller) -> None:
    for _ in range(50):
        take()
    clock.shift(HOUR)

    assert take() is None


def test_what_was_none_is_given_back(clock: time_machine.Traveller) -> None:
    for _ in range(10):
        assert take() is None
        rate_limit.give_back("misses", "203.0.113.7")
    assert rate_limit.taken("misses", "203.0.113.7", span=HOUR) == 0
    rate_limit.give_back("misses", "nobody")


def test_a_network_is_noisy_above_a_number(clock: time_machine.Traveller) -> None:
    take(limit=9)
    take(limit=9)
    assert not rate_limit.is_noisy("misses", "203.0.113.7", above=2, span=HOUR)
    take(limit=9)
    assert rate_limit.is_noisy("misses", "203.0.113.7", above=2, span=HOUR)
    assert not rate_limit.is_noisy("reports", "203.0.113.7", above=2, span=HOUR)


def test_what_no_longer_counts_is_swept(clock: time_machine.Traveller) -> None:
    take()
    rate_limit.take("misses", "198.51.100.1", limit=1, span=timedelta(days=1))
    clock.shift(2 * HOUR)

    assert sweep_tallies(0) == 1
    assert Attempts.objects.count() == 1


def test_nothing_at_rest_tells_who_it_was(clock: time_machine.Traveller) -> None:
    take("13812345678")
    with connection.cursor() as cursor:
        cursor.execute("SELECT t::text FROM web_attempts t")
        (row,) = cursor.fetchone()
    assert "13812345678" not in row
    assert b"13812345678".hex() not in row


@pytest.mark.django_db(transaction=True)
def test_a_crowd_at_once_takes_no_more_than_there_is() -> None:
    def press(_: int) -> bool:
        try:
            return take(limit=5) is None
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        assert Counter(pool.map(press, range(40))) == {True: 5, False: 35}


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::/64"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("", UNKNOWN),
    ],
)
def test_a_network_is_an_address_or_what_a_household_has(address: str, network: str) -> None:
    assert network_of(RequestFactory().get("/", REMOTE_ADDR=address)) == network


def test_only_proxies_that_are_trusted_are_believed(settings: Settings) -> None:
    request = RequestFactory().get("/", REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR="1.2.3.4, 203.0.113.7")
    assert network_of(request) == "10.0.0.1"
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    assert network_of(request) == "203.0.113.7"
