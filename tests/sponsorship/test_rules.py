"""Who names whom, who looks, who discharges, what is refused; and that it makes nobody see or decide more than before."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from tests.cast import CHENGGUAN, DISTRICT, POSTS, RESIDENTS, Cast, unit
from tests.duty.conftest import hired
from tests.sponsorship.conftest import Sponsoring, in_days
from wolaiban.cases.models import Case
from wolaiban.cases.roles import standing
from wolaiban.people.models import Post
from wolaiban.process.errors import BadAnswer, NotNow, NotYours, ProcessError, TooLate
from wolaiban.process.words import Function
from wolaiban.sponsorship.kind import KIND
from wolaiban.sponsorship.models import SponsorLook, Sponsorship
from wolaiban.sponsorship.parts import SponsorshipParts
from wolaiban.sponsorship.process import FOUR
from wolaiban.workflow.models import Event, Statement

pytestmark = pytest.mark.django_db

EVERYBODY = (*POSTS, *RESIDENTS)


def seen_by(cast: Cast, sponsorship: Sponsorship) -> set[str]:
    return {who for who in EVERYBODY if KIND.visible_to(cast.actor(who)).filter(pk=sponsorship.pk).exists()}


def see_case(cast: Cast, case: Case) -> set[str]:
    return {who for who in EVERYBODY if Case.objects.visible_to(cast.actor(who)).filter(pk=case.pk).exists()}


def refused(sponsoring: Sponsoring, **what: Any) -> ProcessError:
    before = Event.objects.count(), Sponsorship.objects.count()
    with pytest.raises(ProcessError) as why:
        sponsoring.name(**what)
    assert (Event.objects.count(), Sponsorship.objects.count()) == before, "a refusal leaves no trace"
    return why.value


# ---- Named


def test_a_township_lead_names_a_leader_of_the_township(sponsoring: Sponsoring, cast: Cast) -> None:
    found = sponsoring.name(plan="先谈房主，再定清理的日子。")
    assert (found.stage, found.leader, found.unit, found.host) == (
        "active", cast.user("cheng"), unit(CHENGGUAN), unit(CHENGGUAN),
    )  # fmt: skip
    assert (found.since, found.next_look, found.ended) == (localdate(), in_days(7), None)
    assert found.plan is not None
    assert found.plan.words == "先谈房主，再定清理的日子。"
    assert found.number.startswith("BA-")


def test_the_district_names_its_own_and_those_of_townships(sponsoring: Sponsoring, cast: Cast) -> None:
    assert [one.label for one in SponsorshipParts(Sponsorship(case=sponsoring.case)).may_lead] == [
        "方正（城关街道负责人）", "程立（城关街道包片领导）", "连海（区联席办主任）",
    ]  # fmt: skip
    assert sponsoring.name("lian", by="lian").unit == unit(DISTRICT)
    sponsoring.take("discharge", "lian", reason="交给街道来包。")
    assert sponsoring.name("fang", by="lian").host == unit(DISTRICT)


def test_a_township_does_not_name_those_above_it(sponsoring: Sponsoring) -> None:
    why = refused(sponsoring, leader="lian")
    assert isinstance(why, BadAnswer)
    assert "由区里定" in str(why.fields)


@pytest.mark.parametrize("who", sorted(set(POSTS) - {"fang", "lian"}))
def test_nobody_else_names(sponsoring: Sponsoring, who: str) -> None:
    assert isinstance(refused(sponsoring, by=who), NotYours)


def test_one_open_sponsorship_a_case(sponsoring: Sponsoring) -> None:
    first = sponsoring.name()
    assert isinstance(refused(sponsoring), NotNow)
    first.refresh_from_db()
    columns = {"stage": "active", "number": "BA-0", "since": first.since, "deadline": first.deadline}
    times = {"changed_at": first.changed_at, "counted_from": first.counted_from}
    people = {"leader": first.leader, "unit": first.unit, "host": first.host}
    with pytest.raises(IntegrityError), transaction.atomic():
        Sponsorship.objects.create(case=first.case, **columns, **times, **people)
    with pytest.raises(IntegrityError), transaction.atomic():
        Sponsorship.objects.filter(pk=first.pk).update(deadline=None)


def test_accusations_and_what_is_over_are_not_sponsored(cast: Cast) -> None:
    accusation = cast.report(by="shen", kind="accusation")
    assert "检举控告" in str(refused(Sponsoring(cast, accusation), by="lian", leader="lian"))
    closed = cast.moved_to("closed", cast.report())
    assert "已经结束" in str(refused(Sponsoring(cast, closed)))


@pytest.mark.parametrize("days", [0, -1, 93])
def test_the_next_look_is_some_day_of_the_next_three_months(sponsoring: Sponsoring, days: int) -> None:
    why = refused(sponsoring, next_look=in_days(days))
    assert isinstance(why, BadAnswer)
    assert set(why.fields) == {"next_look"}


def test_no_number_of_anybody_stands_in_the_plan(sponsoring: Sponsoring) -> None:
    why = refused(sponsoring, plan="找王大妈，电话 13912345678。")
    assert isinstance(why, BadAnswer)
    assert set(why.fields) == {"plan"}
    assert not Statement.objects.filter(process="sponsorship").exists()


# ---- Looked at


def test_the_leader_looks_and_sets_the_next_day(sponsoring: Sponsoring) -> None:
    sponsoring.name(next_look=in_days(3))
    sponsoring.look(known="到现场看了。", lawful="限期写成了书面。", next_look=in_days(10))
    [look] = sponsoring.looks
    assert (look.due, look.is_late) == (in_days(3), False)
    assert look.known is not None
    assert look.lawful is not None
    assert (look.known.words, look.lawful.words, look.helped, look.guided) == (
        "到现场看了。", "限期写成了书面。", None, None,
    )  # fmt: skip
    assert (sponsoring.sponsorship.next_look, sponsoring.sponsorship.stage) == (in_days(10), "active")


def test_a_look_says_something_and_names_nobody(sponsoring: Sponsoring) -> None:
    sponsoring.name()
    for answers, question in (
        ({"known": ""}, "known"),
        ({"guided": "给 13912345678 打过电话。"}, "guided"),
        ({"next_look": in_days(0)}, "next_look"),
    ):
        with pytest.raises(BadAnswer) as why:
            sponsoring.look(**answers)
        assert set(why.value.fields) == {question}
    assert not SponsorLook.objects.exists()


@pytest.mark.parametrize("who", sorted(set(POSTS) - {"cheng"}))
def test_nobody_looks_for_the_leader(sponsoring: Sponsoring, who: str) -> None:
    sponsoring.name()
    with pytest.raises(NotYours):
        sponsoring.look(who)


def test_who_leads_there_no_more_looks_no_more(sponsoring: Sponsoring, cast: Cast) -> None:
    sponsoring.name()
    Post.objects.filter(user=cast.user("cheng")).update(ends=localdate())
    with pytest.raises(NotYours):
        sponsoring.look()


# ---- Discharged


def test_the_unit_that_named_discharges_with_a_reason(sponsoring: Sponsoring) -> None:
    sponsoring.name()
    for who in ("cheng", "lian", "gao", "qin"):
        with pytest.raises(NotYours):
            sponsoring.take("discharge", who, reason="换人。")
    with pytest.raises(BadAnswer):
        sponsoring.take("discharge", "fang")
    sponsoring.take("discharge", "fang", reason="调离，另定。")
    found = sponsoring.sponsorship
    assert (found.stage, found.ended, found.deadline, sponsoring.looks) == (
        "discharged", localdate(), None, [],
    )  # fmt: skip
    assert found.why is not None
    assert found.why.words == "调离，另定。"
    with pytest.raises(TooLate):
        sponsoring.look()
    assert sponsoring.name("fang").pk != found.pk, "another may be named"


def test_whoever_leads_there_next_discharges(sponsoring: Sponsoring, cast: Cast) -> None:
    sponsoring.name()
    Post.objects.filter(user=cast.user("fang")).update(ends=localdate())
    after = hired("彭远", Function.TOWNSHIP_LEADER, CHENGGUAN)
    cast.users["after"] = after
    sponsoring.take("discharge", "after", reason="另定。")
    assert sponsoring.sponsorship.stage == "discharged"


# ---- What it does not change


def test_it_changes_nobody_s_part_in_the_case(cast: Cast) -> None:
    """Neither of the leader, who is not above a dispute for being named, nor of anybody else (truth 5)."""
    case = cast.moved_to("disputed", cast.report())

    def parts() -> dict[str, set[str]]:
        return {who: set(standing(cast.actor(who), cast.circle(case))) for who in EVERYBODY}

    before = parts()
    sponsoring = Sponsoring(cast, case)
    sponsoring.name("cheng")
    assert parts() == before
    with pytest.raises(NotYours):
        cast.take("redo", case, "cheng")
    sponsoring.look()
    assert parts() == before


def test_nobody_sees_a_case_for_it(cast: Cast) -> None:
    case = cast.report("邻居家的孩子夜里常哭，像是在挨打。", sensitive=True)
    before = see_case(cast, case)
    found = Sponsoring(cast, case).name()
    assert see_case(cast, case) == before
    assert seen_by(cast, found) == before - {"wang"}
    assert not seen_by(cast, found) & {"bai", "gao", "zhi", "tang", "he"}


def test_who_complains_or_brought_it_in_reads_nothing_of_it(cast: Cast) -> None:
    case = cast.report(by="zhi", reporters=["wang"])
    Post.objects.create(
        user=cast.user("wang"),
        unit=unit(CHENGGUAN),
        function=Function.TOWNSHIP_COORDINATOR,
        starts="2020-01-01",
    )
    found = Sponsoring(cast, case).name()
    assert "wang" in see_case(cast, case)
    assert not seen_by(cast, found) & {"wang", "zhi"}
    assert {"qin", "bai", "gao", "fang", "cheng", "shen", "lian", "jian"} <= seen_by(cast, found)


def test_the_four_things_are_questions_and_columns() -> None:
    columns = {field.name for field in SponsorLook._meta.concrete_fields}
    assert set(FOUR) <= columns
    assert set(FOUR) <= KIND.process.questions.keys()
