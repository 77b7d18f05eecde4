"""A month across 国庆, at a desk and on a phone: drawn up, posted, swapped at ten to eight, covered by the township."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from urllib.parse import urljoin

import pytest
import time_machine

from tests.cast import DONGFEN, Cast
from tests.duty.conftest import Door, hired
from tests.journeys.conftest import Arrive, Visitor
from wolaiban.duty.models import Roster, Shift
from wolaiban.duty.words import HolidayDuty
from wolaiban.people.models import User
from wolaiban.process.calendar import BEIJING
from wolaiban.process.words import Function

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
SEPTEMBER = datetime(2026, 9, 21, 10, tzinfo=BEIJING)
TEN_TO_EIGHT = time(7, 50)


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(SEPTEMBER) as coordinates:
        yield coordinates


def first_day_of(person: User, after: date) -> Shift:
    shifts = Shift.objects.filter(person=person, part="day", day__gt=after)
    return shifts.order_by("day")[0]


def at_the_roster(visitor: Visitor) -> Visitor:
    visitor.page.goto(urljoin(visitor.page.url, "/rosters/"))
    visitor.open("2026年10月值班表")
    return visitor


def on_the_page(visitor: Visitor, shift: Shift) -> None:
    """Press on a shift in the grid of the month."""
    visitor._touch(visitor.page.locator(f"a[data-shift][href$='shift={shift.pk}']").first)
    visitor.look()


def test_a_month_across_the_holidays(arrive: Arrive, cast: Cast, clock: time_machine.Traveller) -> None:
    bai, qin = cast.user("bai"), cast.user("qin")
    women = hired("谷雨晴", Function.WOMEN)
    Door(cast).set_up(qin, bai, night=(qin, bai), on_holiday=HolidayDuty.PHONE_ONLY)
    lead = arrive("qin")
    lead.press("值班")
    lead.press("排班")
    lead.choose("哪个月", "2026年10月")
    lead.send("排班")
    lead.sees("国庆节", "上班", "电话")  # 1 October, the working Saturday of the 10th, on the telephone
    lead.press("公布")
    lead.send("公布")
    lead.sees("已公布，居民马上就能看到。")
    roster = Roster.objects.get()
    assert Shift.objects.filter(roster=roster, part="day", person=None).count() == 0
    reception = Shift.objects.filter(roster=roster, part="secretary", day__range=("2026-10-07", "2026-10-08"))
    assert [shift.day for shift in reception] == [date(2026, 10, 8)], "a holiday Wednesday is put off"

    ill = first_day_of(bai, date(2026, 10, 8))
    clock.move_to(datetime.combine(ill.day, TEN_TO_EIGHT, tzinfo=BEIJING))
    lead = arrive("qin", phone=True)
    on_the_page(at_the_roster(lead), ill)
    lead.fill("理由", "有事来不了。")
    lead.send("调班")
    lead.sees("已换人，居民的页面和电话跟着换了。")
    assert set(Shift.objects.filter(roster=roster, day=ill.day).values_list("person", flat=True)) == {qin.pk}

    clock.shift(timedelta(minutes=20))
    resident = arrive("nobody", signed_in=False, phone=True)
    resident.page.goto(urljoin(resident.page.url, f"/s/{DONGFEN}/"))
    resident.sees("值班 秦书记")

    empty = first_day_of(qin, ill.day + timedelta(days=1))
    lead = at_the_roster(arrive("qin"))
    on_the_page(lead, empty)
    lead.choose("派谁", str(women))
    lead.fill("理由", "书记去区里开会。")
    lead.send("调班")
    lead.sees("空班")

    above = arrive("gao")
    above.press("值班")
    above.press("各工作室")
    above.press("派人顶班")
    above.choose("派谁去", "方正")
    above.send("顶班")
    above.sees("已派人顶班。", "镇街顶班")
    empty.refresh_from_db()
    assert (empty.person, empty.origin) == (cast.user("fang"), "cover")
