"""The pages of reception days and bookings at the desk: publishing, booking for a caller, the list, the telephone."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.cast import CHENGGUAN, Cast
from tests.duty.visits import PHONE, book, drawn_up, published
from wolaiban.duty.booked import Booking, ReceptionDay
from wolaiban.duty.models import Reception
from wolaiban.process.calendar import BEIJING
from wolaiban.residents.models import Look

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def page(cast: Cast, who: str, path: str, sent: dict[str, Any] | None = None) -> Any:
    client = Client()
    client.force_login(cast.user(who))
    return client.get(path) if sent is None else client.post(path, sent)


def words(answer: Any, status: int = 200) -> str:
    text = str(answer.content.decode())
    assert answer.status_code == status, text[:500]
    return text


def test_a_leaders_day_is_drawn_up_published_and_in_the_calendar(cast: Cast) -> None:
    form = words(page(cast, "gao", "/reception-days/draw_up/"))
    assert "程立" in form
    sent = {
        "day": "2026-09-29", "half": "morning", "leader": str(cast.user("cheng").pk), "way": "leader",
        "place": "街道办事处一楼", "topics": "供暖", "slots": "4",
    }  # fmt: skip
    answer = page(cast, "gao", "/reception-days/draw_up/", sent)
    day = ReceptionDay.objects.get()
    assert answer.url == f"/reception-days/{day.pk}/"
    assert "没有公布" in words(page(cast, "gao", "/reception-days/calendar/"))
    assert page(cast, "gao", f"/reception-days/{day.pk}/publish/", {}).status_code == 302
    for who in ("gao", "shen", "cheng"):
        shown = words(page(cast, who, "/reception-days/calendar/"))
        assert "程领导" in shown, who
        assert "街道办事处一楼" in shown
    assert "还没有公布接待日" in words(page(cast, "tang", "/reception-days/calendar/"))
    for odd in ("0001-01", "2026-13", "x"):
        assert "2026年9月" in words(page(cast, "shen", f"/reception-days/calendar/?month={odd}"))


def test_the_list_names_nobody_and_is_for_those_who_receive(cast: Cast) -> None:
    day = published(cast, "gao", code=CHENGGUAN, way="leader", leader=cast.user("cheng"))
    case = cast.report(reporters=["wang"])
    booking = book(day, "13912345678", by=cast.actor("gao"), case=case)
    for who in ("gao", "fang", "cheng"):
        shown = words(page(cast, who, f"/reception-days/{day.pk}/"))
        assert "第 1 位" in shown, who
        assert booking.number in shown
        for identity in ("13912345678", "139****5678", "139 1234", "5678", "王秀英", "王*英"):
            assert identity not in shown, who
    assert case.number in words(page(cast, "cheng", f"/reception-days/{day.pk}/"))
    above = words(page(cast, "shen", f"/reception-days/{day.pk}/"))
    assert "约了 1 位" in above
    assert booking.number not in above
    assert page(cast, "cheng", f"/bookings/{booking.pk}/").status_code == 404
    assert page(cast, "tang", f"/reception-days/{day.pk}/").status_code == 404


def test_the_studio_books_for_whoever_calls(cast: Cast) -> None:
    day = published(cast)
    form = words(page(cast, "bai", "/bookings/book/"))
    assert "9月23日 周三 上午" in form
    sent = {"day": day.number, "topic": "P10", "phone": PHONE, "number": "", "key": "drawn-with-the-form"}
    answer = page(cast, "bai", "/bookings/book/", sent)
    booking = Booking.objects.get()
    assert answer.url == f"/bookings/{booking.pk}/slip/"
    assert page(cast, "bai", "/bookings/book/", sent).url == answer.url
    slip = words(page(cast, "bai", answer.url))
    assert booking.number in slip
    assert "村委会一楼" in slip
    ahead = words(page(cast, "bai", "/bookings/ahead/"))
    assert "农村农业" in ahead
    assert PHONE not in ahead
    assert "139****0071" in ahead
    assert page(cast, "meng", answer.url).status_code == 404


def test_the_code_is_shown_to_nobody_but_who_booked(cast: Cast) -> None:
    """Whoever has it acts as the one who comes: an officer has steps of their own, which say who took them."""
    day = published(cast)
    by_desk, by_portal = book(day, by=cast.actor("bai")), book(day, "13900000072")
    for booking, who, status in ((by_desk, "bai", 200), (by_desk, "qin", 404), (by_portal, "qin", 404)):
        assert page(cast, who, f"/bookings/{booking.pk}/slip/").status_code == status
        assert ("预约单" in words(page(cast, who, f"/bookings/{booking.pk}/"))) is (status == 200)


def test_what_will_not_do_is_kept_in_the_form(cast: Cast, clock: time_machine.Traveller) -> None:
    day = published(cast, slots=1)
    sent = {"day": day.number, "phone": "12", "number": "", "key": "k"}
    assert "12" in words(page(cast, "bai", "/bookings/book/", sent), 422)
    other = cast.report(by="shen", kind="accusation")
    for number in ("FS-2026-999999", other.number):
        answer = page(cast, "bai", "/bookings/book/", {**sent, "phone": PHONE, "number": number})
        assert "检举控告不在这里约" in words(answer, 422)
    published(cast, half="afternoon")
    book(day)
    full = words(page(cast, "bai", "/bookings/book/", {**sent, "phone": PHONE}), 409)
    assert "还能约的有：9月23日 周三 下午" in full
    clock.move_to(clock_at(23, 10))
    assert "已经开始了" in words(page(cast, "bai", "/bookings/book/", {**sent, "phone": PHONE}), 409)
    assert Booking.objects.count() == 1


def clock_at(day: int, hour: int) -> datetime:
    return datetime(2026, 9, day, hour, tzinfo=BEIJING)


def test_who_came_is_served_in_the_book(cast: Cast, clock: time_machine.Traveller) -> None:
    booking = book(published(cast, topics="供暖"))
    clock.move_to(clock_at(23, 9))
    shown = words(page(cast, "bai", f"/bookings/{booking.pk}/"))
    record = f"/receptions/record/?booking={booking.pk}"
    assert record in shown
    assert page(cast, "bai", f"/bookings/{booking.pk}/arrive/", {"seen": booking.version}).status_code == 302
    assert booking.number in words(page(cast, "bai", record))
    sent = {
        "way": "counter",
        "heads": "1",
        "times": "first",
        "outcome": "answered",
        "topic": "P10",
        "words": "讲清楚了。",
    }
    assert page(cast, "bai", record, {**sent, "key": "one"}).status_code == 302
    booking.refresh_from_db()
    assert booking.stage == "done"
    assert booking.reception == Reception.objects.get()
    assert "看怎么接待的" in words(page(cast, "bai", f"/bookings/{booking.pk}/"))


def test_a_telephone_is_shown_with_a_reason_and_the_look_is_kept(cast: Cast) -> None:
    booking = book(published(cast))
    address = f"/bookings/{booking.pk}/phone/"
    assert PHONE not in words(page(cast, "qin", address))
    assert "至少 4 个字" in words(page(cast, "qin", address, {"reason": "看"}), 422)
    assert not Look.objects.exists()
    assert PHONE in words(page(cast, "qin", address, {"reason": "书记开会，打电话改时间"}))
    assert Look.objects.get().case_number == booking.number
    assert page(cast, "gao", address).status_code == 404


def test_the_list_of_days_costs_the_same(
    cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number, day in enumerate((23, 24, 28, 29, 30)):
        one = published(cast, day=date(2026, 9, day))
        for turn in range(2):
            book(one, f"139000000{number}{turn}")
    client = Client()
    client.force_login(cast.user("bai"))
    for path in ("/bookings/ahead/", "/bookings/", "/reception-days/", "/reception-days/calendar/"):
        with django_assert_max_num_queries(24):
            assert client.get(path).status_code == 200


def test_a_draft_waits_for_whoever_drew_it_up(cast: Cast) -> None:
    drawn_up(cast)
    assert "接待日" in words(page(cast, "qin", "/inbox/"))
