"""Seven years of one door, month by month from the calendars there are and one that was made up: whoever answers is there.

Rosters are drawn up, changed by swaps, now and then not posted at all; people are away, leave, and have their accounts closed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from random import Random

import pytest

from wolaiban.catalogue.actions.calendar_loading import read
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
from wolaiban.duty.drawing import PlannedShift, RotationRule, drawn_up
from wolaiban.duty.months import Month
from wolaiban.duty.receptions import ReceptionRule, usual_days
from wolaiban.duty.words import DutyPart, HolidayDuty
from wolaiban.process.calendar import BEIJING, Calendar, in_force, use
from wolaiban.process.holidays import by_law
from wolaiban.process.words import Function

DOOR, TOWNSHIP, YEARS = 1, 2, range(2021, 2028)
FIRST, LAST = date(YEARS[0], 1, 1), date(YEARS[-1], 12, 31)
MONTHS = [Month(date(year, number, 1)) for year in YEARS for number in range(1, 13)]
HOURS = DutyHours(time(8), time(17, 30))
WEDNESDAYS = ReceptionRule(2, puts_off=True)
LOOKED_AT = (time(3), time(8), time(12), time(17, 30), time(23, 59))
RULE = RotationRule(FIRST, HolidayDuty.OWN_ORDER, tuple(range(1, 10)), (1, 2, 3, 4), (1,))
CLOSED = 9  # has a post throughout, and an account that was closed


@pytest.fixture(autouse=True)
def _year_that_is_not_published_yet(tmp_path: Path) -> Iterator[None]:
    """2027 from a file, as an operator loads it: the days of the law, and a spring festival made up."""
    law = [f"{day},holiday,{name}" for day, name in by_law(2027).items()]
    made_up = [
        "2027-02-09,holiday,春节",
        "2027-02-10,holiday,春节",
        "2027-02-20,working",
        "2027-10-06,holiday,国庆节",
    ]
    file = tmp_path / "2027.csv"
    file.write_text("\n".join(["日期,安排,名称", *law, *made_up]), encoding="utf-8")
    days = read(file.read_bytes())
    use(Calendar(1, {2027: {day: works for day, (works, _) in days.items()}}))
    yield
    use(Calendar())


def people(luck: Random) -> list[HeldPost]:
    """A leader throughout; members who come and go; one whose account is closed; somebody at the township."""
    posts = [HeldPost(1, "秦怀信", DOOR, Function.STUDIO_LEADER, FIRST)]
    for person in range(2, CLOSED):
        starts = FIRST + timedelta(days=luck.randrange(1200))
        ends = min(starts + timedelta(days=luck.randrange(200, 1500)), LAST)
        posts.append(HeldPost(person, "白玉兰", DOOR, Function.COMMITTEE_MEMBER, starts, ends))
    posts.append(HeldPost(CLOSED, "丁停", DOOR, Function.COMMITTEE_MEMBER, FIRST, active=False))
    posts.append(HeldPost(20, "高远", TOWNSHIP, Function.TOWNSHIP_COORDINATOR, FIRST))
    return posts


def absences(luck: Random) -> list[TimeAway]:
    found = []
    for _ in range(300):
        first = FIRST + timedelta(days=luck.randrange(365 * len(YEARS)))
        deputy = luck.choice([None, *range(1, CLOSED + 1)])
        last = first + timedelta(days=luck.randrange(8))
        found.append(TimeAway(luck.randrange(1, CLOSED + 1), first, last, deputy))
    return found


def drawn(month: Month, posts: list[HeldPost]) -> list[PlannedShift]:
    """As the rotation has it: whoever holds a post is drawn, also one whose account is closed later."""

    def in_office(person: int, day: date) -> bool:
        return any(
            post.person == person and post.starts <= day and (post.ends is None or day < post.ends)
            for post in posts
        )

    return drawn_up(RULE, month, receives=WEDNESDAYS, in_office=in_office)


def swapped(shifts: list[PlannedShift], luck: Random) -> list[PostedShift]:
    """Posted, with a few shifts of a part exchanged."""
    kept = [PostedShift(DOOR, one.part, one.day, one.person) for one in shifts if one.person is not None]
    for _ in range(4):
        part = luck.choice([DutyPart.DAY, DutyPart.NIGHT])
        places = [n for n, one in enumerate(kept) if one.part is part]
        if len(places) > 1:
            a, b = luck.sample(places, 2)
            one, other = kept[a], kept[b]
            kept[a] = PostedShift(DOOR, part, one.day, other.person)
            kept[b] = PostedShift(DOOR, part, other.day, one.person)
    return kept


def test_whoever_answers_is_in_office_there_and_posted() -> None:
    luck = Random(20210101)
    posts, away = people(luck), absences(luck)
    unposted = set(luck.sample(MONTHS, 6))
    shifts: dict[date, list[PostedShift]] = {}
    for month in MONTHS:
        of_month = swapped(drawn(month, posts), luck)
        for one in of_month if month not in unposted else ():
            shifts.setdefault(one.day, []).append(one)

    counted: Counter[AnsweredBy] = Counter()
    for day in (day for month in MONTHS for day in month.days()):
        near = [day + timedelta(days=n) for n in (-1, 0, 1)]
        known = DutyFacts(
            HOURS,
            PublishedLine(DOOR, "东坟村", "010-80000001"),
            PublishedLine(TOWNSHIP, "城关街道", "010-80000002"),
            posts=tuple(posts),
            shifts=tuple(shift for one in near for shift in shifts.get(one, ())),
            away=tuple(one for one in away if one.first <= near[-1] and one.last >= near[0]),
        )
        for clock in LOOKED_AT:
            answer = who_answers(known, datetime.combine(day, clock, tzinfo=BEIJING))
            counted[answer.by] += 1
            assert answer.label
            assert answer.phone
            if answer.person is not None:
                assert answer.person != CLOSED
                assert any(post.person == answer.person and post.is_held(day) for post in posts)
                assert not any(one.person == answer.person and one.first <= day <= one.last for one in away)
            if answer.by is AnsweredBy.SHIFT:
                part, of_day, _ = HOURS.part_at(datetime.combine(day, clock, tzinfo=BEIJING))
                assert PostedShift(DOOR, part, of_day, answer.person or 0) in shifts[of_day]
    assert counted[AnsweredBy.SHIFT] > counted.total() * 0.7
    assert all(counted[by] for by in (AnsweredBy.DEPUTY, AnsweredBy.LEADER, AnsweredBy.TOWNSHIP_LINE))


def test_every_working_wednesday_has_its_reception_and_no_day_off_has_one() -> None:
    """Of seven calendars, the made-up one among them: 2027-02-10 and 2027-10-06 are days off by it."""
    works, posts = in_force().works, people(Random(1))
    held = [one for month in MONTHS for one in drawn(month, posts) if one.part is DutyPart.SECRETARY]
    days = {one.day for one in held}
    assert len(held) == len(days)
    assert all(works(day) for day in days)
    assert {day for day in usual_days(WEDNESDAYS, FIRST, LAST) if works(day)} <= days
    assert {date(2027, 2, 11), date(2027, 10, 7)} <= days
    assert {one.person for one in held} == {1}
