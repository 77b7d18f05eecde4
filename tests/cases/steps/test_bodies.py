"""What steps change: cases that nobody has saved, and no database, which these tests may not ask."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from tests.cases.steps.scene import (
    BAI,
    DAY,
    DISTRICT,
    HOUR,
    HOUSING,
    KIND,
    MONDAY,
    STRANGER,
    TOWNSHIP,
    VILLAGE,
    WATER,
    case,
    complainant,
    summons,
    taken,
    words,
)
from wolaiban.cases.models import Answer
from wolaiban.people.actor import CLOCK, Actor
from wolaiban.process.errors import BadAnswer, NotNow
from wolaiban.process.words import Role, Satisfaction, Solved, Stage, SummonsState, Tier


def test_there_is_no_database() -> None:
    with pytest.raises(RuntimeError, match="Database access not allowed"):
        connection.ensure_connection()


def test_what_is_accepted_is_worked_on_until_the_catalogue_says() -> None:
    rail = case(Stage.REPORTED)

    taken("accept", rail, category=KIND, tier=Tier.MAJOR, handler=BAI)

    assert (rail.stage, rail.tier, rail.category, rail.handler) == (Stage.WORKING, Tier.MAJOR, KIND, BAI)
    assert (rail.counted_from, rail.deadline) == (MONDAY + HOUR, MONDAY + HOUR + 2 * DAY)
    assert rail.turn == 1
    assert rail.wake_at == rail.counted_from + 2 * DAY * 0.8


def test_only_those_who_work_there_can_be_given_a_matter() -> None:
    rail = case(Stage.REPORTED)

    with pytest.raises(BadAnswer, match="路过的人现在不在东坟村任职"):
        taken("accept", rail, category=KIND, tier=Tier.MINOR, handler=STRANGER)


def test_the_unit_above_takes_what_is_raised() -> None:
    rail = case(handler=BAI)

    taken("raise", rail, as_petition=True)

    assert (rail.holder, rail.raiser, rail.handler) == (TOWNSHIP, VILLAGE, None)
    assert (rail.stage, rail.tier, rail.petition_at) == (Stage.RAISED, Tier.MAJOR, MONDAY + HOUR)


def test_a_whistle_leaves_a_new_row_for_each_department() -> None:
    rail, question = case(holder=TOWNSHIP), words("谁来修？")
    due = MONDAY + 10 * HOUR

    context = taken("whistle", rail, lead_department=WATER, assisting=[HOUSING], question=question, due=due)

    called = context.circle.summonses
    assert [(row.department, row.leads, row.report_due) for row in called] == [
        (WATER, True, due),
        (HOUSING, False, due),
    ]
    assert all(row.question is question for row in called)
    assert (rail.stage, rail.deadline, rail.tier) == (Stage.JOINT, due, Tier.HARD)


def test_a_department_that_objects_is_let_go_and_the_others_stay() -> None:
    rail = case(Stage.JOINT, holder=TOWNSHIP)
    objecting, other = summons(rail, 1, WATER, SummonsState.OBJECTED), summons(rail, 2, HOUSING)

    taken("release_summons", rail, called=[objecting, other], summons=objecting)

    assert (objecting.state, other.state) == (SummonsState.RELEASED, SummonsState.CALLED)


def test_everybody_is_told_before_the_matter_goes_on() -> None:
    rail = case(Stage.RESOLVED)
    one, two = complainant(rail, 1), complainant(rail, 2)
    told: dict[str, Any] = {"answer_channel": "phone", "message": words("好了。")}

    first = taken("answer", rail, there=[one, two], complainants=[two], **told)
    assert (rail.stage, two.answered_at) == (Stage.RESOLVED, MONDAY + HOUR)
    second = taken("answer", rail, there=[one, two], **told)

    assert (rail.stage, rail.answered_at) == (Stage.ANSWERED, MONDAY + HOUR)
    answers = [row for context in (first, second) for row in context.new if isinstance(row, Answer)]
    assert [answer.complainant for answer in answers] == [two, one]


def test_a_no_leads_into_the_review_and_redoing_asks_everybody_anew() -> None:
    rail = case(Stage.ANSWERED, handler=BAI)
    wang = complainant(rail, 1, answered_at=MONDAY)

    judged: dict[str, Any] = {"solved": Solved.NO, "satisfaction": Satisfaction.UNSATISFIED}
    taken("confirm", rail, there=[wang], by=Actor.with_receipt(1), role=Role.RESIDENT, **judged)
    assert (rail.stage, wang.solved, wang.judged_by) == (Stage.DISPUTED, Solved.NO, None)
    taken("redo", rail, there=[wang], role=Role.ABOVE)

    assert rail.stage == Stage.WORKING
    assert (wang.answered_at, wang.judged_at, wang.solved) == (None, None, None)


def test_nobody_rules_on_their_own_answer() -> None:
    with pytest.raises(NotNow, match="自己裁定"):
        taken("uphold", case(Stage.DISPUTED, handler=BAI), by=Actor(BAI, ()), role=Role.ABOVE)


def test_what_stood_still_does_not_count() -> None:
    rail = case()
    taken("pause", rail, pause_reason="season", until=MONDAY + 3 * DAY)
    assert rail.wake_at == MONDAY + 3 * DAY

    taken("resume", rail, by=CLOCK, role=Role.CLOCK, at=MONDAY + 3 * DAY)

    stood = timedelta(days=3) - HOUR
    assert (rail.deadline, rail.counted_from) == (MONDAY + 2 * DAY + stood, MONDAY + stood)
    assert rail.rung == 0


def test_each_thing_the_clock_does_is_a_rung_but_not_a_departments_silence() -> None:
    rail = case(Stage.JOINT, holder=TOWNSHIP)
    silent = summons(rail, 1, WATER)

    taken("flag", rail, called=[silent], by=CLOCK, role=Role.CLOCK, summons=silent, silence="report_in")
    assert (silent.report_flagged, rail.rung) == (True, 0)
    taken("urge", rail, called=[silent], by=CLOCK, role=Role.CLOCK)

    assert rail.rung == 1


def test_above_the_district_there_is_nobody() -> None:
    rail = case(holder=TOWNSHIP)

    taken("raise", rail)

    assert rail.holder == DISTRICT
