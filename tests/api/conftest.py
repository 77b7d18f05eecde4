"""Programs that sign in with tokens of the cast."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.api.program import Program
from tests.cast import Cast
from wolaiban.cases.models import Case
from wolaiban.web.limits.token_bucket import PACE


@pytest.fixture(autouse=True)
def _unhurried() -> Iterator[None]:
    """What other tests asked in this minute is not counted."""
    PACE.forget()
    yield
    PACE.forget()


@pytest.fixture
def qin(cast: Cast) -> Program:
    return Program.of(cast, "qin")


@pytest.fixture
def rail(cast: Cast) -> Case:
    return cast.report()
