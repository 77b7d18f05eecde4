"""Several steps in one transaction: each on what the one before left, all of them or none."""

from __future__ import annotations

import pytest
from django.db import transaction

from tests.cast import Cast
from wolaiban.cases.models import Case, Statement
from wolaiban.process.errors import BadAnswer, TooLate
from wolaiban.workflow.performing import in_turn

DONE = {"disposition": "solved", "root_cause": "facility", "result": "扶手已装好。"}
TOLD = {"answer_channel": "in_person", "message": "扶手已装好，请您看看。"}
JUDGED = {"solved": "yes", "satisfaction": "satisfied"}


@pytest.fixture
def rail(cast: Cast) -> Case:
    return cast.report(category=cast.category())


def test_each_step_is_taken_on_what_the_one_before_left(cast: Cast, rail: Case) -> None:
    with transaction.atomic():
        events = in_turn(
            [("resolve", DONE), ("answer", TOLD), ("confirm", JUDGED)], on=rail, by=cast.actor("qin")
        )

    assert [(event.source, event.target) for event in events] == [
        ("reported", "resolved"),
        ("resolved", "answered"),
        ("answered", "closed"),
    ]
    assert len({event.at for event in events}) == 1
    rail.refresh_from_db()
    assert (rail.stage, rail.seq, rail.turn) == ("closed", 4, 4)


@pytest.mark.parametrize(
    ("last", "why"),
    [
        (("answer", {"answer_channel": "by_pigeon", "message": "好了。"}), BadAnswer),
        (("accept", {}), TooLate),
    ],
)
def test_where_one_is_refused_nothing_is_left_of_the_others(
    cast: Cast, rail: Case, last: tuple[str, dict[str, str]], why: type[Exception]
) -> None:
    before = Statement.objects.count()
    with pytest.raises(why), transaction.atomic():
        in_turn([("resolve", DONE), last], on=rail, by=cast.actor("qin"))

    rail.refresh_from_db()
    assert (rail.stage, rail.seq) == ("reported", 1)
    assert (rail.events.count(), Statement.objects.count()) == (1, before)
