"""What pytest needs before it reads the settings: keys, and a PostgreSQL of its own that forgets quickly.

A plugin, named in pyproject.toml, because the settings are read before any conftest.py. With DATABASE_URL the tests run
on that server instead. Every process of a parallel run joins the same server; the last to leave stops it.
"""

from __future__ import annotations

import os
from pathlib import Path

from wolaiban.installation import keys
from wolaiban.postgres.joining import PrivateDatabase

ROOT = Path(__file__).resolve().parent.parent.parent
FOR_TESTS = {
    "HTTPS": "false",
    "LOG_LEVEL": "ERROR",
    "SLOW_PAGE_MS": "3600000",  # while others work here every page may be slow; tests that are about it say so
    "SECOND_FACTOR_FOR": "",  # the cast signs in by a password; tests that are about it say so
    "WOLAIBAN_CONFIG": "",  # whatever this machine is set up for is not what tests are about
    "WOLAIBAN_DATA": str(ROOT / ".data" / "tests"),
}

database: PrivateDatabase | None = None


def pytest_addoption() -> None:
    """The first hook that is called, before the settings are read."""
    global database  # noqa: PLW0603 -- pytest keeps modules, not objects
    for name, value in FOR_TESTS.items():
        os.environ.setdefault(name, value)
    data_dir = Path(os.environ["WOLAIBAN_DATA"])
    keys.make(data_dir)
    if not os.environ.get("DATABASE_URL"):
        database = PrivateDatabase(data_dir, scratch=True).__enter__()


def pytest_unconfigure() -> None:
    if database is not None:
        database.leave()
