"""GET /healthz tells a machine that watches whether all is well, and a person why not."""

from __future__ import annotations

import os
import subprocess
import sys
from argparse import Namespace
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.test import Client
from django.utils.timezone import now
from pytest_django import DjangoAssertNumQueries

from tests.ground.processes import ROOT
from wolaiban.cli import bootstrap, manage
from wolaiban.installation.trouble import Trouble
from wolaiban.web import health, writing_probe

ASK = """
import django; django.setup()
from django.test import Client
answer = Client(headers={"host": "127.0.0.1"}).get("/healthz")
print(answer.status_code, answer.content.decode())
"""


@pytest.fixture(autouse=True)
def _nothing_found_before() -> Iterator[None]:
    writing_probe.forget()
    yield
    writing_probe.forget()


def heard(ago: timedelta) -> None:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (%s)", [now() - ago])


@pytest.mark.django_db
def test_all_is_well(client: Client) -> None:
    heard(timedelta(seconds=5))

    answer = client.get("/healthz")

    assert answer.status_code == 200
    assert answer.json() == {"well": True} | dict.fromkeys(
        ("database", "migrations", "worker", "writes"), "well"
    )
    assert "no-store" in answer.headers["Cache-Control"]


@pytest.mark.django_db
@pytest.mark.parametrize("silence", [None, timedelta(minutes=2)])
def test_a_silent_worker_is_reported(client: Client, silence: timedelta | None) -> None:
    if silence:
        heard(silence)

    answer = client.get("/healthz")

    assert answer.status_code == 503
    assert answer.json()["database"] == "well"
    assert "后台进程" in answer.json()["worker"]


@pytest.mark.django_db
def test_a_missing_migration_is_reported(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "_migrated", False)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'sessions'")

    answer = client.get("/healthz")

    assert answer.status_code == 503
    assert "1 个数据库变更尚未执行" in answer.json()["migrations"]


@pytest.mark.django_db
def test_a_migration_that_was_squashed_after_a_part_of_it_was_run_is_reported(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Django would say that all is applied, and the tables would be those of neither version."""
    monkeypatch.setattr(health, "_migrated", False)
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM django_migrations WHERE app = 'cases' AND (name LIKE '0021%' OR name = '0001_tables')"
        )

    answer = client.get("/healthz")

    assert answer.status_code == 503
    assert "只执行了一部分（cases）" in answer.json()["migrations"]
    with pytest.raises(Trouble, match=health.LAST_UNSQUASHED):
        bootstrap.tables()
    with pytest.raises(Trouble, match=health.LAST_UNSQUASHED):
        manage.run(Namespace(command=["migrate"]))


@pytest.mark.django_db
def test_what_is_written_down_as_run_is_not_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    assert health.named() == MigrationLoader(None).disk_migrations.keys()

    monkeypatch.setattr(health, "MigrationExecutor", None)  # what would read them

    assert health.unapplied() == []


@pytest.mark.django_db
def test_watching_is_cheap(client: Client, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    client.get("/healthz")

    with django_assert_num_queries(2):
        client.get("/healthz")


@pytest.mark.django_db
def test_a_data_directory_that_takes_nothing_is_reported(
    client: Client, settings: LazySettings, tmp_path: Path
) -> None:
    heard(timedelta(seconds=5))
    settings.DATA_DIR = tmp_path / "gone"

    answer = client.get("/healthz")

    assert answer.status_code == 503
    assert "数据目录写不进去" in answer.json()["writes"]
    assert answer.json()["worker"] == "well"


@pytest.mark.django_db
def test_a_database_that_takes_nothing_is_reported(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    heard(timedelta(seconds=5))
    monkeypatch.setattr(writing_probe, "SPILL", "DO $$ BEGIN RAISE disk_full; END $$")

    answer = client.get("/healthz")

    assert answer.status_code == 503
    assert "数据库写不进去" in answer.json()["writes"]


@pytest.mark.django_db
def test_a_database_that_may_only_be_read_is_reported(client: Client) -> None:
    heard(timedelta(seconds=5))
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL transaction_read_only = on")

    answer = client.get("/healthz")

    assert answer.status_code == 503
    assert "只读" in answer.json()["writes"]


def test_a_database_that_does_not_answer_is_reported() -> None:
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "DATABASE_URL": "postgres://nobody@127.0.0.1:1/nothing",
    }

    said = subprocess.run(
        [sys.executable, "-c", ASK], env=environment, capture_output=True, text=True, check=True
    )

    assert said.stdout.startswith("503 ")
    assert '"database": "数据库没有应答。"' in said.stdout
