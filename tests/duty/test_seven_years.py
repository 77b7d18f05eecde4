"""Seven years of one door, drawn up month by month from the calendars there are: whoever answers is there, every time."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, time, timedelta
from random import Random

from wolaiban.duty.answering import (
    AnsweredBy,
    DutyFacts,
    DutyHours,
    HeldPost,
    PostedShift,
    PublishedLine,
    TimeAway,
    who_answers,
)
from wolaiban.duty.drawing import RotationRule, drawn_up
from wolaiban.duty.months import Month
from wolaiban.duty.receptions import ReceptionRule
from wolaiban.duty.words import HolidayDuty
from wolaiban.process.calendar import BEIJING
from wolaiban.process.words import Function

DOOR, YEARS = 1, range(2021, 2028)
HOURS = DutyHours(time(8), time(17, 30))
LOOKED_AT = (time(3), time(8), time(12), time(17, 30), time(23, 59))


def people(luck: Random) -> list[HeldPost]:
    """A leader throughout; members who come and go."""
    first, last = date(YEARS[0], 1, 1), date(YEARS[-1], 12, 31)
    posts = [HeldPost(1, "秦怀信", DOOR, Function.STUDIO_LEADER, first)]
    for person in range(2, 9):
        starts = first + timedelta(days=luck.randrange(1200))
        ends = starts + timedelta(days=luck.randrange(200, 1500))
        posts.append(HeldPost(person, "白玉兰", DOOR, Function.COMMITTEE_MEMBER, starts, min(ends, last)))
    return posts


def absences(luck: Random) -> list[TimeAway]:
    found = []
    for _ in range(300):
        first = date(YEARS[0], 1, 1) + timedelta(days=luck.randrange(365 * len(YEARS)))
        deputy = luck.choice([None, *range(1, 9)])
        found.append(TimeAway(luck.randrange(1, 9), first, first + timedelta(days=luck.randrange(8)), deputy))
    return found


def test_whoever_answers_is_in_office_and_there() -> None:
    luck = Random(20210101)
    posts, away = people(luck), absences(luck)
    rule = RotationRule(date(YEARS[0], 1, 1), HolidayDuty.OWN_ORDER, tuple(range(1, 9)), (1, 2, 3, 4), (1,))

    def in_office(person: int, day: date) -> bool:
        return any(post.person == person and post.is_held(day) for post in posts)

    shifts: dict[date, list[PostedShift]] = {}
    for month in (Month(date(year, number, 1)) for year in YEARS for number in range(1, 13)):
        for one in drawn_up(rule, month, receives=ReceptionRule(2, puts_off=True), in_office=in_office):
            if one.person is not None:
                shifts.setdefault(one.day, []).append(PostedShift(DOOR, one.part, one.day, one.person))

    counted: Counter[AnsweredBy] = Counter()
    for day in (
        day for year in YEARS for number in range(1, 13) for day in Month(date(year, number, 1)).days()
    ):
        near = [day + timedelta(days=n) for n in (-1, 0, 1)]
        known = DutyFacts(
            HOURS,
            PublishedLine(DOOR, "东坟村", "010-80000001"),
            posts=tuple(posts),
            shifts=tuple(shift for one in near for shift in shifts.get(one, ())),
            away=tuple(one for one in away if one.first <= near[-1] and one.last >= near[0]),
        )
        for clock in LOOKED_AT:
            answer = who_answers(known, datetime.combine(day, clock, tzinfo=BEIJING))
            counted[answer.by] += 1
            if answer.person is not None:
                assert in_office(answer.person, day)
                assert not any(one.person == answer.person and one.first <= day <= one.last for one in away)
    assert counted[AnsweredBy.SHIFT] > counted.total() * 0.8
    assert counted[AnsweredBy.DEPUTY]
    assert counted[AnsweredBy.LEADER]
