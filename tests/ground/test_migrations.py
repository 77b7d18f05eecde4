"""Migrations: all the way forward, all the way back, and forward again; none forgotten."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoDbBlocker

from tests import template

ROOMS = (
    "web",
    "cases",
    "residents",
    "catalogue",
    "workflow",
    "people",
    "places",
    "traces",
)  # highest first: what leans goes before what it leans on


@pytest.fixture
def empty_database(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """A database of its own on the same server, so that going back to nothing hurts nobody."""
    own = f"{connection.settings_dict['NAME']}_migrations"
    with django_db_blocker.unblock(), template.on_server() as server:
        server.execute(f'DROP DATABASE IF EXISTS "{own}"')
        server.execute(f'CREATE DATABASE "{own}" TEMPLATE template0')
        with template.connected_to(own):
            yield
        server.execute(f'DROP DATABASE "{own}"')


def tables() -> set[str]:
    return {name for name in connection.introspection.table_names() if name.split("_")[0] in ROOMS}


def triggers() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgname NOT LIKE 'procrastinate%%'"
        )
        return {name for (name,) in cursor.fetchall()}


def test_forward_back_and_forward_again(empty_database: None) -> None:
    call_command("migrate", verbosity=0)
    built, guarded = tables(), triggers()
    assert {
        model._meta.db_table for room in ROOMS for model in apps.get_app_config(room).get_models()
    } <= built
    assert {"cases_event_is_append_only", "cases_event_is_never_emptied"} <= guarded

    for room in ("account", "mfa", "usersessions", *ROOMS):
        call_command("migrate", room, "zero", verbosity=0)
    assert tables() == set()
    assert triggers() == set()

    call_command("migrate", verbosity=0)
    assert (tables(), triggers()) == (built, guarded)


@pytest.mark.django_db
def test_migrating_twice_changes_nothing() -> None:
    with CaptureQueriesContext(connection) as queries:
        call_command("migrate", verbosity=0)
    assert not [q["sql"] for q in queries if q["sql"].startswith(("CREATE", "ALTER", "DROP"))]


@pytest.mark.django_db
def test_no_migration_was_forgotten() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_migrations_are_named_by_what_they_do() -> None:
    from django.db.migrations.loader import MigrationLoader

    names = [name for (room, name) in MigrationLoader(None).disk_migrations if room in ROOMS]
    assert names
    assert not [name for name in names if "auto" in name]


def test_bookmarks_are_carried_over(empty_database: None) -> None:
    """The sums are counted on from where they stand; notices begin after what has jobs of its own."""
    call_command("migrate", "statistics", "0002", verbosity=0)
    call_command("migrate", "notices", "0002", verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO statistics_bookmark (id, read_to, pending_to, pending_xid, formulas) VALUES (1, 41, 43, 7, 5)"
        )
        cursor.execute(AN_EVENT)

    call_command("migrate", verbosity=0)

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT reader, source, read_to, pending_to, pending_xid, version FROM workflow_bookmark ORDER BY reader"
        )
        assert cursor.fetchall() == [
            ("notices", "cases_event", 43, 0, None, 0),
            ("statistics", "cases_event", 41, 43, 7, 5),
        ]
        cursor.execute("SELECT news FROM cases_event")
        assert cursor.fetchall() == [(True,)]


# That there is such a case is not what this is about.
AN_EVENT = """
DO $$ BEGIN EXECUTE (
    SELECT string_agg(format('ALTER TABLE cases_event DROP CONSTRAINT %I;', conname), ' ')
    FROM pg_constraint WHERE conrelid = 'cases_event'::regclass AND contype = 'f'
); END $$;
INSERT INTO cases_event (id, case_id, seq, step, source, target, at, role, alg, prev, hash, body)
VALUES (43, 1, 1, 'register', '', 'reported', now(), '', '', '', '', '');
"""
