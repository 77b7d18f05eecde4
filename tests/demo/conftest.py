"""The cast, for those who press their card."""

import pytest

from tests import cast as people
from tests.cast import Cast


@pytest.fixture
def cast(db: None) -> Cast:
    return people.assemble()
