"""Duty in figures: days with somebody, reception days held, who was heard; by door and by township, for those above."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from tests.cast import CHENGGUAN, DONGFEN, HAIYI, XILU, Cast, unit
from tests.duty.book import write
from tests.duty.conftest import OCTOBER, Door, hired
from wolaiban.duty.queries.figures import DutyFigures, by_door, by_township, watched_townships, whole_of
from wolaiban.people.actions.absences import be_away
from wolaiban.process.calendar import BEIJING
from wolaiban.process.words import Function
from wolaiban.workflow.performing import perform

NINTH = date(2026, 10, 9)  # reception days until then: 10-08, for the 7th, which is a holiday


@pytest.fixture
def october(door: Door, cast: Cast, clock: time_machine.Traveller) -> Door:
    """Posted, with a day of somebody who counts for no committee, and a gap to come."""
    women = hired("苏振田", Function.WOMEN)
    door.posted()
    for day in (3, 13):
        door.take("change", "qin", shift=door.shift(day), person=women, reason="去开会。")
    clock.move_to(datetime(2026, 10, 9, 9, tzinfo=BEIJING))
    return door


def of(lines: list[DutyFigures], code: str) -> DutyFigures:
    return next(line for line in lines if line.place == unit(code))


def test_a_month_at_one_door(october: Door, cast: Cast) -> None:
    write(cast, heads=3)
    struck = write(cast)
    perform("strike", on=struck, by=cast.actor("qin"), answers={"reason": "记了两次。"})
    write(cast, by="gao", code=CHENGGUAN)
    lines = by_door(unit(CHENGGUAN), OCTOBER, NINTH)
    here = of(lines, DONGFEN)
    assert (here.days, here.covered, here.covered_share) == (8, 7, 87)
    assert (here.due, here.held, here.held_share) == (1, 1, 100)
    assert (here.receptions, here.heads, here.gaps) == (1, 3, 1)
    own = of(lines, CHENGGUAN)
    assert (own.days, own.due, own.receptions) == (0, 0, 1), "a township has no secretary's day"
    codes = [line.place.code for line in lines if line.place]
    assert codes == sorted(codes)
    [whole] = by_township([unit(CHENGGUAN)], OCTOBER, NINTH)
    assert whole.doors == len(lines)
    assert replace(whole, place=None) == whole_of(lines)


def test_who_was_away_did_not_receive(october: Door, cast: Cast, clock: time_machine.Traveller) -> None:
    clock.move_to(datetime(2026, 10, 1, 9, tzinfo=BEIJING))
    qin = cast.user("qin")
    be_away(qin, starts=date(2026, 10, 8), ends=date(2026, 10, 9), by=cast.actor("qin"))
    assert of(by_door(unit(CHENGGUAN), OCTOBER, NINTH), DONGFEN).held == 0


def test_a_studio_that_posted_nothing_was_due_all_the_same(october: Door, cast: Cast) -> None:
    line = of(by_door(unit(XILU), OCTOBER, NINTH), HAIYI)
    assert (line.days, line.due, line.held, line.held_share) == (0, 1, 0, 0)


def test_a_month_that_was_put_away_still_counts(october: Door, clock: time_machine.Traveller) -> None:
    clock.move_to(datetime(2026, 11, 2, 9, tzinfo=BEIJING))
    type(october.roster).objects.filter(pk=october.roster.pk).update(stage="over")
    here = of(by_door(unit(CHENGGUAN), OCTOBER, date(2026, 11, 2)), DONGFEN)
    assert (here.days, here.covered, here.due, here.held) == (31, 29, 4, 4)
    assert here.gaps == 0


def test_on_the_first_day_nothing_is_over(october: Door, clock: time_machine.Traveller) -> None:
    here = of(by_door(unit(CHENGGUAN), OCTOBER, date(2026, 10, 1)), DONGFEN)
    assert (here.days, here.due, here.covered_share, here.held_share) == (0, 0, None, None)


def test_each_looks_over_their_own(cast: Cast) -> None:
    for who in ("qin", "he", "zhi", "guan"):
        assert watched_townships(cast.actor(who)) is None, who
    for who, code in (("gao", CHENGGUAN), ("cheng", CHENGGUAN), ("tang", XILU)):
        assert list(watched_townships(cast.actor(who)) or []) == [unit(code)]
    for who in ("shen", "lian", "jian"):
        assert len(watched_townships(cast.actor(who)) or []) == 28


def page(cast: Cast, who: str, query: str = "", status: int = 200) -> str:
    client = Client()
    client.force_login(cast.user(who))
    answer = client.get(f"/rosters/figures/{query}")
    assert answer.status_code == status
    return answer.content.decode()


def test_the_district_opens_a_township(october: Door, cast: Cast) -> None:
    shown = page(cast, "lian")
    assert "到昨天 8 天里 7 天有人（87／100）" in shown
    assert f'href="?of={CHENGGUAN}&amp;month=2026-10"' in shown
    opened = page(cast, "lian", f"?of={CHENGGUAN}&month=2026-10")
    assert '东坟村</th><td class="num">7／8</td><td class="num">1／1</td>' in opened
    assert body_of(opened) == body_of(page(cast, "gao"))
    page(cast, "gao", f"?of={XILU}", 404)
    page(cast, "gao", "?of=x", 404)
    page(cast, "qin", "", 404)
    for month in ("x", "2026-13", "2999-01"):
        assert "2026年10月值班情况" in page(cast, "gao", f"?month={month}")


def body_of(shown: str) -> str:
    return shown.split("<tbody>")[1].split("</tbody>", maxsplit=1)[0]


def test_many_doors_cost_no_more(
    october: Door, cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    chengguan, townships = unit(CHENGGUAN), list(watched_townships(cast.actor("lian")) or [])
    with CaptureQueriesContext(connection) as one:
        by_township([chengguan], OCTOBER, NINTH)
    with django_assert_num_queries(len(one)):
        assert len(by_township(townships, OCTOBER, NINTH)) == 28
