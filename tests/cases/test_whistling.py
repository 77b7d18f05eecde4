"""Whistle and report in: departments with clocks of their own."""

from datetime import timedelta

import pytest
from django.utils.timezone import now

from tests.cast import CIVIL, HOUSING, URBAN, Cast, unit
from tests.ledger.forging import verified
from wolaiban.cases.models import Case, Summons
from wolaiban.people.actions.posts import end_post
from wolaiban.people.models import Post
from wolaiban.process.errors import BadAnswer, NotNow, NotYours
from wolaiban.workflow.offers import available


@pytest.fixture
def pigeons(cast: Cast, rail: Case) -> Case:
    """Two departments are called to a matter that 城关街道 took up."""
    return cast.moved_to("joint", rail)


def of(case: Case, department: str) -> Summons:
    return case.summonses.get(department=unit(department))


def test_each_department_has_its_own_clock(cast: Cast, pigeons: Case) -> None:
    lead, assisting = of(pigeons, URBAN), of(pigeons, HOUSING)
    assert (lead.leads, assisting.leads) == (True, False)
    assert lead.report_due == lead.called_at + timedelta(hours=24)
    assert pigeons.tier == "hard"
    assert pigeons.deadline == lead.due
    assert Case.objects.visible_to(cast.actor("he")).get() == pigeons
    assert not Case.objects.visible_to(cast.actor("ning")).exists()


def test_an_urgent_whistle_wants_a_report_in_two_hours(cast: Cast, rail: Case) -> None:
    cast.moved_to("raised", rail)
    cast.take("take_up", rail, "fang")
    cast.take("whistle", rail, "fang", urgent=True)
    summons = of(rail, URBAN)
    assert summons.report_due - summons.called_at == timedelta(hours=2)


def test_a_village_cannot_whistle_and_no_community_is_made_to_lead(cast: Cast, rail: Case) -> None:
    cast.take("accept", rail, "qin")
    with pytest.raises(NotYours):
        cast.take("whistle", rail, "qin")
    assert "whistle" not in {offer.step.name for offer in available(cast.actor("qin"), rail)}
    cast.take("raise", rail, "qin")
    cast.take("take_up", rail, "fang")
    with pytest.raises(BadAnswer, match="区直部门"):
        cast.take("whistle", rail, "fang", lead_department=unit("东坟村"))
    with pytest.raises(BadAnswer, match="两小时"):
        cast.take("whistle", rail, "fang", due=now() + timedelta(minutes=5))


def test_a_joint_case_resolves_only_when_every_department_is_done(cast: Cast, pigeons: Case) -> None:
    cast.take("report_in", pigeons, "he")
    with pytest.raises(NotNow, match="贵部门已经报到。"):
        cast.take("report_in", pigeons, "he")
    cast.take("contribute", pigeons, "he")
    with pytest.raises(NotNow, match="还有 1 个部门"):
        cast.take("resolve", pigeons, "fang")
    cast.take("contribute", pigeons, "ma")  # giving an opinion is also reporting in
    assert of(pigeons, HOUSING).reported_at
    cast.take("resolve", pigeons, "fang")
    assert pigeons.stage == "resolved"


def test_of_the_reasons_against_it_the_true_one_is_told_alone(cast: Cast, pigeons: Case) -> None:
    def why(who: str, step: str) -> str:
        with pytest.raises(NotNow) as refusal:
            cast.take(step, pigeons, who)
        return str(refusal.value)

    cast.take("report_in", pigeons, "he")
    assert why("he", "report_in") == "贵部门已经报到。"
    cast.take("object", pigeons, "he")
    assert why("he", "report_in") == "贵部门已经提出职责异议，等裁定。"
    assert why("he", "contribute") == "职责异议还在裁定中，裁定后再出具意见。"
    assert why("fang", "resolve") == "还有 2 个部门未出具意见，等齐或解除后再办结。"


def test_an_objection_is_decided_by_the_whistler_or_the_district(cast: Cast, pigeons: Case) -> None:
    cast.take("object", pigeons, "ma")
    with pytest.raises(NotNow, match="裁定中"):
        cast.take("contribute", pigeons, "ma")
    with pytest.raises(NotYours):
        cast.take("release_summons", pigeons, "ma", summons=of(pigeons, HOUSING))
    with pytest.raises(BadAnswer, match="没有待裁定"):
        cast.take("release_summons", pigeons, "fang", summons=of(pigeons, URBAN))
    cast.take("release_summons", pigeons, "fang", summons=of(pigeons, HOUSING))
    assert of(pigeons, HOUSING).state == "released"

    cast.take("object", pigeons, "he")
    cast.take("uphold_summons", pigeons, "shen", summons=of(pigeons, URBAN))
    assert of(pigeons, URBAN).state == "reported_in"
    with pytest.raises(NotNow, match="没有待裁定"):
        cast.take("uphold_summons", pigeons, "shen", summons=of(pigeons, URBAN))


def test_an_objection_comes_within_five_working_days(cast: Cast) -> None:
    start = now() - timedelta(days=20)
    case = cast.report(at=start)
    for step, by in (("accept", "qin"), ("raise", "qin"), ("take_up", "fang"), ("whistle", "fang")):
        cast.take(step, case, by, at=start)

    with pytest.raises(NotNow, match="5 个工作日"):
        cast.take("object", case, "ma")


def test_a_released_department_has_nothing_more_to_say(cast: Cast, pigeons: Case) -> None:
    cast.take("call_off", pigeons, "fang")
    assert pigeons.stage == "working"
    assert {s.state for s in pigeons.summonses.all()} == {"called_off"}
    with pytest.raises(NotYours):
        cast.take("contribute", pigeons, "ma")


def test_a_department_may_be_called_again(cast: Cast, pigeons: Case) -> None:
    cast.take("call_off", pigeons, "fang")
    cast.take("whistle", pigeons, "fang", lead_department=unit(URBAN), assisting=[unit(CIVIL)])
    assert Summons.objects.filter(case=pigeons, state="called").count() == 2


def test_an_answered_objection_is_no_objection(cast: Cast, pigeons: Case) -> None:
    cast.take("contribute", pigeons, "he")
    with pytest.raises(NotYours):
        cast.take("object", pigeons, "he")


def test_whoever_leads_is_not_called_to_assist_as_well(cast: Cast, rail: Case) -> None:
    cast.moved_to("raised", rail)
    cast.take("take_up", rail, "fang")
    with pytest.raises(BadAnswer, match="已是牵头部门") as refusal:
        cast.take("whistle", rail, "fang", assisting=[unit(HOUSING), unit(URBAN)])
    assert set(refusal.value.fields) == {"assisting"}
    cast.take("whistle", rail, "fang", assisting=[unit(HOUSING), unit(HOUSING)])
    assert rail.summonses.count() == 2
    assert rail.events.get(step="whistle").answers["assisting"] == [unit(HOUSING).code]


def test_an_objection_counts_as_reporting_in_from_its_own_moment(cast: Cast, pigeons: Case) -> None:
    called = of(pigeons, HOUSING).called_at
    with pytest.raises(BadAnswer, match="联系人"):
        cast.take("object", pigeons, "ma", contact=None)
    cast.take("object", pigeons, "ma", at=called + timedelta(hours=3))
    cast.take("uphold_summons", pigeons, "shen", at=called + timedelta(days=2), summons=of(pigeons, HOUSING))
    summons = of(pigeons, HOUSING)
    assert summons.reported_at == summons.objected_at == called + timedelta(hours=3)
    assert summons.contact is not None


def test_a_department_that_reported_in_has_named_its_contact(cast: Cast, pigeons: Case) -> None:
    cast.take("report_in", pigeons, "he", contact="李科长")
    cast.take("object", pigeons, "he", contact=None)
    cast.take("uphold_summons", pigeons, "shen", summons=of(pigeons, URBAN))
    summons = of(pigeons, URBAN)
    assert summons.contact is not None
    assert summons.contact.words == "李科长"
    assert summons.reported_at
    assert summons.objected_at
    assert summons.reported_at < summons.objected_at


def test_nobody_upholds_their_own_whistle(cast: Cast, pigeons: Case) -> None:
    cast.take("object", pigeons, "he")
    with pytest.raises(NotYours):
        cast.take("uphold_summons", pigeons, "fang", summons=of(pigeons, URBAN))
    assert may(cast, "fang", pigeons) == {"release_summons"}
    assert may(cast, "shen", pigeons) == may(cast, "cheng", pigeons) == {"uphold_summons", "release_summons"}
    cast.take("release_summons", pigeons, "fang", summons=of(pigeons, URBAN))
    assert of(pigeons, URBAN).state == "released"


def may(cast: Cast, who: str, case: Case) -> set[str]:
    """What somebody may do about an objection now."""
    found = available(cast.actor(who), case)
    return {offer.step.name for offer in found if offer.obstacle is None and "_summons" in offer.step.name}


@pytest.fixture
def from_district(cast: Cast, rail: Case) -> Case:
    """The district took it up and its director whistled; a department objects."""
    cast.moved_to("raised", rail)
    cast.take("take_up", rail, "fang")
    cast.take("raise", rail, "fang")
    cast.take("take_up", rail, "lian")
    cast.take("whistle", rail, "lian")
    cast.take("object", rail, "he")
    return rail


def test_the_leader_in_charge_rules_on_the_districts_own_whistle(cast: Cast, from_district: Case) -> None:
    assert may(cast, "cheng", from_district) == {"uphold_summons", "release_summons"}
    assert may(cast, "shen", from_district) == may(cast, "lian", from_district) == {"release_summons"}
    with pytest.raises(NotNow, match="包片领导"):
        cast.take("uphold_summons", from_district, "shen", summons=of(from_district, URBAN))


def leave(cast: Cast, who: str) -> None:
    end_post(Post.objects.get(user=cast.user(who)), by=cast.actor("guan"))


def test_where_there_is_no_leader_somebody_else_of_the_district_rules(
    cast: Cast, from_district: Case
) -> None:
    leave(cast, "cheng")
    assert may(cast, "lian", from_district) == {"release_summons"}
    with pytest.raises(NotNow, match="您吹的"):
        cast.take("uphold_summons", from_district, "lian", summons=of(from_district, URBAN))
    cast.take("uphold_summons", from_district, "shen", summons=of(from_district, URBAN))
    assert verified() == []


def test_who_whistled_is_known_also_of_those_called_before_it_was_kept(
    cast: Cast, from_district: Case
) -> None:
    leave(cast, "cheng")
    from_district.summonses.update(called_by=None)
    assert may(cast, "lian", from_district) == {"release_summons"}
