"""How often a step goes to the database: as often for many complainants and departments as for one."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cast import CIVIL, HOUSING, Cast, unit
from wolaiban.cases.actions.registering import Report, Reporter, register
from wolaiban.cases.models import Case
from wolaiban.workflow.performing import perform


@pytest.fixture
def crowd(cast: Cast) -> Case:
    """A matter of eight people."""
    people = [Reporter(name=f"王{n}", phone=f"1390000000{n}") for n in range(8)]
    report = Report(unit=cast.unit("110111001202"), words="楼前台阶没有扶手。", reporters=people)
    return register(report, by=cast.actor("qin"))


def cost(cast: Cast, step: str, case: Case, by: str, **given: Any) -> int:
    case.refresh_from_db()
    actor, answers = cast.actor(by), cast.usual(step, case, by) | given
    with CaptureQueriesContext(connection) as asked:
        perform(step, on=case, by=actor, answers=answers)
    return len([query for query in asked if "SAVEPOINT" not in query["sql"]])


def test_many_are_answered_in_one_round_trip(cast: Cast, crowd: Case) -> None:
    """Lock, complainants, summonses, keys, writing."""
    cast.moved_to("resolved", crowd)

    assert cost(cast, "answer", crowd, "qin") == 5
    assert crowd.complainants.exclude(answered_at=None).count() == crowd.replies.count() == 8


def test_many_departments_are_called_and_let_go_in_one_round_trip(cast: Cast, crowd: Case) -> None:
    for step, by in (("accept", "qin"), ("raise", "qin"), ("take_up", "fang")):
        cast.take(step, crowd, by)

    assert cost(cast, "whistle", crowd, "fang", assisting=[unit(HOUSING), unit(CIVIL)]) == 5
    assert cost(cast, "call_off", crowd, "fang") == 5
    assert set(crowd.summonses.values_list("state", flat=True)) == {"called_off"}


def test_many_are_joined_and_parted_in_one_round_trip(cast: Cast, crowd: Case) -> None:
    alone = cast.report(reporters=["li"])
    few = cast.report(reporters=["wang"])

    of_many = cost(cast, "merge", crowd, "qin", into=alone)
    cast.take("unmerge", crowd, "qin")
    of_few = cost(cast, "merge", few, "qin", into=alone)

    assert of_many == of_few
    assert alone.complainants.count() == 2
