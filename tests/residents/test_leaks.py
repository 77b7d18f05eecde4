"""An identity leaves the vault by a reveal, and by no side door: repr, logs, errors, queries, reports."""

import logging
import sys
import traceback

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.views.debug import ExceptionReporter
from pytest_django.fixtures import Settings

from tests.residents.invented import ADDRESS, CANARIES, ID_NUMBER, NAME, NEW, PHONE
from wolaiban.people.actor import Actor
from wolaiban.residents import vault
from wolaiban.residents.actions import reveal
from wolaiban.residents.errors import KeyMissing
from wolaiban.residents.identity import Identity
from wolaiban.residents.models import Resident

pytestmark = pytest.mark.django_db


def assert_clean(text: str) -> None:
    assert not [canary for canary in CANARIES if canary in text]


def test_showing_objects_shows_no_identity(wang: Resident, officer: Actor) -> None:
    identity = reveal(wang, by=officer, reason="电话核实漏水位置")

    assert repr(identity) == "<Identity 王*英 · 138****0000>"
    assert str(Identity("", "", "", "")) == ""
    for thing in (identity, wang, vault.masked(wang), [identity], {"identity": identity}):
        assert_clean(f"{thing} {thing!r}")


def test_no_query_carries_plain_text(wang: Resident, officer: Actor) -> None:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        vault.record(name=NAME, phone=PHONE, id_number=ID_NUMBER, address=ADDRESS)
        vault.amend(wang, address=ADDRESS)
        list(vault.find_by_phone(PHONE))
        reveal(wang, by=officer, reason="电话核实漏水位置")

    sent = " ".join(query["sql"] for query in queries.captured_queries)
    assert "INSERT" in sent
    assert_clean(sent)


def test_nothing_is_logged_but_numbers(
    wang: Resident, officer: Actor, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    reveal(wang, by=officer, reason="电话核实漏水位置")
    settings.VAULT_KEYS = NEW

    vault.masked(wang)
    vault.reseal()

    assert "key_missing" in caplog.text
    assert_clean(caplog.text)


def test_a_refused_record_repeats_nothing(wang: Resident) -> None:
    with pytest.raises(ValidationError) as refusal:
        vault.record(name=NAME, phone=PHONE + "1", id_number=ID_NUMBER[:-1] + "9", address=ADDRESS * 20)

    assert_clean(repr(refusal.value))
    assert_clean("".join(traceback.format_exception(refusal.value)))


def test_an_error_report_with_its_local_variables_holds_no_identity(settings: Settings) -> None:
    settings.DEBUG = False
    reporter = None

    try:
        with connection.execute_wrapper(_broken_database):
            vault.record(name=NAME, phone=PHONE, id_number=ID_NUMBER, address=ADDRESS)
    except DatabaseError:
        request = RequestFactory().post("/", {"name": "form"})
        reporter = ExceptionReporter(request, *sys.exc_info())

    assert reporter is not None
    frames = [frame for frame in reporter.get_traceback_data()["frames"] if "residents" in frame["filename"]]
    inside = [frame for frame in frames if "/wolaiban/residents/" in frame["filename"]]
    assert inside
    assert_clean(str([frame["vars"] for frame in inside]))


def test_a_failed_reveal_names_the_key_and_nothing_else(
    wang: Resident, officer: Actor, settings: Settings
) -> None:
    settings.VAULT_KEYS = NEW

    with pytest.raises(KeyMissing) as refusal:
        reveal(wang, by=officer, reason="电话核实漏水位置")
    assert_clean("".join(traceback.format_exception(refusal.value)))


def _broken_database(*args: object) -> object:
    raise DatabaseError("the disk is full")
