"""Who is away is not on duty: passed over, not put, a gap at once, and their deputy answers for them."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
import time_machine

from tests.cast import Cast
from tests.duty.conftest import Door
from wolaiban.duty.clock import unwoken
from wolaiban.duty.models import Shift, ToldGap
from wolaiban.duty.queries.now import duty_now
from wolaiban.people.models import Absence, Deputy, Post
from wolaiban.process.calendar import BEIJING
from wolaiban.process.errors import BadAnswer
from wolaiban.workflow.clock import sweep


def away(cast: Cast, name: str, first: date, last: date) -> Absence:
    return Absence.objects.create(user=cast.user(name), starts=first, ends=last + timedelta(days=1))


def noon(shift: Shift) -> datetime:
    return datetime.combine(shift.day, datetime.min.time(), tzinfo=BEIJING) + timedelta(hours=12)


def test_who_is_away_is_passed_over_and_cannot_be_put(door: Door, cast: Cast) -> None:
    away(cast, "bai", date(2026, 10, 5), date(2026, 10, 9))
    door.draw_up()
    assert {shift.day.day for shift in door.of("bai")}.isdisjoint(range(5, 10))
    with pytest.raises(BadAnswer, match="不在岗"):
        door.take("put", "qin", shift=door.shift(6), person=cast.user("bai"))


def test_an_absence_opens_a_gap_and_the_deputy_answers(
    door: Door, cast: Cast, clock: time_machine.Traveller
) -> None:
    door.posted()
    shift = door.of("bai")[3]
    clock.move_to(noon(shift))
    absence = away(cast, "bai", shift.day, shift.day)
    assert shift in door.parts.lacking
    assert [number for _, number in unwoken(noon(shift))] == [door.roster.number]
    assert not sweep(noon(shift)).failed
    assert ToldGap.objects.get(shift=shift).told == 3
    assert duty_now(door.unit).answer.label == "负责人 秦书记"
    posts = {name: Post.objects.get(user=cast.user(name)) for name in ("bai", "qin")}
    Deputy.objects.create(
        absence=absence, post=posts["bai"], own_post=posts["qin"], starts=absence.starts, ends=absence.ends
    )
    assert duty_now(door.unit).answer.label == "代班 秦书记"
