"""Steps as people take them."""

import pytest

from tests.cast import WAYS, Cast
from wolaiban.cases.models import Case


def test_three_presses_settle_a_matter_at_the_counter(cast: Cast, rail: Case) -> None:
    cast.take("resolve", rail, "qin")
    cast.take("answer", rail, "qin")

    assert rail.stage == "answered"
    assert rail.handler == cast.user("qin")
    assert [event.step for event in rail.events.all()] == ["register", "resolve", "answer"]


@pytest.mark.parametrize("stage", WAYS)
def test_every_stage_is_reached_the_ordinary_way(cast: Cast, rail: Case, stage: str) -> None:
    cast.moved_to(stage, rail)
    assert rail.stage == stage
