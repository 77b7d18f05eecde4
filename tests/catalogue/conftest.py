"""An actor of the district office, and a draft to work on."""

from __future__ import annotations

import pytest

from tests.cast import Cast
from wolaiban.catalogue.actions.drafting import draft_from_current
from wolaiban.catalogue.models import Edition
from wolaiban.people.actor import Actor


@pytest.fixture
def shen(cast: Cast) -> Actor:
    return cast.actor("shen")


@pytest.fixture
def draft(shen: Actor) -> Edition:
    return draft_from_current(by=shen)
