"""A talk on a reception day: booked and moved on a phone, in big type as well; arrived, and served by word at the desk."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.utils.timezone import localdate

from tests.cast import DONGFEN, Cast
from tests.duty.visits import PHONE, published
from tests.journeys.conftest import Arrive
from wolaiban.cases.models import Case
from wolaiban.duty.booked import Booking, ReceptionDay
from wolaiban.duty.models import Reception
from wolaiban.process.calendar import is_working_day
from wolaiban.residents.models import Resident

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def two_days(cast: Cast) -> list[ReceptionDay]:
    found, day = list[ReceptionDay](), localdate() + timedelta(days=1)
    while len(found) < 2:
        if is_working_day(day):
            found.append(published(cast, day=day, half="morning"))
        day += timedelta(days=1)
    return found


def test_booked_moved_arrived_and_served_by_word(arrive: Arrive, cast: Cast) -> None:
    first, second = two_days(cast)
    known = Resident.objects.count()
    wang = arrive("wang", signed_in=False, phone=True)
    wang.page.goto(f"{wang.page.url.rstrip('/')}/s/{DONGFEN}/")
    wang.look()
    wang.sees("约个时间当面谈", first.when_words)
    wang.press_what_begins_with("预约")
    wang.fill("电话", PHONE)
    wang.send("约好")
    wang.sees(f"约好了：{first.when_words}", "预约码")
    code = re.search(r"(?:\d{4} ){6}\d{4}", wang.page.inner_text("main"))
    assert code

    desk = arrive("wang_at_a_desk", signed_in=False)
    desk.page.goto(f"{desk.page.url.rstrip('/')}/booked/")
    desk.look()
    desk.fill("预约码", code[0])
    desk.fill("电话后四位", PHONE[-4:])
    desk.send("查看")
    desk.press("改期")
    desk.tick(second.label, under="约哪天")
    desk.send("改到这天")
    desk.sees("已改期。", second.when_words)
    booking = Booking.objects.get()
    assert (booking.stage, booking.reception_day_id) == ("moved", second.pk)
    ReceptionDay.objects.filter(pk=second.pk).update(day=localdate())

    bai = arrive("bai", phone=True)
    bai.page.goto(f"{bai.page.url.split('/inbox/')[0]}/bookings/ahead/")
    bai.look()
    bai.press_what_begins_with("第 1 位")
    bai.press("到了")
    bai.send("到了")
    bai.sees("已记下到了。")
    bai.press("记接访")
    bai.tick("农村农业", under="什么事")
    bai.fill("一句话", "问翻建要哪些手续，讲清楚了。")
    bai.send("记下")
    bai.sees("已记下。", "当场答复")
    booking.refresh_from_db()
    assert (booking.stage, booking.reception) == ("done", Reception.objects.get())
    assert not Case.objects.exists()
    assert Resident.objects.count() == known + 1
