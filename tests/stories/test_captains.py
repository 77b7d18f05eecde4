"""伊林郡: building captains report lighting, greenery and fitness hazards before anybody complains."""

import pytest

from tests.cast import DONGFEN, YILINJUN, Cast
from tests.stories.conftest import May, day, told
from wolaiban.cases.models import Case
from wolaiban.process.errors import NotAllowed
from wolaiban.workflow import clock


@pytest.fixture
def hazards(cast: Cast) -> Case:
    words = "楼前灯不亮、绿篱挡车、踏步机松了。"
    return cast.report(words, at_unit=YILINJUN, by="wen", reporters=[], channel="volunteer", at=day(0))


def test_nobody_has_complained_yet(hazards: Case) -> None:
    assert (hazards.stage, hazards.channel) == ("reported", "volunteer")
    assert not hazards.complainants.exclude(reachable=False).exists()


def test_the_volunteer_follows_it_but_does_not_handle_it(cast: Cast, hazards: Case, may: May) -> None:
    assert Case.objects.visible_to(cast.actor("wen")).get() == hazards
    assert may("wen", hazards, day(0, "10:00")) == set()
    assert "accept" in may("yu", hazards, day(0, "10:00"))


def test_a_captain_reports_for_her_own_community_only(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        cast.report("路灯不亮。", at_unit=DONGFEN, by="wen", reporters=[], channel="volunteer", at=day(0))


def test_it_is_mended_answered_and_closes_with_what_is_said_on_the_telephone(
    cast: Cast, hazards: Case, may: May
) -> None:
    cast.take("accept", hazards, "yu", day(0, "09:30"), handler=cast.user("an"))
    cast.take("resolve", hazards, "an", day(2))
    cast.take("answer", hazards, "an", day(2, "10:00"), answer_channel="online")

    assert hazards.stage == "answered"
    assert "call_back" in may("yu", hazards, day(3))
    assert "call_back" not in may("an", hazards, day(3))
    cast.take("call_back", hazards, "yu", day(3))

    assert hazards.stage == "closed"
    assert told(hazards) == ["register", "accept", "resolve", "answer", "call_back"]
    assert clock.sweep(day(17, "10:00")).taken == 0


def test_left_alone_it_goes_to_the_street_by_itself(cast: Cast, hazards: Case) -> None:
    assert clock.sweep(day(1)).taken == 1

    hazards.refresh_from_db()
    assert (hazards.stage, hazards.tier) == ("raised", "major")
    assert str(hazards.holder) == "拱辰街道"
    assert hazards.deadline == day(2)
