"""The tests' own ground: no network, tables that are as they were before a test, and one site for all browsers."""

from __future__ import annotations

import socket
from typing import Any

import pytest
from django.db import InternalError, ProgrammingError, connection, transaction
from django.test import Client
from pytest_django import Settings

from tests import restoring
from tests.cast import POSTS, Cast
from tests.conftest import asks_for_a_database, commits
from wolaiban.cases.models import Case
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


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("time", ["first", "second"])
def test_the_district_is_as_it_was_before_a_test_that_commits(cast: Cast, time: str) -> None:
    assert dict(User.objects.filter(username__in=POSTS).values_list("username", "name")) == {
        username: name for username, (name, _, _) in POSTS.items()
    }
    assert not Case.objects.exists()

    User.objects.filter(username="qin").update(name="改了名")
    cast.moved_to("closed", cast.report())


@pytest.mark.django_db(transaction=True)
def test_what_is_deleted_comes_back(cast: Cast) -> None:
    somebody = User.objects.create(username="liqiang", name="李强")
    restoring.keep()

    somebody.delete()
    User.objects.create(username="zhaomin", name="赵敏")

    assert restoring.restore()
    assert set(User.objects.values_list("username", flat=True)) >= {"liqiang", "qin"}
    assert not User.objects.filter(username="zhaomin").exists()
    User.objects.get(username="liqiang").delete()
    restoring.keep()


def test_a_test_that_commits_nothing_is_known(request: pytest.FixtureRequest, cast: Cast) -> None:
    assert not commits(request.node)


# ---- One site


def site_of(browser: Client) -> Any:
    handler: Any = browser.handler
    handler.load_middleware()
    return handler._middleware_chain


def test_all_browsers_ask_one_site() -> None:
    assert site_of(Client()) is site_of(Client(enforce_csrf_checks=True))


def test_another_setting_makes_another_site(settings: Settings) -> None:
    before = site_of(Client())
    settings.SECURE_SSL_REDIRECT = True

    assert site_of(Client()) is not before
    assert Client().get("/track/")["Location"] == "https://testserver/track/"
