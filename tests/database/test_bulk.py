"""Indexes and foreign keys that are set aside come back as they were, also after a load that was killed."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.db import IntegrityError, connection

from wolaiban.cases.models import Complainant
from wolaiban.cli import bootstrap
from wolaiban.database import bulk
from wolaiban.simulation.loading import TABLES

CASTS = re.compile(r"::[a-z ]+|[()\[\]]")  # PostgreSQL writes `IN (…)` in another way the second time
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def whole_again() -> Iterator[None]:
    yield
    bulk.put_back()


def guards() -> set[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conname, pg_get_constraintdef(oid) || convalidated FROM pg_constraint WHERE conrelid > 0"
            " UNION SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename <> 'set_aside'"
        )
        return {(name, CASTS.sub("", text)) for name, text in cursor.fetchall() if "set_aside" not in name}


def test_everything_comes_back_as_it_was() -> None:
    before = guards()

    with bulk.set_aside(TABLES):
        meanwhile = guards()

    assert guards() == before
    assert len(before - meanwhile) > 50


def test_what_is_unique_stays_so_meanwhile() -> None:
    with bulk.set_aside(TABLES):
        kept = {name for name, _ in guards()}

    assert {"event_once_in_its_place", "complainant_once_in_a_case", "case_number_once"} <= kept


def test_after_a_load_that_was_killed_the_next_start_puts_everything_back() -> None:
    before = guards()
    bulk.take_off(TABLES)

    bootstrap.tables()

    assert guards() == before
    assert bulk.put_back() == 0


def test_a_row_that_points_to_nothing_is_found_when_the_keys_return() -> None:
    with connection.cursor() as cursor, pytest.raises(IntegrityError), bulk.set_aside(TABLES):
        cursor.execute(
            "INSERT INTO cases_complainant (case_id, resident_id, relation, representative, reachable)"
            " VALUES (-1, -1, 'self', false, true)"
        )
    Complainant.objects.all().delete()
