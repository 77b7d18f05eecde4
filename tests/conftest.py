"""What holds for every test: no network beyond this machine, one site for all browsers, and tables as they were before.

The database and the settings come from `wolaiban.config.for_tests`, which pytest loads before this file.
"""

from __future__ import annotations

import gc
import ipaddress
import sys
from collections import defaultdict
from collections.abc import Iterator
from itertools import count
from typing import Any

import pytest
import pytest_django
from django.conf import LazySettings
from django.core.management import call_command
from django.db import connection
from django.db.backends.postgresql.creation import DatabaseCreation
from django.db.backends.postgresql.operations import DatabaseOperations
from django.test import TransactionTestCase

from tests import cast as people
from tests import restoring, template
from tests.cast import Cast
from tests.one_site import drawn_from, one_site_for_all_browsers, pages_drawn_without_copies

__all__ = ["drawn_from", "one_site_for_all_browsers", "pages_drawn_without_copies"]

TESTS = count(1)
LOCAL_NAMES = {None, "", "localhost", b"localhost"}


def refuse_the_network(event: str, args: tuple[Any, ...]) -> None:
    """An audit hook: it sees every socket of this process, whatever library opens it."""
    if event == "socket.connect" and isinstance(args[1], tuple):
        host = args[1][0]
    elif event == "socket.getaddrinfo":
        host = args[0]
    else:
        return
    if not is_local(host):
        raise AssertionError(f"a test may not reach beyond this machine: {host!r}")


def is_local(host: Any) -> bool:
    if host in LOCAL_NAMES:
        return True
    try:
        address = ipaddress.ip_address(host.decode() if isinstance(host, bytes) else host)
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified


sys.addaudithook(refuse_the_network)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--only-database", action="store_true", help="leave out what would be the same on any database"
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What takes minutes begins first: begun last, it would leave the other processes with nothing to do."""
    if config.getoption("--only-database"):
        config.hook.pytest_deselected(items=[item for item in items if not asks_for_a_database(item)])
        items[:] = filter(asks_for_a_database, items)
    items.sort(
        key=lambda item: [item.get_closest_marker(name) is None for name in ("crowd", "crash", "journey")]
    )


def pytest_collection_finish(session: pytest.Session) -> None:
    """What was loaded stays until the end: whoever looks for rubbish need not look through it each time."""
    gc.collect()
    gc.freeze()


def asks_for_a_database(item: pytest.Item) -> bool:
    names = set(getattr(item, "fixturenames", ()))
    return bool(item.get_closest_marker("django_db") or names & {"db", "transactional_db"})


def commits(item: pytest.Item) -> bool:
    """What it writes stays when it is over, unless somebody takes it back."""
    mark = item.get_closest_marker("django_db")
    names = set(getattr(item, "fixturenames", ()))
    return bool((mark and mark.kwargs.get("transaction")) or names & {"transactional_db", "live_server"})


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None) -> Iterator[None]:
    """Where a test asks for a database, it is a copy of one that is migrated. Asked for by pytest-django, once."""
    suffix = DatabaseCreation.sql_table_creation_suffix

    def with_template(self: DatabaseCreation) -> str:
        self.connection.settings_dict["TEST"]["TEMPLATE"] = template.made()
        return suffix(self)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DatabaseCreation, "sql_table_creation_suffix", with_template)
        yield


# Django does not know these as its own, and the jobs of one test would be taken by the worker of another.
WITHOUT_JOBS = "TRUNCATE procrastinate_jobs, procrastinate_periodic_defers, procrastinate_workers CASCADE"


@pytest.fixture(scope="session", autouse=True)
def flush_past_the_triggers() -> Iterator[None]:
    """Let the flush after a `transaction=True` test empty append-only tables, which their triggers forbid.

    The owner of a table may put its triggers to sleep; the application never does.
    """
    flush = DatabaseOperations.sql_flush

    def sql_flush(self: DatabaseOperations, style: Any, tables: Any, **how: Any) -> list[str]:
        statements = flush(self, style, tables, **how)
        guarded = [self.quote_name(table) for table in guarded_tables() if table in set(tables)]
        asleep = [f"ALTER TABLE {table} DISABLE TRIGGER USER" for table in guarded]
        awake = [f"ALTER TABLE {table} ENABLE TRIGGER USER" for table in guarded]
        return [*asleep, *statements, *awake, WITHOUT_JOBS] if statements else []

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DatabaseOperations, "sql_flush", sql_flush)
        yield


def guarded_tables() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT relname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid WHERE NOT tgisinternal"
        )
        return [name for (name,) in cursor.fetchall()]


@pytest.fixture(scope="session", autouse=True)
def _taken_back_after_a_test_that_commits(flush_past_the_triggers: None) -> Iterator[None]:
    """Where it was kept, what there was before is brought back; elsewhere all is emptied, as Django does."""
    empty = TransactionTestCase._fixture_teardown  # type: ignore[attr-defined]

    def taken_back(self: TransactionTestCase) -> None:
        if not restoring.restore():
            empty(self)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", taken_back)
        yield


@pytest.fixture(scope="session")
def tests_of(
    request: pytest.FixtureRequest,
) -> dict[pytest.Module | None, list[pytest.Item]]:
    """Of each module its tests."""
    found = defaultdict(list)
    for item in request.session.items:
        found[item.getparent(pytest.Module)].append(item)
    return found


@pytest.fixture(scope="module", autouse=True)
def _the_district_is_there_or_not(
    request: pytest.FixtureRequest,
    tests_of: dict[pytest.Module | None, list[pytest.Item]],
    django_db_setup: None,
    django_db_blocker: pytest_django.DjangoDbBlocker,
) -> None:
    """The units, the catalogue and the cast are loaded once and committed, for the modules that play with them.

    Loading them in each test would cost a tenth of a second every time, and leave the planner with statistics of
    empty tables. Modules that build a district of their own find none.
    """
    mine = tests_of[request.node]
    names = {name for item in mine for name in getattr(item, "fixturenames", ())}
    if not any(map(asks_for_a_database, mine)):
        return
    with django_db_blocker.unblock():
        if "cast" in names:
            people.assemble()
        elif people.are_assembled():
            # What a process keeps of a published edition it keeps by its key: no other may come to have this one.
            call_command(
                "flush", verbosity=0, interactive=False, inhibit_post_migrate=True, reset_sequences=False
            )
        if any(map(commits, mine)):
            restoring.keep()
        else:
            restoring.forget()


@pytest.fixture(autouse=True)
def _checkpoints_of_its_own(settings: LazySettings, tmp_path_factory: pytest.TempPathFactory) -> None:
    """What one test published would be newer than the database of the next. Made only where something is published."""
    settings.CHECKPOINTS_DIR = tmp_path_factory.getbasetemp() / "checkpoints" / str(next(TESTS))


@pytest.fixture
def cast(db: None) -> Cast:
    return people.assemble()
