"""The matter is played once for a module; what a test does to it is taken back."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import transaction
from django.test import override_settings
from pytest_django import DjangoDbBlocker

from tests import cast as people
from tests.matrix.world import EVERYBODY, World, close_account, play


@pytest.fixture(scope="module")
def _played(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    """Kept open around the tests of a module, whose own transactions become savepoints in it."""
    folder = override_settings(DATA_DIR=tmp_path_factory.mktemp("data"))
    around = transaction.atomic()
    around._from_testcase = True  # type: ignore[attr-defined]  # actions are durable, except in tests
    with django_db_blocker.unblock(), folder, around:
        world = play(people.assemble())
        world.sign_in(*EVERYBODY)
        close_account(world.cast, "ting")
        yield world
        transaction.set_rollback(True)


@pytest.fixture
def world(_played: World, db: None) -> World:
    return _played
