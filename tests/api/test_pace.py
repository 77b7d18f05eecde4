"""How fast a token may ask: exact over all processes, and hardly ever a write."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries
from time_machine import travel

from wolaiban.web.limits.token_bucket import Pace, TooFast

pytestmark = pytest.mark.django_db


def test_all_processes_together_let_through_what_is_allowed() -> None:
    processes = [Pace() for _ in range(3)]

    through = sum(passes(processes[n % 3], limit=300) for n in range(700))

    assert through == 300


def test_only_one_request_in_fifteen_writes(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    pace = Pace()

    with django_assert_num_queries(2):
        assert all(passes(pace, limit=300) for _ in range(30))
    with django_assert_num_queries(0):
        assert all(passes(pace, limit=0) for _ in range(30))


def test_after_a_minute_it_may_ask_again() -> None:
    pace, moment = Pace(), datetime(2026, 3, 2, 9, tzinfo=UTC)
    with travel(moment, tick=False):
        assert [passes(pace, limit=3) for _ in range(4)] == [True, True, True, False]
    with travel(moment + timedelta(seconds=61), tick=False):
        assert passes(pace, limit=3)


def passes(pace: Pace, *, limit: int) -> bool:
    try:
        pace.keep(7, limit=limit)
    except TooFast:
        return False
    return True
