"""东坟村: steps without a handrail, mended free of charge within a week after the secretary's reception day."""

from tests.cast import DONGFEN, Cast
from tests.stories.conftest import May, day, told


def test_a_railing_is_fitted_within_a_week(cast: Cast, may: May) -> None:
    rail = cast.report("曲艺小院门口的台阶没有扶手，老人上下不便。", at=day(0, "09:20"))

    assert (rail.stage, rail.holder.code, rail.agent) == ("reported", DONGFEN, rail.unit.studio)
    assert rail.deadline == day(1, "09:20")
    assert {"accept", "decline", "resolve"} <= may("qin", rail, day(0, "09:30"))
    assert "decline" not in may("bai", rail, day(0, "09:30"))
    assert may("zhou", rail, day(0, "09:30")) == set()

    cast.take("accept", rail, "qin", day(0, "09:35"), handler=cast.user("bai"))

    assert (rail.stage, rail.handler) == ("working", cast.user("bai"))
    assert rail.deadline == day(3, "09:35")
    assert "resolve" in may("bai", rail, day(1))
    assert "resolve" not in may("qin", rail, day(1))
    assert "assign" in may("qin", rail, day(1))

    cast.take("interim", rail, "bai", day(1, "10:30"), message="扶手已订好，周六装完。")
    cast.take("resolve", rail, "bai", day(3, "09:10"))

    assert rail.stage == "resolved"
    assert rail.deadline == day(4, "09:10")
    assert "confirm" not in may("wang", rail, day(3, "09:15"))

    cast.take("answer", rail, "bai", day(3, "09:40"))

    assert {"confirm", "dispute"} <= may("wang", rail, day(4))
    assert may("li", rail, day(4)) == set()
    assert "call_back" in may("shen", rail, day(4))
    assert "call_back" not in may("bai", rail, day(4))

    cast.take("confirm", rail, "wang", day(5))

    assert (rail.stage, rail.closed_at) == ("closed", day(5))
    assert not rail.deadline
    assert told(rail) == ["register", "accept", "interim", "resolve", "answer", "confirm"]
