"""Tables are written to a folder of the test's own and brought in by the command itself."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from tests import cast as people
from tests.cast import Cast
from wolaiban.cli import importing_tables as command

Import = Callable[..., int]


@pytest.fixture(scope="module")
def _assembled(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Cast]:
    around = transaction.atomic()
    around._from_testcase = True  # type: ignore[attr-defined]  # actions are durable, except in tests
    with django_db_blocker.unblock(), around:
        yield people.assemble()
        transaction.set_rollback(True)


@pytest.fixture
def cast(_assembled: Cast, db: None) -> Cast:
    return _assembled


@pytest.fixture
def table(tmp_path: Path) -> Callable[..., Path]:
    def write(text: str, *, encoding: str = "utf-8", name: str = "list.csv") -> Path:
        path = tmp_path / name
        path.write_bytes(text.encode(encoding))
        return path

    return write


@pytest.fixture
def bring_in(cast: Cast) -> Import:
    """`wolaiban import …`, as main runs it once the database answers."""

    def run(*arguments: object) -> int:
        parser = argparse.ArgumentParser()
        command.add_arguments(parser)
        return command.run(parser.parse_args([str(each) for each in arguments]))

    return run
