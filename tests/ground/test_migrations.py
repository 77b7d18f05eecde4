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
from wolaiban.workflow.idempotency import Once, hashed
from wolaiban.workflow.models import Submission

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


def test_keys_are_carried_over(empty_database: None) -> None:
    """Of programs with what they sent; of forms, phones and ledgers as keys that go with any content."""
    call_command("migrate", verbosity=0)
    call_command("migrate", "cases", "0020", verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute(MATTERS_WITH_KEYS)

    call_command("migrate", verbosity=0)

    found = set(Submission.objects.values_list("user", "key", "digest", "process", "event"))
    assert {(user, bytes(key), bytes(digest), *rest) for user, key, digest, *rest in found} == {
        (7, b"program", b"digest", "case", 50),
        (7, hashed("of a form"), b"", "case", 51),
        (None, hashed("of a phone"), b"", "case", 52),
        (None, Once.of("import:2:of a ledger", shared=True).key, b"", "case", 53),
    }


# Only what is carried over is filled in.
MATTERS_WITH_KEYS = """
DO $$ DECLARE command text; BEGIN
    FOR command IN
        SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname) FROM pg_constraint
        WHERE contype IN ('f', 'c')
          AND conrelid IN ('cases_case'::regclass, 'cases_event'::regclass, 'cases_submission'::regclass)
        UNION ALL
        SELECT format('ALTER TABLE %s ALTER COLUMN %I DROP NOT NULL', attrelid::regclass, attname) FROM pg_attribute
        WHERE attrelid IN ('cases_case'::regclass, 'people_user'::regclass)
          AND attnum > 0 AND attnotnull AND attname <> 'id'
    LOOP EXECUTE command; END LOOP;
END $$;
INSERT INTO people_user (id) VALUES (7);
INSERT INTO cases_case (id, key, registered_by_id) VALUES
    (1, 'of a form', 7), (2, 'of a phone', NULL), (3, 'import:2:of a ledger', 7), (4, NULL, 7);
INSERT INTO cases_event (id, case_id, seq, step, source, target, at, role, alg, prev, hash, body, news)
SELECT id + 50, id, 1, 'register', '', 'reported', now(), '', '', '', '', '', true FROM cases_case;
INSERT INTO cases_submission (user_id, key, digest, event_id) VALUES (7, 'program', 'digest', 50);
"""
