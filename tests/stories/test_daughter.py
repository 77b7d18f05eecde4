"""大高舍村: nobody can care for an autistic daughter. The studio carries it to the town, the town summons 区民政局."""

from datetime import timedelta

from tests.cast import CIVIL, DAGAOSHE, DOUDIAN, Cast, unit
from tests.stories.conftest import May, day, told
from wolaiban.workflow import clock


def test_the_family_makes_no_journey(cast: Cast, may: May) -> None:
    case = cast.report(
        "家里无力照护患孤独症的小女儿。",
        at_unit=DAGAOSHE,
        by="zhou",
        reporters=["xia"],
        channel="outreach_visit",
        at=day(0),
    )
    cast.take("accept", case, "zhou", day(0, "09:30"), tier="major")
    assert case.deadline == day(7, "09:30")

    cast.take("raise", case, "zhou", day(1), as_petition=True)

    assert (case.stage, case.holder.code, case.handler) == ("raised", DOUDIAN, None)
    assert case.deadline == day(2)
    assert case.petition_at == day(1)
    assert case.sensitive  # so the town's lead takes it up, and says who else is to know
    assert "take_up" in may("ke", case, day(1, "10:00"))
    assert not may("dong", case, day(1, "10:00"))
    assert "take_up" not in may("gao", case, day(1, "10:00"))
    assert {"interim", "withdraw"} <= may("zhou", case, day(1, "10:00"))  # still the family's agent
    assert "resolve" not in may("zhou", case, day(1, "10:00"))

    cast.take("take_up", case, "ke", day(1, "15:00"), handler=cast.user("dong"))
    assert case.petition_accepted_at == day(1, "15:00")
    cast.take("whistle", case, "ke", day(2), lead_department=unit(CIVIL), assisting=[], due=day(20))
    cast.take("report_in", case, "ning", day(2, "10:00"))
    cast.take("contribute", case, "ning", day(14))
    assert {"call_off"} <= may("ke", case, day(14, "10:00"))
    cast.take("resolve", case, "dong", day(15), disposition="helped", root_cause="hardship")
    cast.take("answer", case, "zhou", day(15, "15:00"))
    cast.take("confirm", case, "xia", day(16))

    assert (case.stage, case.disposition, case.root_cause) == ("closed", "helped", "hardship")
    assert case.agent == unit(DAGAOSHE).studio
    assert told(case) == [
        "register", "accept", "raise", "take_up", "whistle", "report_in", "contribute", "resolve", "answer", "confirm",
    ]  # fmt: skip


def test_a_department_that_stays_silent_is_brought_to_the_districts_notice(cast: Cast) -> None:
    case = cast.report(at_unit=DAGAOSHE, by="zhou", at=day(0))
    cast.take("accept", case, "zhou", day(0, "09:30"))
    cast.take("raise", case, "zhou", day(0, "10:00"))
    cast.take("take_up", case, "dong", day(0, "15:00"))
    cast.take("whistle", case, "ke", day(1), lead_department=unit(CIVIL), assisting=[], due=day(20))

    assert clock.sweep(day(2) - timedelta(seconds=1)).taken == 0
    assert clock.sweep(day(2)).taken == 1
    assert clock.sweep(day(2)).taken == 0

    case.refresh_from_db()
    assert (case.stage, case.flagged_at) == ("joint", day(2))
    assert case.summonses.get().report_flagged
    assert told(case)[-1] == "flag"
