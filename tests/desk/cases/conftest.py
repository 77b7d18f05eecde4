"""Matters for the page of a case."""

import pytest

from tests.cast import Cast
from wolaiban.cases.models import Case


@pytest.fixture
def rail(cast: Cast) -> Case:
    """The steps of 东坟村 without a handrail, reported by 王秀英 at the studio."""
    return cast.report()
