"""An actor of the district office, and a draft to work on."""

from __future__ import annotations

import pytest

from tests.cast import Cast
from tests.editions import draft_from_current
from wolaiban.catalogue import queries
from wolaiban.catalogue.models import Edition
from wolaiban.people.actor import Actor


@pytest.fixture(autouse=True)
def nothing_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """A process keeps what a published edition promises, for good; here its key may be given to a draft afterwards."""
    monkeypatch.setattr(queries, "_kept", {})


@pytest.fixture
def shen(cast: Cast) -> Actor:
    return cast.actor("shen")


@pytest.fixture
def draft(shen: Actor) -> Edition:
    return draft_from_current(by=shen)
