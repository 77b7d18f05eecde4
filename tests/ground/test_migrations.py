"""Migrations: all the way forward, all the way back, and forward again; none forgotten."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoDbBlocker

from tests import template
from wolaiban.catalogue.models import Edition
from wolaiban.database.migrating import put_nothing_off
from wolaiban.publicity.models import TypicalAnswer
from wolaiban.web import health
from wolaiban.workflow.bookmarks import is_marked
from wolaiban.workflow.idempotency import Once, hashed
from wolaiban.workflow.models import Bookmark, Event, Submission

ROOMS = (
    "web",
    "cases",
    "associates",
    "residents",
    "catalogue",
    "workflow",
    "people",
    "places",
    "traces",
)  # highest first: what leans goes before what it leans on

OURS = {config.label for config in apps.get_app_configs() if config.name.startswith("wolaiban.")}


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
        model._meta.db_table
        for room in ROOMS
        for model in apps.get_app_config(room).get_models()
        if not model._meta.proxy
    } <= built
    assert {"cases_event_is_append_only", "cases_event_is_never_emptied"} <= guarded

    for room in ("account", "mfa", "usersessions", *ROOMS):
        call_command("migrate", room, "zero", verbosity=0)
    assert tables() == set()
    assert triggers() == set()

    call_command("migrate", verbosity=0)
    assert (tables(), triggers()) == (built, guarded)


@pytest.mark.parametrize("room", ["auth", "feedback", "residents"])
def test_what_is_not_written_down_was_not_run(
    empty_database: None, room: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As if it were killed between the two; also those of Django, which put foreign keys and indexes off to the end."""
    record = MigrationRecorder.record_applied

    def killed(self: MigrationRecorder, app: str, name: str) -> None:
        if app == room:
            raise KeyboardInterrupt
        record(self, app, name)

    monkeypatch.setattr(MigrationRecorder, "record_applied", killed)
    with pytest.raises(KeyboardInterrupt):
        call_command("migrate", room, verbosity=0)
    assert not {name for name in connection.introspection.table_names() if name.startswith(f"{room}_")}

    monkeypatch.undo()
    call_command("migrate", room, verbosity=0)
    assert {name for name in connection.introspection.table_names() if name.startswith(f"{room}_")}


@pytest.mark.django_db
def test_migrating_twice_changes_nothing() -> None:
    with CaptureQueriesContext(connection) as queries:
        call_command("migrate", verbosity=0)
    assert not [q["sql"] for q in queries if q["sql"].startswith(("CREATE", "ALTER", "DROP"))]


@pytest.mark.django_db
def test_no_migration_was_forgotten() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


@pytest.mark.django_db
def test_whoever_ran_the_parts_of_what_was_squashed_has_nothing_to_run() -> None:
    forget(MigrationLoader(connection).replacements)
    assert health.unapplied() == []


@pytest.mark.django_db
def test_a_ledger_of_before_rooms_shared_an_engine_runs_what_came_since() -> None:
    loader = MigrationLoader(connection)
    squashed = loader.replacements
    since = {key for key in squashed if key[1].startswith("0002_")} | {("workflow", "0001_tables")}
    ours = {
        key for key, one in loader.disk_migrations.items() if type(one).__module__.startswith("wolaiban.")
    }
    newer = {key for key in ours - squashed.keys() if not key[1].startswith("0001_")}
    newer |= {("mediation", "0001_the_tables_of_a_conference"), ("duty", "0001_the_tables_of_duty")}
    newer |= {("associates", "0001_the_tables_of_associates")}
    newer |= {("sponsorship", "0001_the_tables_of_sponsorship")}
    forget(squashed)
    forget(part for key in since for part in squashed[key].replaces)
    forget(newer)
    assert set(health.unapplied()) == {f"{room}.{name}" for room, name in since | newer}


def forget(migrations: Iterable[tuple[str, str]]) -> None:
    for room, name in migrations:
        MigrationRecorder(connection).record_unapplied(room, name)


def test_a_squashed_migration_is_run_and_written_down_as_one(
    empty_database: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever is killed while its parts are written down has run none of it, and begins it anew."""
    write_down = MigrationRecorder.record_applied

    def killed(recorder: MigrationRecorder, app: str, name: str) -> None:
        write_down(recorder, app, name)
        if (app, name) == ("cases", "0005_search_by_pairs_of_characters"):
            raise KeyboardInterrupt

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(MigrationRecorder, "record_applied", killed)
        with pytest.raises(KeyboardInterrupt):
            call_command("migrate", verbosity=0)

    assert "cases_case" not in tables()
    assert "cases.0001_tables" in health.unapplied()
    call_command("migrate", verbosity=0)
    assert health.unapplied() == []


def test_every_squashed_migration_is() -> None:
    loader = MigrationLoader(None)
    ends = {key: loader.disk_migrations[key].operations[-1] for key in loader.replacements if key[0] in OURS}
    assert len(ends) > len(ROOMS)
    assert {getattr(last, "code", None) for last in ends.values()} == {put_nothing_off}


def test_migrations_are_named_by_what_they_do() -> None:
    names = [name for (room, name) in MigrationLoader(None).disk_migrations if room in ROOMS]
    assert names
    assert not [name for name in names if "auto" in name]


def test_bookmarks_are_carried_over(empty_database: None) -> None:
    """The sums are counted on from where they stand; notices begin after what has jobs of its own."""
    call_command("migrate", "statistics", "0001", verbosity=0)
    call_command("migrate", "notices", "0001", verbosity=0)
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
    assert all(map(is_marked, Bookmark.objects.all()))


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
    call_command("migrate", "cases", "0001", verbosity=0)
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
INSERT INTO cases_event (id, case_id, seq, step, source, target, at, role, alg, prev, hash, body)
SELECT id + 50, id, 1, 'register', '', 'reported', now(), '', '', '', '', '' FROM cases_case;
INSERT INTO cases_submission (user_id, key, digest, event_id) VALUES (7, 'program', 'digest', 50);
"""


def test_editions_and_typical_answers_become_subjects(empty_database: None) -> None:
    """With what was published or released among them, which nothing else may change."""
    call_command("migrate", "publicity", "0001", verbosity=0)
    call_command("migrate", "ledger", "0001", verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute(EDITIONS_AND_ANSWERS)

    call_command("migrate", verbosity=0)

    told = Event.objects.order_by("process", "subject", "seq").values_list(
        "process", "subject", "step", "actor"
    )
    assert list(told) == [
        ("edition", 1, "load", 7), ("edition", 1, "publish", 7), ("edition", 1, "replace", None),
        ("edition", 2, "draft", 7), ("edition", 2, "publish", 7),
        ("edition", 3, "draft", None),
        ("typical_answer", 1, "write", 7), ("typical_answer", 1, "release", 8),
        ("typical_answer", 2, "write", 7), ("typical_answer", 2, "release", 8), ("typical_answer", 2, "withdraw", 8),
    ]  # fmt: skip
    assert list(Edition.objects.order_by("pk").values_list("stage", "seq", "number")) == [
        (stage, seq, f"ML-2026-{pk:06d}")
        for pk, (stage, seq) in enumerate([("replaced", 3), ("published", 2), ("draft", 1)], 1)
    ]
    assert list(TypicalAnswer.objects.order_by("pk").values_list("stage", "seq", "number")) == [
        ("released", 2, "DX-2026-000001"), ("withdrawn", 3, "DX-2026-000002"),
    ]  # fmt: skip
    with pytest.raises(IntegrityError, match="cannot change"), transaction.atomic():
        Edition.objects.filter(stage="published").update(note="x")
    with pytest.raises(IntegrityError, match="are kept"), transaction.atomic():
        TypicalAnswer.objects.filter(stage="released").update(answer="x")


# Nobody is asked who these people and this case are.
EDITIONS_AND_ANSWERS = """
DO $$ DECLARE command text; BEGIN
    FOR command IN
        SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname) FROM pg_constraint
        WHERE contype = 'f' AND confrelid IN ('cases_case'::regclass, 'people_user'::regclass)
          AND conrelid IN ('catalogue_edition'::regclass, 'publicity_typicalanswer'::regclass, 'publicity_edit'::regclass)
        UNION ALL
        SELECT format('ALTER TABLE people_user ALTER COLUMN %I DROP NOT NULL', attname) FROM pg_attribute
        WHERE attrelid = 'people_user'::regclass AND attnum > 0 AND attnotnull AND attname <> 'id'
    LOOP EXECUTE command; END LOOP;
END $$;
INSERT INTO people_user (id) VALUES (7), (8);
INSERT INTO catalogue_edition
    (id, label, state, note, report_in_hours, urgent_report_in_hours, created_at, published_at, published_by_id) VALUES
    (1, '一', 'replaced', '', 24, 2, '2026-01-05', '2026-01-06', 7),
    (2, '二', 'published', '', 24, 2, '2026-02-05', '2026-02-06', 7),
    (3, '三', 'draft', '', 24, 2, '2026-03-05', NULL, NULL);
INSERT INTO publicity_typicalanswer
    (id, case_id, topic, question, answer, checked_by_hand, state, released_at, withdrawn_because) VALUES
    (1, 1, '', '问', '答', false, 'released', '2026-02-06', ''),
    (2, 1, '', '问', '答', false, 'withdrawn', '2026-02-06', '政策变了');
INSERT INTO publicity_edit (typical_id, kind, by_id, at) VALUES
    (1, 'written', 7, '2026-02-05'), (1, 'released', 8, '2026-02-06'),
    (2, 'written', 7, '2026-02-05'), (2, 'released', 8, '2026-02-06'), (2, 'withdrawn', 8, '2026-02-07');
"""
