"""The calendar feed of somebody on duty: their own posted shifts and nothing else, until they end it."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from icalendar import Calendar
from pytest_django import DjangoAssertNumQueries

from tests.cast import Cast
from tests.duty.conftest import Door
from tests.duty.test_pages import page, words
from wolaiban.duty.actions.feeds import end_feed, make_feed
from wolaiban.duty.models import Shift
from wolaiban.duty.own import CalendarFeed
from wolaiban.duty.queries.own import feed_of
from wolaiban.ledger.verifying import Verification
from wolaiban.people.actions.accounts import deactivate, reactivate, reset_password
from wolaiban.people.models import Post, User
from wolaiban.process.calendar import BEIJING
from wolaiban.process.errors import NotAllowed
from wolaiban.web.limits import rate_limit

MINE = "/rosters/mine/"


def secret_of(cast: Cast, name: str = "bai") -> str:
    return make_feed(by=cast.actor(name))[1]


def read(secret: str, **headers: str) -> Any:
    return Client(raise_request_exception=False).get(f"/calendar/{secret}.ics", headers=headers)


def events(secret: str) -> list[Any]:
    answer = read(secret)
    assert answer.status_code == 200
    return list(Calendar.from_ical(answer.content).walk("VEVENT"))


@pytest.fixture
def posted(door: Door, cast: Cast) -> Door:
    door.set_up(cast.user("qin"), cast.user("bai"), night=(cast.user("bai"), cast.user("qin")))
    door.posted()
    return door


def test_it_holds_her_shifts_of_posted_rosters_in_beijing_time(posted: Door, cast: Cast) -> None:
    posted.draw_up(posted.roster.as_month.next)
    found = events(secret_of(cast))
    hers = Shift.objects.filter(person=cast.user("bai"), day__month=10)
    assert {str(event["uid"]).partition("@")[0] for event in found} == {f"shift-{one.pk}" for one in hers}
    day = min(one.day for one in hers if one.part == "day")
    first = next(event for event in found if str(event["summary"]) == "日间值班")
    assert first["dtstart"].dt == datetime(2026, 10, day.day, 8, tzinfo=BEIJING)
    assert first["dtend"].dt == datetime(2026, 10, day.day, 17, 30, tzinfo=BEIJING)
    assert str(first["dtstart"].params["TZID"]) == "Asia/Shanghai"
    night = next(event for event in found if str(event["summary"]) == "夜间电话")
    assert night["dtend"].dt - night["dtstart"].dt == timedelta(hours=14, minutes=30)
    assert night["dtend"].dt.date() == night["dtstart"].dt.date() + timedelta(days=1)


def test_it_names_nobody_and_no_number(posted: Door, cast: Cast) -> None:
    secret = secret_of(cast)
    shown = read(secret).content.decode().replace("\r\n ", "")
    assert "城关街道东坟村" in shown
    for word in ("白玉兰", "秦怀信", "白委员", "ZB-", "FS-"):
        assert word not in shown


def test_a_swap_is_in_both_feeds_at_the_next_look(posted: Door, cast: Cast) -> None:
    hers, his = secret_of(cast), secret_of(cast, "qin")
    shift = posted.of("bai")[0]
    before, key = read(hers), f"shift-{shift.pk}@"
    assert key in before.content.decode()
    posted.take("change", "qin", shift=shift, person=cast.user("qin"), reason="有事。")
    after = read(hers, if_none_match=before["ETag"])
    assert after.status_code == 200
    assert key not in after.content.decode()
    assert key in read(his).content.decode()


def test_who_has_it_already_is_told_so(posted: Door, cast: Cast) -> None:
    secret = secret_of(cast)
    first = read(secret)
    assert first["Cache-Control"] == "private, no-cache"
    assert first["Content-Type"] == "text/calendar; charset=utf-8"
    again = read(secret, if_none_match=first["ETag"])
    assert (again.status_code, again.content) == (304, b"")
    assert read(secret).content == first.content


def test_only_a_digest_is_kept_and_each_act_leaves_a_trace(posted: Door, cast: Cast) -> None:
    secret = secret_of(cast)
    row = CalendarFeed.objects.values().get()
    assert secret not in str(row)
    assert len(bytes(row["digest"])) == 32
    secret_of(cast)
    end_feed(by=cast.actor("bai"))
    assert CalendarFeed.objects.count() == 2
    assert not list(Verification().findings())
    CalendarFeed.objects.filter(pk=row["id"]).update(last_read_at=None)
    assert not list(Verification().findings()), "that it was read is nobody's evidence"


def test_a_new_address_ends_the_one_before(posted: Door, cast: Cast) -> None:
    old, new = secret_of(cast), secret_of(cast)
    assert [read(old).status_code, read(new).status_code] == [410, 200]
    end_feed(by=cast.actor("bai"))
    answer = read(new)
    assert answer.status_code == 410
    assert "停用" in answer.content.decode()
    assert read("x" * 43).status_code == 404
    assert read("码" * 20).status_code == 404


def test_it_ends_with_the_account_with_a_reset_and_with_the_last_post(
    posted: Door, cast: Cast, clock: time_machine.Traveller
) -> None:
    secret, guan = secret_of(cast), cast.actor("guan")
    clock.shift(60)
    deactivate(cast.user("bai"), by=guan)
    assert read(secret).status_code == 410
    reactivate(User.objects.get(username="bai"), by=guan)
    assert read(secret).status_code == 410, "what was closed does not open again by itself"
    assert feed_of(cast.user("bai")) is None
    assert "生成地址" in words(page(cast, "bai", MINE))
    clock.shift(60)
    secret = secret_of(cast)
    assert read(secret).status_code == 200
    clock.shift(60)
    reset_password(User.objects.get(username="bai"), by=guan)
    assert read(secret).status_code == 410
    clock.shift(60)
    secret = secret_of(cast)
    Post.objects.filter(user=cast.user("bai")).update(ends=date(2026, 9, 21))
    assert read(secret).status_code == 410


def test_who_reads_too_often_is_asked_to_wait(
    posted: Door, cast: Cast, caplog: pytest.LogCaptureFixture
) -> None:
    secret = secret_of(cast)
    digest = bytes(CalendarFeed.objects.get().digest).hex()
    for _ in range(60):
        rate_limit.take("feed", digest, limit=60, span=timedelta(hours=1))
    answer = read(secret)
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "3600")
    for _ in range(60):
        assert read("y" * 43).status_code == 404
    assert read("y" * 43).status_code == 429
    assert secret not in caplog.text
    assert "y" * 43 not in caplog.text


def test_it_costs_few_queries(
    posted: Door, cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    secret = secret_of(cast)
    with django_assert_max_num_queries(4):
        assert read(secret).status_code == 200


def test_on_her_own_page_the_address_is_seen_once(posted: Door, cast: Cast) -> None:
    empty = words(page(cast, "bai", MINE))
    assert "生成地址" in empty
    assert "看得到您哪天、几点、在哪个工作室值班" in empty
    made = words(page(cast, "bai", f"{MINE}feed/", {}))
    address = made.partition("/calendar/")[2].partition(".ics")[0]
    assert read(address).status_code == 200
    again = words(page(cast, "bai", MINE))
    assert "/calendar/" not in again
    assert f"{address[:6]}…" in again
    assert "前后读过" in again
    assert page(cast, "bai", f"{MINE}feed/end/", {}).status_code == 302
    assert page(cast, "bai", f"{MINE}feed/end/", {}).status_code == 302, "pressed twice"
    assert read(address).status_code == 410
    assert page(cast, "bai", f"{MINE}feed/").status_code == 405


def test_her_page_has_the_shifts_to_come_with_their_hours(posted: Door, cast: Cast) -> None:
    shown = words(page(cast, "bai", MINE))
    shift = posted.of("bai")[0]
    assert f"{shift.day.month}月{shift.day.day}日 日间" in shown
    assert "17:30 到第二天 8:00" in shown
    assert MINE in words(page(cast, "bai", "/rosters/"))


def test_who_has_no_duty_has_no_such_page(door: Door, cast: Cast) -> None:
    for who in ("zhi", "wang", "guan", "jian"):
        assert page(cast, who, MINE).status_code == 404, who
    with pytest.raises(NotAllowed):
        make_feed(by=cast.actor("zhi"))
    assert page(cast, "zhi", f"{MINE}feed/", {}).status_code == 403
