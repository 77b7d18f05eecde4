"""The tests' own ground: no network, and tables that may not be emptied are empty again after a test."""

from __future__ import annotations

import socket

import pytest
from django.db import InternalError, ProgrammingError, connection, transaction

from tests.cast import Cast
from tests.conftest import asks_for_a_database
from wolaiban.people.actions.recording import record
from wolaiban.people.actor import CLOCK
from wolaiban.people.models import Change, ChangeKind, User


def test_a_test_cannot_reach_beyond_this_machine() -> None:
    with pytest.raises(AssertionError, match="beyond this machine"):
        socket.create_connection(("192.0.2.1", 80), timeout=0.1)


def test_a_test_that_asks_for_no_database_is_known(request: pytest.FixtureRequest) -> None:
    assert not asks_for_a_database(request.node)


@pytest.mark.django_db
def test_a_test_that_asks_for_a_database_by_its_mark_is_known(request: pytest.FixtureRequest) -> None:
    assert asks_for_a_database(request.node)


def test_a_test_that_asks_for_a_database_by_what_it_plays_with_is_known(
    request: pytest.FixtureRequest, cast: Cast
) -> None:
    assert asks_for_a_database(request.node)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("time", ["first", "second"])
def test_an_append_only_table_is_empty_when_a_test_begins(time: str) -> None:
    assert not Change.objects.exists()

    user = User.objects.create(username="liqiang", name="李强")
    record(ChangeKind.OPENED, of=user, by=CLOCK)

    with (
        pytest.raises((InternalError, ProgrammingError)),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("DELETE FROM people_change")
