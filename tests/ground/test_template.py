"""The database that tests begin with: made once for all who wait for it, made anew when migrations change, always whole."""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from psycopg import sql
from pytest_django import DjangoDbBlocker

from tests import template
from wolaiban.traces import leaving
from wolaiban.web import health


@pytest.fixture
def migrated(monkeypatch: pytest.MonkeyPatch, django_db_blocker: DjangoDbBlocker) -> Iterator[list[str]]:
    """Which databases were migrated: here that makes a table called as many as there were before. None is in use."""
    asked: list[str] = []

    def migrate(*_: Any, **__: Any) -> None:
        asked.append(connection.settings_dict["NAME"])
        with connection.cursor() as cursor:
            cursor.execute(f"CREATE TABLE migrated_{len(asked)} ()")

    monkeypatch.setattr(template, "PREFIX", f"wolaiban_template_{os.getpid()}_")
    monkeypatch.setattr(template, "call_command", migrate)
    monkeypatch.setattr(template, "digest", lambda: "now")
    with django_db_blocker.unblock():
        yield asked
        with template.on_server() as server:
            template.drop_all(server)


def tables_of_a_copy(name: str) -> list[str]:
    copy = sql.Identifier(f"copy_{os.getpid()}")
    with template.on_server() as server:
        server.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(copy, sql.Identifier(name)))
        try:
            with template.connected_to(f"copy_{os.getpid()}"):
                return connection.introspection.table_names()
        finally:
            server.execute(sql.SQL("DROP DATABASE {}").format(copy))


def test_it_is_made_once_and_copied(migrated: list[str]) -> None:
    names = {template.made(), template.made()}

    assert migrated == [*names]
    assert tables_of_a_copy(*names) == ["migrated_1"]


def test_other_migrations_make_another_and_drop_it(
    migrated: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    template.made()
    monkeypatch.setattr(template, "digest", lambda: "later")

    template.made()

    assert [name.rpartition("_")[2] for name in migrated] == ["now", "later"]
    with template.on_server() as server:
        assert template.all_there(server) == [migrated[-1]]


def test_one_whose_making_was_cut_short_is_made_anew(
    migrated: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_: Any, **__: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(template, "call_command", killed)
        template.made()

    assert tables_of_a_copy(template.made()) == ["migrated_1"]


def test_who_comes_while_it_is_made_waits_for_it(migrated: list[str]) -> None:
    with template.on_server() as maker, ThreadPoolExecutor(1) as thread:
        maker.execute("SELECT pg_advisory_lock(%s)", [template.LOCK])
        waiting = thread.submit(template.made)
        with pytest.raises(TimeoutError):
            waiting.result(timeout=0.5)
        assert migrated == []
        maker.execute("SELECT pg_advisory_unlock(%s)", [template.LOCK])
        waiting.result(timeout=60)

    assert len(migrated) == 1


def test_its_name_changes_with_any_migration_and_with_what_ours_import(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    there = template.sources()
    packages = {path.parent.parent.name for path in there if path.parent.name == "migrations"}
    assert {"cases", "auth", "account"} <= packages  # ours, Django's and others'
    assert Path(leaving.__file__) in there

    before = template.digest()
    added = tmp_path / "0099_added.py"
    added.touch()
    monkeypatch.setattr(template, "sources", lambda: there | {added})

    assert template.digest() != before


@pytest.mark.django_db
def test_nothing_is_left_to_migrate_in_a_database_that_was_copied() -> None:
    assert health.unapplied() == []
