"""Every test about cases plays with the cast on Fangshan's real units."""

import pytest

from tests import cast as people
from tests.cast import Cast
from wolaiban.cases.models import Case


@pytest.fixture
def cast(db: None) -> Cast:
    return people.assemble()


@pytest.fixture
def rail(cast: Cast) -> Case:
    """The steps of 东坟村 without a handrail, reported by 王秀英 at the studio."""
    return cast.report()
