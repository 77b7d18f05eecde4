"""The ledger is verified on a story that was played through once; each test forges its own copy and takes it back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import transaction
from django.test import override_settings
from pytest_django import DjangoDbBlocker

from tests import cast as people
from tests.cast import Cast
from wolaiban.cases.models import Case
from wolaiban.uploads.cleaning import Cleaned


@pytest.fixture(scope="module")
def _played(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Cast, int]]:
    """Kept open around the tests of a module, whose own transactions become savepoints in it."""
    folder = override_settings(DATA_DIR=tmp_path_factory.mktemp("data"))
    around = transaction.atomic()
    around._from_testcase = True  # type: ignore[attr-defined]  # actions are durable, except in tests
    with django_db_blocker.unblock(), folder, around:
        cast = people.assemble()
        yield cast, _story(cast).pk
        transaction.set_rollback(True)


@pytest.fixture
def cast(_played: tuple[Cast, int], db: None) -> Cast:
    return _played[0]


@pytest.fixture
def rail(_played: tuple[Cast, int], db: None) -> Case:
    return Case.objects.get(pk=_played[1])


@pytest.fixture(autouse=True)
def _files_as_they_were(request: pytest.FixtureRequest) -> Iterator[None]:
    """The disk has no savepoints. Nothing to do for a test that does not ask for the story, or for any database."""
    if "_played" not in request.fixturenames:
        yield
        return
    request.getfixturevalue("_played")
    files = {path: path.read_bytes() for path in Path(settings.DATA_DIR).rglob("*") if path.is_file()}
    yield
    for path, content in files.items():
        path.write_bytes(content)


def _story(cast: Cast) -> Case:
    """A handrail: raised, whistled to two departments, resolved, answered, disputed, done again, closed."""
    case = cast.report(photos=[Cleaned(b"\xff\xd8 a picture \xff\xd9", "image/jpeg", "台阶.jpg")])
    cast.moved_to("joint", case)
    for department in ("he", "ma"):
        cast.take("report_in", case, department)
        cast.take("contribute", case, department)
    for step, by in (
        ("resolve", "fang"),
        ("answer", "qin"),
        ("dispute", "wang"),
        ("redo", "shen"),
        ("resolve", "fang"),
        ("answer", "qin"),
        ("confirm", "wang"),
    ):
        cast.take(step, case, by)
    return case
