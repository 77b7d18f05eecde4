"""What simulated events say is written in the very bytes of real ones."""

from datetime import UTC, datetime

import pytest

from wolaiban.process.calendar import BEIJING
from wolaiban.simulation.telling import moment_written
from wolaiban.workflow import chain


@pytest.mark.parametrize(
    "moment",
    [
        datetime(2026, 5, 6, 7, 8, 9, 10, tzinfo=UTC),
        datetime(2026, 5, 6, 7, 8, 9, 120000, tzinfo=UTC),
        datetime(2026, 5, 6, 7, 8, 9, tzinfo=UTC),
        datetime(2026, 5, 6, 7, 8, 9, 10, tzinfo=BEIJING),
    ],
)
def test_a_moment_is_written_as_the_canonical_text_has_it(moment: datetime) -> None:
    assert b'{"at":%b}' % moment_written(moment) == chain.canonical({"at": moment})
