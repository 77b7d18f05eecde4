"""Booking on the residents' pages: the slip, moving, cancelling, what is full or gone, and how often one may be wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
import time_machine
from django.test import Client

from tests.cast import CHENGGUAN, DAGAOSHE, DONGFEN, Cast
from tests.duty.visits import PHONE, book, published
from wolaiban.duty.booked import Booking
from wolaiban.duty.slips import code_of
from wolaiban.process.calendar import BEIJING
from wolaiban.workflow.performing import perform

pytestmark = pytest.mark.django_db
BOOK = f"/book/{DONGFEN}/"


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(datetime(2026, 9, 21, 10, tzinfo=BEIJING), tick=False) as coordinates:
        yield coordinates


def words(answer: Any, status: int = 200) -> str:
    text = str(answer.content.decode())
    assert answer.status_code == status, text[:600]
    return text


def sent(day: Any, **given: str) -> dict[str, str]:
    return {"day": day.number, "phone": PHONE, "key": "k" * 32, **given}


def test_the_page_behind_the_door_offers_the_days(cast: Cast, client: Client) -> None:
    day = published(cast, topics="翻建")
    led = published(cast, "gao", code=CHENGGUAN, way="leader", leader=cast.user("cheng"), half="afternoon")
    shown = words(client.get(f"/s/{DONGFEN}/"))
    assert f"{BOOK}?day={day.number}" in shown
    assert "主要谈翻建" in shown
    assert f"/book/{CHENGGUAN}/?day={led.number}" in shown
    assert "程领导接待" in shown
    assert "程立" not in shown
    assert "还没有开放预约" in words(client.get(f"/s/{DAGAOSHE}/"))


def test_two_answers_are_a_seat_and_a_slip(cast: Cast, client: Client) -> None:
    day = published(cast)
    form = words(client.get(BOOK))
    assert "9月23日 周三 上午" in form
    slip = words(client.post(BOOK, sent(day)))
    booking = Booking.objects.get()
    code = re.sub(r"\D", "", re.search(r"(\d{4} ){6}\d{4}", slip)[0])  # type: ignore[index]
    assert code == code_of(booking.number)
    assert PHONE not in slip
    assert booking.topic is None
    assert "9月23日 周三 上午" in words(client.get("/booked/visit/")), (
        "whoever has just booked need not type it"
    )


def test_sent_twice_it_is_one_seat(cast: Cast, client: Client) -> None:
    day = published(cast)
    first, second = (words(client.post(BOOK, sent(day))) for _ in range(2))
    assert Booking.objects.count() == 1
    assert re.findall(r"(?:\d{4} ){6}\d{4}", first) == re.findall(r"(?:\d{4} ){6}\d{4}", second)
    assert "刚才已经交过一次" in words(client.post(BOOK, sent(day, phone="13900000072")), 422)


def test_big_type_asks_two_questions(cast: Cast, client: Client) -> None:
    published(cast)
    client.cookies["wolaiban_elder"] = "yes"
    shown = words(client.get(BOOK))
    assert 'name="topic"' not in shown
    assert shown.count('class="question') == 2


def test_full_past_and_called_off_are_answered_with_what_is_free(
    cast: Cast, client: Client, clock: time_machine.Traveller
) -> None:
    full, off = published(cast, slots=1), published(cast, half="afternoon")
    free = published(cast, day=datetime(2026, 9, 29).date())  # noqa: DTZ001
    book(full)
    perform("cancel_day", on=off, by=cast.actor("qin"), answers={"reason": "去区里开会。"})
    for day, why in ((full, "刚刚约满了"), (off, "取消或者过去了")):
        shown = words(client.post(BOOK, sent(day)), 409)
        assert why in shown
        assert "还能约的有：9月29日 周二 上午" in shown
        assert PHONE in shown, "what was written is not written again"
    clock.move_to(datetime(2026, 9, 23, 10, tzinfo=BEIJING))
    assert "已经开始了" in words(client.post(BOOK, sent(full)), 409)
    clock.move_to(datetime(2026, 9, 29, 10, tzinfo=BEIJING))
    assert "现在没有别的日子可以约" in words(client.post(BOOK, sent(free)), 409)
    assert "现在没有可以约的日子" in words(client.get(BOOK))
    assert Booking.objects.count() == 1


def test_what_is_missing_is_said_where_it_is(cast: Cast, client: Client) -> None:
    day = published(cast)
    assert "请留一个电话" in words(client.post(BOOK, sent(day, phone="")), 422)
    assert "请选一个日子" in words(client.post(BOOK, {**sent(day), "day": ""}), 422)
    assert client.post(BOOK, sent(day, phone="12")).status_code == 422
    assert client.post(BOOK, sent(day, topic="nothing")).status_code == 422
    assert words(client.get("/book/000000000000/"), 404)
    assert not Booking.objects.exists()


def test_the_slip_opens_moves_and_cancels(cast: Cast) -> None:
    first, second = published(cast, slots=1), published(cast, half="afternoon", slots=1)
    booking, client = book(first), Client()
    assert client.get("/booked/visit/")["Location"] == "/booked/"
    opened = client.post("/booked/", {"code": code_of(booking.number), "digits": PHONE[-4:]})
    assert opened["Location"] == "/booked/visit/"
    shown = words(client.get("/booked/visit/"))
    assert "村委会一楼" in shown
    assert PHONE not in shown
    assert "9月23日 周三 下午" in words(client.get("/booked/move/"))
    assert client.post("/booked/move/", {"day": second.number, "seen": booking.version}).status_code == 302
    assert "9月23日 周三 下午" in words(client.get("/booked/visit/"))
    book(first)
    assert "原来约的还在" in words(client.post("/booked/move/", {"day": first.number}), 409)
    assert client.post("/booked/cancel/").status_code == 302
    assert "再约一次" in words(client.get("/booked/visit/"))
    assert client.post("/booked/cancel/").status_code == 409
    client.post("/booked/leave/")
    assert client.get("/booked/visit/").status_code == 302
    booking.refresh_from_db()
    assert booking.stage == "cancelled"


def test_a_wrong_slip_and_wrong_digits_are_answered_alike(cast: Cast, client: Client) -> None:
    code = code_of(book(published(cast)).number)
    answers = [
        words(client.post("/booked/", {"code": code_, "digits": digits}), 422)
        for code_, digits in ((code, "0000"), (code_of("YY-2026-999999"), "0071"))
    ]
    assert all("没有找到。请核对预约码" in shown for shown in answers)
    for _ in range(9):
        client.post("/booked/", {"code": code, "digits": "0001"})
    wait = client.post("/booked/", {"code": code, "digits": "0071"})
    assert wait.status_code == 429
    assert int(wait["Retry-After"]) > 0
    assert client.get("/booked/visit/").status_code == 302


def test_one_telephone_holds_three_seats_a_day(cast: Cast, client: Client) -> None:
    day = published(cast, slots=9)
    statuses = [client.post(BOOK, sent(day, key=f"{n}" * 32)).status_code for n in range(4)]
    assert statuses == [200, 200, 200, 429]
    assert Booking.objects.count() == 3


def test_it_is_forgotten_after_half_an_hour(
    cast: Cast, client: Client, clock: time_machine.Traveller
) -> None:
    words(client.post(BOOK, sent(published(cast))))
    clock.move_to(datetime(2026, 9, 21, 10, 31, tzinfo=BEIJING))
    assert client.get("/booked/visit/").status_code == 302
