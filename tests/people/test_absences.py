"""Being away, and acting for somebody who is: exactly while it lasts, never passed on, always said."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.utils.timezone import localdate
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from tests.cast import CHENGGUAN, DONGFEN, Cast, unit
from tests.matrix.world import undone
from wolaiban.cases.history.case_view import CaseReader
from wolaiban.cases.models import Case, Event
from wolaiban.cases.queries.inbox import inbox_of
from wolaiban.cases.roles import Circle, standing
from wolaiban.ledger.findings import Fault
from wolaiban.ledger.verifying import Verification
from wolaiban.notices import deputies
from wolaiban.notices.models import Message
from wolaiban.notices.recipients import in_charge
from wolaiban.notices.staffing import Staffing
from wolaiban.people.actions.absences import be_away, be_back, end_deputies, name_deputy
from wolaiban.people.actions.accounts import deactivate
from wolaiban.people.actions.posts import appoint, end_post
from wolaiban.people.actor import Actor
from wolaiban.people.models import Absence, Deputy, Post, User
from wolaiban.process.calendar import BEIJING
from wolaiban.process.errors import BadAnswer, NotAllowed, NotNow, NotYours
from wolaiban.process.words import Function, Role
from wolaiban.workflow.performing import perform

NOON = datetime(2026, 3, 10, 12, tzinfo=BEIJING)


def days(count: int) -> date:
    return localdate() + timedelta(days=count)


def away(cast: Cast, who: str = "qin", deputy: str | None = "bai", **more: object) -> Absence:
    span = {"starts": days(0), "ends": days(7), "by": cast.actor(who), **more}
    return be_away(cast.user(who), deputy=cast.user(deputy) if deputy else None, **span)  # type: ignore[arg-type]


def acts_for(cast: Cast, who: str) -> set[str]:
    return set(User.objects.filter(pk__in=cast.actor(who).principals).values_list("username", flat=True))


def test_a_deputy_acts_in_the_posts_of_who_is_away_and_in_their_own(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    away(cast)

    bai = cast.user("bai")
    with django_assert_num_queries(1):
        actor = Actor.of(bai)
        assert [post.user_id for post in actor.posts] == [bai.pk, cast.user("qin").pk]
        assert actor.holds(Function.STUDIO_LEADER)
    assert actor.own_posts == actor.posts[:1]
    assert actor.selves == {bai.pk, cast.user("qin").pk}


def test_it_lasts_exactly_as_long_as_the_absence(cast: Cast) -> None:
    with time_machine.travel(NOON, tick=False):
        away(cast, starts=days(1), ends=days(4))
    held = {}
    for day in range(6):
        with time_machine.travel(NOON + timedelta(days=day), tick=False):
            held[day] = acts_for(cast, "bai")
    assert held == {0: set(), 1: {"qin"}, 2: {"qin"}, 3: {"qin"}, 4: set(), 5: set()}


def test_who_comes_back_early_ends_it_with_the_next_request(cast: Cast) -> None:
    absence = away(cast)
    be_back(absence, by=cast.actor("qin"))

    assert not acts_for(cast, "bai")
    with pytest.raises(NotNow, match="已经结束"):
        be_back(absence, by=cast.actor("qin"))


@pytest.mark.parametrize("whose", ["qin", "bai"])
def test_the_end_of_either_post_ends_it(cast: Cast, whose: str) -> None:
    away(cast)
    end_post(Post.objects.get(user=cast.user(whose)), by=cast.actor("guan"))
    assert not acts_for(cast, "bai")


@pytest.mark.parametrize("whose", ["qin", "bai"])
def test_so_does_the_closing_of_either_account(cast: Cast, whose: str) -> None:
    away(cast)
    deactivate(cast.user(whose), by=cast.actor("guan"))
    assert not Actor.of(User.objects.get(username="bai")).principals


def test_a_deputy_passes_nothing_on(cast: Cast) -> None:
    """fang stands in for qin, and gao for fang: gao acts for fang alone."""
    away(cast, "qin", "fang")
    with time_machine.travel(datetime.now(BEIJING) + timedelta(days=1)):
        away(cast, "fang", "gao")
        assert acts_for(cast, "gao") == {"fang"}
        assert {post.function_word for post in cast.actor("gao").posts} == {
            Function.TOWNSHIP_COORDINATOR,
            Function.TOWNSHIP_LEADER,
        }


def test_at_most_sixty_days_and_then_it_is_asked_anew(cast: Cast) -> None:
    absence = away(cast, ends=days(100))
    assert {deputy.ends for deputy in absence.deputies.all()} == {days(60)}


def test_only_somebody_of_the_same_unit_or_the_one_above(cast: Cast) -> None:
    with pytest.raises(BadAnswer) as raised:
        away(cast, deputy="zhou")
    assert "本单位或上一级单位" in raised.value.fields["deputy"]
    assert not Absence.objects.exists()  # nothing half done

    absence = away(cast, deputy="gao")
    assert {deputy.own_post.unit.code for deputy in absence.deputies.all()} == {CHENGGUAN}


def test_a_volunteer_stands_in_for_nobody(cast: Cast) -> None:
    with pytest.raises(BadAnswer):
        away(cast, deputy="zhi")


def test_who_is_away_themselves_is_refused_also_where_it_would_turn_in_a_circle(cast: Cast) -> None:
    away(cast, "bai", "qin", starts=days(2), ends=days(5))
    with pytest.raises(BadAnswer) as raised:
        away(cast, "qin", "bai")
    assert "也不在岗，而且请的就是秦怀信代理" in raised.value.fields["deputy"]


@pytest.mark.parametrize(
    ("span", "field", "why"),
    [
        ((-1, 3), "starts", "过去的日子"),
        ((3, 3), "ends", "要晚于"),
        ((0, 400), "ends", "一年"),
        ((2, 9), "starts", "已经记过"),
    ],
)
def test_days_that_cannot_be_are_refused_in_words(
    cast: Cast, span: tuple[int, int], field: str, why: str
) -> None:
    away(cast, starts=days(5), ends=days(6), deputy=None)
    with pytest.raises(BadAnswer) as raised:
        away(cast, starts=days(span[0]), ends=days(span[1]))
    assert why in raised.value.fields[field]


def test_a_lead_says_it_for_who_lies_in_hospital_and_nobody_else_does(cast: Cast) -> None:
    away(cast, "bai", "qin", by=cast.actor("qin"))
    away(cast, "qin", None, by=cast.actor("fang"), starts=days(20), ends=days(22))
    for who in ("bai", "zhou", "gao", "wang", "guan"):
        with pytest.raises(NotAllowed):
            away(cast, "qin", None, by=cast.actor(who), starts=days(30), ends=days(31))


def test_a_deputy_of_a_lead_arranges_for_nobody(cast: Cast) -> None:
    away(cast, "qin", "fang")
    away(cast, "fang", "gao", starts=days(10), ends=days(12))
    with time_machine.travel(datetime.now(BEIJING) + timedelta(days=10)), pytest.raises(NotAllowed):
        away(cast, "bai", None, by=cast.actor("gao"))


def test_who_keeps_accounts_is_not_stood_in_for(cast: Cast) -> None:
    with pytest.raises(NotNow, match="没有需要代理的岗位"):
        away(cast, "guan", None)
    away(cast, "lian", "shen")
    assert cast.actor("shen").holds(Function.DISTRICT_DIRECTOR)
    with pytest.raises(NotAllowed):
        appoint(cast.user("he"), unit=unit(DONGFEN), function=Function.SECURITY, by=cast.actor("shen"))


def test_another_deputy_takes_the_place_of_the_first(cast: Cast) -> None:
    absence = away(cast)
    name_deputy(absence, cast.user("gao"), by=cast.actor("qin"))
    assert not acts_for(cast, "bai")
    assert acts_for(cast, "gao") == {"qin"}

    end_deputies(absence, by=cast.actor("qin"))
    assert not acts_for(cast, "gao")


# ---- What a deputy does


@pytest.fixture
def working(cast: Cast) -> Case:
    """qin handles it herself."""
    return cast.moved_to("working", cast.report())


def test_a_deputy_resolves_and_the_history_names_both(cast: Cast, working: Case) -> None:
    with pytest.raises(NotYours):
        cast.take("resolve", working, "bai")
    away(cast)

    event = cast.take("resolve", working, "bai")

    assert event.told["actor"] == cast.user("bai").pk
    assert event.told["for"] == cast.user("qin").pk
    assert working.handler == cast.user("qin")
    told = CaseReader(working, cast.actor("qin")).story
    assert told[0].who == "白玉兰（代秦怀信）"
    assert told[0].post == "东坟村工作室负责人"
    assert not list(Verification().findings())


def test_what_the_deputy_may_do_anyway_she_does_in_her_own_name(cast: Cast) -> None:
    case = cast.report()
    away(cast)
    event = cast.take("accept", case, "bai")
    assert "for" not in event.told


def test_her_tasks_are_those_of_both(cast: Cast, working: Case) -> None:
    def mine(who: str) -> list[str]:
        groups = [group for group in inbox_of(cast.actor(who)).groups if group.task.key == "mine"]
        return [line.case.number for group in groups for line in group.lines]

    assert mine("bai") == []
    away(cast)
    assert mine("bai") == mine("qin") == [working.number]


def test_she_may_not_grant_what_either_asked_for(cast: Cast) -> None:
    """fang leads the township and stands in for qin there as well as here."""
    case = cast.moved_to("raised", cast.report())
    cast.take("take_up", case, "gao", handler=cast.user("gao"))
    cast.take("extend", case, "gao")
    away(cast, "fang", "gao")
    with pytest.raises(NotNow, match="自己提出"):
        perform("grant", on=case, by=cast.actor("gao"))
    perform("grant", on=case, by=cast.actor("fang"))


def test_whoever_stands_in_for_the_handler_does_not_decide_the_dispute(cast: Cast) -> None:
    case = cast.moved_to("disputed", cast.report())
    away(cast, "qin", "gao")
    with pytest.raises(NotNow, match="您代理的人"):
        cast.take("uphold", case, "gao")
    cast.take("uphold", case, "fang")
    assert not list(Verification().findings())


def test_the_handler_and_whoever_stands_in_are_both_told(cast: Cast, working: Case) -> None:
    away(cast)
    told = in_charge(working.holder, working.handler_id, Staffing())
    assert [one.user.username for one in told if one.user] == ["qin", "bai"]


def test_a_deputy_takes_a_matter_on_for_who_is_away_and_not_for_themself(cast: Cast) -> None:
    """gao works for the township: in the village he acts for qin alone."""
    away(cast, "qin", "gao")
    case = cast.report()
    with pytest.raises(BadAnswer, match="高远现在不在东坟村任职"):
        cast.take("accept", case, "gao", handler=cast.user("gao"))
    cast.take("accept", case, "gao", handler=cast.user("qin"))
    assert case.handler == cast.user("qin")


def test_roles_come_from_the_post_of_who_is_away(cast: Cast, working: Case) -> None:
    away(cast)
    roles = standing(cast.actor("bai"), Circle.of(working))
    assert {role: post.user.username for role, post in roles.items() if post} == {
        Role.HANDLER: "qin",
        Role.AGENT: "bai",
        Role.LEAD: "qin",
    }


def test_a_forged_deputy_is_found(cast: Cast, working: Case) -> None:
    absence = away(cast)
    cast.take("resolve", working, "bai")
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE people_deputy DISABLE TRIGGER USER")
    Deputy.objects.filter(absence=absence).delete()

    faults = {finding.fault for finding in Verification().findings()}
    assert {Fault.NOT_DEPUTY, Fault.TRACED_GONE} <= faults


@pytest.mark.parametrize("table", ["people_absence", "people_deputy"])
def test_rows_are_shortened_and_nothing_else(cast: Cast, table: str) -> None:
    away(cast)
    for sql in (f"DELETE FROM {table}", f"UPDATE {table} SET starts = starts - 1"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)


def test_both_and_their_unit_are_told_when_it_begins_and_when_it_is_over(cast: Cast) -> None:
    def told(text: str) -> set[str]:
        found = Message.objects.filter(text=text).select_related("user")
        return {message.user.username for message in found if message.user}

    with time_machine.travel(NOON, tick=False):
        away(cast, "bai", "qin", by=cast.actor("qin"), starts=days(1), ends=days(3))
        assert deputies.tell() == 0
    with time_machine.travel(NOON + timedelta(days=1), tick=False):
        assert deputies.tell() == 2
        assert deputies.tell() == 0
        assert told("deputy_on") == {"qin", "bai"}
    with time_machine.travel(NOON + timedelta(days=3), tick=False):
        assert deputies.tell() == 2
        assert told("deputy_off") == {"qin", "bai"}


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_at_any_time_whoever_acts_for_somebody_does_so_while_they_are_away(
    cast: Cast, data: st.DataObject
) -> None:
    """Random absences and deputies of one township; on each day nobody acts for who is there, or by a post not theirs."""
    people = ("qin", "bai", "gao", "fang")
    span = st.integers(0, 40)
    with undone():
        for _ in range(data.draw(st.integers(1, 5))):
            who, deputy = data.draw(st.sampled_from(people)), data.draw(st.sampled_from(people))
            starts = data.draw(span)
            try:
                away(cast, who, deputy, starts=days(starts), ends=days(starts + data.draw(span)))
            except (BadAnswer, NotAllowed):
                continue
        for day in range(0, 80, 7):
            gone = set(Absence.objects.on(days(day)).values_list("user", flat=True))
            for who in people:
                actor = Actor.of(cast.user(who), on=days(day))
                assert actor.principals <= gone
                assert {post.user_id for post in actor.own_posts} == {cast.user(who).pk}


# ---- On the page


def test_on_the_page_one_says_it_and_asks_somebody(cast: Cast) -> None:
    browser = Client()
    browser.force_login(cast.user("qin"))
    page = browser.get(f"/absences/of/{cast.user('qin').pk}/").content.decode()
    assert "白玉兰（东坟村两委成员）" in page
    assert "周成" not in page

    sent = {"starts": days(0), "ends": days(3), "deputy": cast.user("bai").pk}
    answer = browser.post(f"/absences/of/{cast.user('qin').pk}/", sent, follow=True)
    assert "白玉兰代理 东坟村工作室负责人" in answer.content.decode()

    hers = Client()
    hers.force_login(cast.user("bai"))
    assert "您正在代理：东坟村工作室负责人" in hers.get("/absences/").content.decode()
    assert Event.objects.count() == 0
