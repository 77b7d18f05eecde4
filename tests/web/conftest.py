"""The cast, for what the faces share."""

import pytest

from tests import cast as people
from tests.cast import Cast
from wolaiban.cases.models import Case


@pytest.fixture
def cast(db: None) -> Cast:
    return people.assemble()


@pytest.fixture
def rail(cast: Cast) -> Case:
    return cast.report()
