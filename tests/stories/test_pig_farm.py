"""A demolished pig farm: the law explained at home, a dispute decided above, a settlement; and no way closed by it."""

from datetime import datetime

import pytest

from tests.cast import DAGAOSHE, DOUDIAN, Cast
from tests.stories.conftest import May, day, told
from wolaiban.cases.models import Case
from wolaiban.process.errors import NotYours
from wolaiban.process.statutory import statutory_clocks


@pytest.fixture
def farm(cast: Cast) -> Case:
    """Carried to the town as a petition, explained, answered, and disputed on day 20."""
    case = cast.report(
        "养猪场被拆，多年要求补偿。", at_unit=DAGAOSHE, by="zhou", reporters=["xia"], at=day(0)
    )
    cast.take("accept", case, "zhou", day(0, "10:00"), tier="hard")
    cast.take("raise", case, "zhou", day(1), as_petition=True)
    cast.take("take_up", case, "dong", day(2))
    cast.take("note", case, "dong", day(7), text="请法律专家上门逐条讲。")
    cast.take("resolve", case, "dong", day(13), disposition="explained", root_cause="legacy")
    cast.take("answer", case, "zhou", day(13, "15:00"))
    cast.take("dispute", case, "xia", day(20))
    return case


def test_a_hard_matter_stays_hard_when_raised(cast: Cast, farm: Case) -> None:
    assert (farm.tier, farm.holder.code) == ("hard", DOUDIAN)
    taken_up = farm.events.get(step="take_up")
    assert datetime.fromisoformat(taken_up.after["deadline"]) == day(17)


def test_the_statutory_clock_runs_beside_the_promise(farm: Case) -> None:
    clocks = statutory_clocks(
        petition_at=farm.petition_at, accepted_at=farm.petition_accepted_at, answered_at=farm.answered_at
    )

    assert [clock.label for clock in clocks] == ["受理告知", "办结答复", "反映人可申请复查至"]
    assert farm.petition_accepted_at == day(2)


def test_the_town_does_not_judge_itself(cast: Cast, farm: Case, may: May) -> None:
    assert farm.stage == "disputed"
    assert farm.deadline == day(30)
    for who in ("dong", "ke", "zhou"):
        assert not may(who, farm, day(21)) & {"uphold", "redo"}
    with pytest.raises(NotYours):
        cast.take("uphold", farm, "ke", day(21))
    assert {"uphold", "redo"} <= may("lian", farm, day(21))


def test_upheld_it_closes_and_the_lawful_ways_stay_open(cast: Cast, farm: Case, may: May) -> None:
    cast.take("uphold", farm, "lian", day(23))

    assert farm.stage == "closed"
    assert farm.complainants.get().satisfaction == "unsatisfied"
    assert "reopen" in may("xia", farm, day(24))
    assert "reopen" not in may("xia", farm, day(24 + 30))  # a new matter may always be reported


def test_redone_it_ends_in_a_settlement(cast: Cast, farm: Case, may: May) -> None:
    cast.take("redo", farm, "lian", day(23))

    assert (farm.stage, farm.holder.code, farm.handler) == ("working", DOUDIAN, cast.user("dong"))
    assert farm.deadline == day(38)
    assert farm.complainants.get().answered_at is None  # an answer is owed again

    cast.take("note", farm, "dong", day(30), text="双方签了和解协议。")
    cast.take("resolve", farm, "dong", day(34), disposition="by_law", root_cause="legacy")
    cast.take("answer", farm, "zhou", day(34, "15:00"))
    cast.take("confirm", farm, "xia", day(36), satisfaction="basically")

    assert (farm.stage, farm.disposition) == ("closed", "by_law")
    assert farm.replies.count() == 2
    assert told(farm)[-6:] == ["dispute", "redo", "note", "resolve", "answer", "confirm"]
