"""海逸半岛: pigeon droppings. The street whistles; one department's objection is upheld by the street, two do the work."""

import pytest

from tests.cast import CIVIL, HAIYI, HOUSING, URBAN, XILU, Cast, unit
from tests.stories.conftest import May, day, told
from wolaiban.cases.models import Case
from wolaiban.process.errors import NotNow, NotYours


@pytest.fixture
def pigeons(cast: Cast) -> Case:
    """Brought to the street and whistled to three departments on the Friday."""
    case = cast.report("楼顶养鸽，粪便落满窗台。", at_unit=HAIYI, by="meng", reporters=["li"], at=day(0))
    cast.take("accept", case, "meng", day(0, "09:30"), handler=cast.user("lu"))
    cast.take("raise", case, "lu", day(1))
    cast.take("take_up", case, "tang", day(1, "15:00"))
    departments = {"lead_department": unit(URBAN), "assisting": [unit(HOUSING), unit(CIVIL)]}
    cast.take("whistle", case, "xue", day(2), due=day(12), **departments)
    return case


def test_a_village_cannot_whistle_and_a_coordinator_is_not_enough(cast: Cast, may: May) -> None:
    case = cast.report("楼顶养鸽。", at_unit=HAIYI, by="meng", reporters=["li"], at=day(0))
    cast.take("accept", case, "meng", day(0, "09:30"))

    with pytest.raises(NotYours):
        cast.take("whistle", case, "meng", day(0, "10:00"), due=day(9))

    cast.take("raise", case, "meng", day(1))
    cast.take("take_up", case, "tang", day(1, "15:00"))
    assert "whistle" not in may("tang", case, day(2))
    assert "whistle" in may("xue", case, day(2))


def test_a_whistle_gives_each_department_its_own_clock(cast: Cast, pigeons: Case, may: May) -> None:
    assert (pigeons.stage, pigeons.tier, pigeons.holder.code) == ("joint", "hard", XILU)
    assert pigeons.deadline == day(12)
    for summons in pigeons.summonses.all():
        assert (summons.state, summons.report_due, summons.due) == ("called", day(3), day(12))
    assert {"report_in", "object"} <= may("he", pigeons, day(2, "10:00"))
    assert "report_in" not in may("tang", pigeons, day(2, "10:00"))


def test_the_street_decides_an_objection_and_the_others_go_on(cast: Cast, pigeons: Case, may: May) -> None:
    cast.take("report_in", pigeons, "he", day(2, "11:00"))
    cast.take("report_in", pigeons, "ma", day(2, "14:00"))
    cast.take("object", pigeons, "ning", day(2, "15:00"))

    assert "contribute" not in may("ning", pigeons, day(2, "16:00"))
    assert "release_summons" in may("xue", pigeons, day(2, "16:00"))
    assert "release_summons" not in may("he", pigeons, day(2, "16:00"))

    objected = pigeons.summonses.get(department__short_name=CIVIL)
    cast.take("release_summons", pigeons, "xue", day(5), summons=objected)

    assert pigeons.stage == "joint"
    assert "report_in" not in may("ning", pigeons, day(5))

    cast.take("contribute", pigeons, "he", day(7))
    with pytest.raises(NotNow, match="还有 1 个部门"):
        cast.take("resolve", pigeons, "tang", day(7, "10:00"))
    cast.take("contribute", pigeons, "ma", day(8))
    cast.take("resolve", pigeons, "tang", day(8, "15:00"))
    cast.take("answer", pigeons, "meng", day(8, "16:00"))
    cast.take("confirm", pigeons, "li", day(9))

    assert pigeons.stage == "closed"
    assert told(pigeons)[-4:] == ["contribute", "resolve", "answer", "confirm"]
    states = dict(pigeons.summonses.values_list("department__short_name", "state"))
    assert states == {URBAN: "answered", HOUSING: "answered", CIVIL: "released"}


def test_after_five_working_days_it_is_too_late_to_object(cast: Cast, pigeons: Case, may: May) -> None:
    assert "object" in may("he", pigeons, day(9, "23:00"))  # the Friday after
    assert "object" not in may("he", pigeons, day(10, "00:00"))
