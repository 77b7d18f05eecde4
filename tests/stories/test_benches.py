"""伊林郡: nowhere to sit. Several residents come together, confer, and each of them is answered."""

import pytest

from tests.cast import YILINJUN, Cast, unit
from tests.stories.conftest import May, day, told
from wolaiban.cases.actions.registering import Report, Reporter, register
from wolaiban.cases.models import Case
from wolaiban.process.errors import BadAnswer, NotNow


@pytest.fixture
def benches(cast: Cast) -> Case:
    case = cast.report(
        "院里没有一条长椅。", at_unit=YILINJUN, by="yu", reporters=["wang", "li", "xia"], at=day(0)
    )
    cast.take("accept", case, "yu", day(0, "10:00"), tier="major", handler=cast.user("an"))
    return case


def test_any_number_may_join_but_five_speak_for_them(cast: Cast) -> None:
    def together(speakers: int) -> Report:
        people = [
            Reporter(name=f"居民{n}", phone=f"1380000{1000 + n}", representative=n < speakers)
            for n in range(8)
        ]
        return Report(unit=unit(YILINJUN), words="院里没有一条长椅。", reporters=people)

    with pytest.raises(BadAnswer, match="不超过 5 人"):
        register(together(6), by=cast.actor("yu"))

    assert register(together(5), by=cast.actor("yu")).complainants.count() == 8


def test_more_time_is_asked_for_and_granted_by_another(cast: Cast, benches: Case, may: May) -> None:
    assert benches.deadline == day(7, "10:00")

    cast.take("extend", benches, "an", day(5), days=5)

    assert benches.deadline == day(7, "10:00")
    assert "grant" not in may("an", benches, day(5))
    assert {"grant", "refuse"} <= may("yu", benches, day(5))

    cast.take("grant", benches, "yu", day(5, "10:00"))

    assert benches.deadline == day(12, "10:00")


def test_it_closes_when_each_of_them_has_judged(cast: Cast, benches: Case, may: May) -> None:
    cast.take("note", benches, "an", day(1), text="议事会：定八处。")
    cast.take("resolve", benches, "an", day(6))
    first = list(benches.complainants.all())[:1]
    cast.take("answer", benches, "an", day(6, "10:00"), complainants=first)
    assert benches.stage == "resolved"  # two have not been told

    cast.take("answer", benches, "yu", day(6, "11:00"))
    assert benches.stage == "answered"

    for who, stage in (("wang", "answered"), ("li", "answered"), ("xia", "closed")):
        cast.take("confirm", benches, who, day(7))
        assert benches.stage == stage
    assert told(benches)[-3:] == ["confirm"] * 3


def test_one_of_several_cannot_withdraw_it_for_all(cast: Cast, benches: Case, may: May) -> None:
    with pytest.raises(NotNow, match="多人共同反映"):
        cast.take("withdraw", benches, "wang", day(1))

    assert "withdraw" in may("yu", benches, day(1))


def test_one_dispute_is_enough_to_have_it_looked_at_again(cast: Cast, benches: Case, may: May) -> None:
    cast.take("resolve", benches, "an", day(6))
    cast.take("answer", benches, "an", day(6, "10:00"))
    cast.take("confirm", benches, "wang", day(7))
    cast.take("dispute", benches, "li", day(7, "10:00"))

    assert benches.stage == "disputed"
    assert {"uphold", "redo"} <= may("ding", benches, day(8))
    assert not {"uphold", "redo"} & may("yu", benches, day(8))
