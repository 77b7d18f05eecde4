"""The pages of the counter: one press for a number, the line, the slip, one's own page and the screen; and the figures."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.api.program import Program
from tests.cast import CHENGGUAN, DAGAOSHE, DONGFEN, Cast
from tests.duty.book import write
from tests.duty.conftest import Door
from tests.duty.counter import hand_out, take
from tests.duty.test_reception_pages import page, sent, words
from wolaiban.catalogue.models import Category
from wolaiban.duty.models import Reception, Ticket
from wolaiban.duty.parts import fields_of_today
from wolaiban.duty.wait_codes import wait_code_of
from wolaiban.process.calendar import BEIJING

pytestmark = pytest.mark.django_db

AT = "/receptions/tickets/"
SCREEN = f"/studios/{DONGFEN}/screen/"


def wait_page(ticket: Ticket) -> str:
    return words(Client().get(f"/wait/{wait_code_of(ticket)}/"))


def topic() -> Category:
    return next(one for one in fields_of_today() if one.code == "P10")


def test_a_number_in_one_press_from_where_the_day_begins(door: Door, cast: Cast) -> None:
    today = words(page(cast, "bai", "/inbox/"))
    assert f'action="{AT}hand_out/"' in today
    answer = page(cast, "bai", f"{AT}hand_out/", {"key": "of-this-button"})
    assert (answer.status_code, answer.url) == (302, AT)
    page(cast, "bai", f"{AT}hand_out/", {"key": "of-this-button"})
    assert [one.label for one in Ticket.objects.all()] == ["A1"]
    today = words(page(cast, "bai", "/inbox/"))
    assert "1 位在等" in today
    assert "叫 A1" in today


def test_a_topic_is_optional_and_leads_into_the_book(door: Door, cast: Cast) -> None:
    assert "可不填" in words(page(cast, "bai", f"{AT}hand_out/"))
    assert page(cast, "bai", f"{AT}hand_out/", {"topic": "P10"}).status_code == 302
    assert page(cast, "bai", f"{AT}hand_out/", {"topic": "none"}).status_code == 422
    ticket = take(cast, "call", Ticket.objects.get())
    form = words(page(cast, "bai", f"/receptions/record/?ticket={ticket.pk}"))
    assert "接待 A1" in form
    assert re.search(r'name="topic" value="P10"[^>]*checked', form)


def test_the_next_is_called_to_a_desk_that_is_remembered(door: Door, cast: Cast) -> None:
    for _ in range(2):
        hand_out(cast)
    client = Client()
    client.force_login(cast.user("bai"))
    assert client.post(f"{AT}next/", {"desk": "2", "key": "first"})["Location"] == AT
    line = words(client.get(AT))
    assert "已叫 A1。" in line
    assert "叫下一个 A2" in line
    assert line.count('name="desk" value="2"') == 2, "to call again, and the other one"
    assert Ticket.objects.get(place=1).desk == 2
    assert "须在 1 到 99 之间" in words(client.post(f"{AT}next/", {"desk": "100"}, follow=True))
    assert Ticket.objects.get(place=2).stage == "waiting"


def test_calling_when_nobody_waits_says_so(door: Door, cast: Cast) -> None:
    client = Client()
    client.force_login(cast.user("bai"))
    assert "现在没有人在等" in words(client.post(f"{AT}next/", {}, follow=True))


def test_heard_and_written_down_in_one(door: Door, cast: Cast) -> None:
    ticket = take(cast, "call", hand_out(cast))
    where = f"/receptions/record/?ticket={ticket.pk}"
    answer = page(cast, "bai", where, sent())
    assert (answer.status_code, answer.url) == (302, AT)
    again = page(cast, "bai", where, sent())
    assert (again.status_code, again.url) == (302, AT), "the same press again"
    ticket.refresh_from_db()
    assert ticket.reception == Reception.objects.get()
    assert page(cast, "bai", where).status_code == 409
    shown = words(page(cast, "bai", f"{AT}{ticket.pk}/"))
    assert ticket.reception.number in shown


def test_words_are_not_lost_where_the_number_has_an_outcome_by_then(door: Door, cast: Cast) -> None:
    ticket = take(cast, "call", hand_out(cast))
    take(cast, "leave", ticket)
    shown = words(page(cast, "bai", f"/receptions/record/?ticket={ticket.pk}", sent()), 422)
    assert "不带号，照样记下" in shown
    assert "讲清楚了" in shown
    assert not Reception.objects.exists()
    late = sent(when="2026-09-01T08:00")
    waiting = take(cast, "call", hand_out(cast))
    assert "A2 是今天的号" in words(page(cast, "bai", f"/receptions/record/?ticket={waiting.pk}", late), 422)


def test_whoever_wants_to_be_called_is_registered_next(door: Door, cast: Cast) -> None:
    ticket, other = hand_out(cast), hand_out(cast)
    assert "没有问到的，不选" in words(page(cast, "bai", f"{AT}{ticket.pk}/leave/"))
    wanted = {"seen": ticket.version, "phone_back": "wanted"}
    assert page(cast, "bai", f"{AT}{ticket.pk}/leave/", wanted).url == "/cases/new/"
    declined = {"seen": other.version, "phone_back": "declined"}
    assert page(cast, "bai", f"{AT}{other.pk}/leave/", declined).url == AT


def test_the_day_is_closed_in_one_form(door: Door, cast: Cast) -> None:
    for _ in range(3):
        hand_out(cast)
    assert "要不要回电" in words(page(cast, "bai", f"{AT}close/"))
    client = Client()
    client.force_login(cast.user("bai"))
    assert "3 个号没有轮到" in words(client.post(f"{AT}close/", {}, follow=True))
    assert not Ticket.objects.exclude(stage="left").exists()
    assert "A3" in words(page(cast, "bai", f"{AT}past/"))


def test_who_is_not_on_duty_may_look_and_nothing_else(
    door: Door, cast: Cast, clock: time_machine.Traveller
) -> None:
    door.posted()
    clock.move_to(
        datetime.combine(door.of("qin")[0].day, datetime.min.time(), tzinfo=BEIJING).replace(hour=9)
    )
    ticket = hand_out(cast, "qin")
    line = words(page(cast, "bai", AT))
    assert "取号、叫号由值班人员来（值班 秦书记）" in line
    assert "<button" not in line.split("<main", 1)[1]
    for where in (f"{AT}hand_out/", f"{AT}next/", f"{AT}close/", f"{AT}{ticket.pk}/call/"):
        assert page(cast, "bai", where, {}).status_code == 403, where
    take(cast, "call", ticket, "qin")
    assert page(cast, "bai", f"/receptions/record/?ticket={ticket.pk}").status_code == 403
    assert "取号</button>" not in words(page(cast, "bai", "/inbox/"))


@pytest.mark.parametrize("who", ["zhou", "gao", "shen", "he", "cheng", "zhi", "wang"])
def test_to_others_there_is_no_such_number(door: Door, cast: Cast, who: str) -> None:
    ticket = take(cast, "call", hand_out(cast))
    for where in (f"{AT}{ticket.pk}/", f"{AT}{ticket.pk}/slip/", f"{AT}{ticket.pk}/leave/"):
        assert page(cast, who, where).status_code == 404, where
    assert page(cast, who, f"/receptions/record/?ticket={ticket.pk}").status_code == 404
    assert page(cast, who, f"{AT}?unit={DONGFEN}").status_code == 404


def test_addresses_that_are_none(door: Door, cast: Cast) -> None:
    for odd in ("x", "", "0", "99999999999999999999"):
        assert page(cast, "bai", f"/receptions/record/?ticket={odd}").status_code == 404


def test_the_slip_leads_to_a_page_that_nobody_can_guess(door: Door, cast: Cast) -> None:
    hand_out(cast, topic=topic())
    ticket = hand_out(cast, topic=topic())
    slip = words(page(cast, "bai", f"{AT}{ticket.pk}/slip/"))
    code = wait_code_of(ticket)
    assert f'href="/wait/{code}/"' in slip
    assert "<svg" in slip
    number, secret = code.split("-")
    assert len(secret) == 24
    for wrong in (
        number,
        f"{number}-",
        f"{number}-{secret[:-1]}",
        f"{int(number) + 1}-{secret}",
        "x-y",
        "9" * 40,
    ):
        assert Client().get(f"/wait/{wrong}/").status_code == 404, wrong
    assert "农村农业" not in slip + wait_page(ticket)


def test_ones_own_page_goes_with_the_line(door: Door, cast: Cast, clock: time_machine.Traveller) -> None:
    first, ticket = hand_out(cast), hand_out(cast)
    assert "前面还有 1 位" in wait_page(ticket)
    take(cast, "call", first)
    shown = wait_page(ticket)
    assert "下一个就是您" in shown
    assert "<b>A1</b>" in shown
    take(cast, "call", ticket, desk=3)
    assert "叫到您了，请到 3 号桌" in wait_page(ticket)
    take(cast, "leave", first)
    assert "这个号已经结束了" in wait_page(first)
    clock.move_to(datetime(2026, 9, 22, 9, tzinfo=BEIJING))
    gone = Client().get(f"/wait/{wait_code_of(ticket)}/")
    assert gone.status_code == 404
    assert "已经过去了" in gone.content.decode()


def test_how_long_it_takes_is_said_once_it_says_anything(
    door: Door, cast: Cast, clock: time_machine.Traveller
) -> None:
    for waited in (1, 2, 30, 40, 50):
        ticket = hand_out(cast)
        clock.shift(timedelta(minutes=waited))
        assert "一半人等了" not in wait_page(hand_out(cast))
        take(cast, "call", ticket)
    assert "今天叫到的 5 位里，一半人等了 30 分钟以内" in wait_page(Ticket.objects.filter(stage="waiting")[0])


def test_the_screen_has_numbers_and_desks_and_nothing_else(door: Door, cast: Cast) -> None:
    assert "请等叫号" in words(Client().get(SCREEN))
    hand_out(cast, topic=topic())
    hand_out(cast, topic=topic())
    take(cast, "call", Ticket.objects.get(place=1), desk=1)
    shown = words(Client().get(SCREEN)).split("<main")[1]
    plain = re.sub(r"<[^>]+>", " ", shown)
    for seen in ("A1", "1 号桌", "A2"):
        assert seen in plain
    for kept in ("农村农业", "东坟村", "白玉兰", "PH-"):
        assert kept not in plain
    dark, light = (words(Client().get(f"{SCREEN}?look={look}")) for look in ("dark", "light"))
    assert 'name="color-scheme" content="dark"' in dark
    assert 'name="color-scheme" content="light"' in light
    assert Client().get("/studios/110111999999/screen/").status_code == 404


def test_the_line_costs_the_same_however_long(
    door: Door, cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(12):
        hand_out(cast, topic=topic())
    client = Client()
    client.force_login(cast.user("bai"))
    with django_assert_max_num_queries(12):
        client.get(AT)
    with django_assert_max_num_queries(4):
        Client().get(SCREEN)
    with django_assert_max_num_queries(4):
        Client().get(f"/wait/{wait_code_of(Ticket.objects.get(place=12))}/")


def waited(cast: Cast, clock: time_machine.Traveller, minutes: int, by: str, code: str) -> None:
    ticket = hand_out(cast, by, code=code)
    clock.shift(timedelta(minutes=minutes))
    take(cast, "call", ticket, by)


def test_waiting_stands_in_the_figures_of_those_above(
    door: Door, cast: Cast, clock: time_machine.Traveller
) -> None:
    for minutes in (1, 2, 3, 4, 50):
        waited(cast, clock, minutes, "bai", DONGFEN)
    waited(cast, clock, 5, "gao", CHENGGUAN)
    waited(cast, clock, 6, "zhou", DAGAOSHE)
    take(cast, "leave", hand_out(cast))
    figures = "/receptions/figures/"
    own = rows_of(words(page(cast, "bai", figures)))
    assert own == [["合计", "6", "5", "1", "3 分", "50 分"]]
    township = rows_of(words(page(cast, "fang", figures)))
    assert township == [
        ["合计", "7", "6", "1", "3 分", "50 分"],
        ["城关街道", "1", "1", "0", "—", "—"],
        ["东坟村", "6", "5", "1", "3 分", "50 分"],
    ]
    district = rows_of(words(page(cast, "shen", figures)))
    assert [row[0] for row in district] == ["合计", "城关街道", "窦店镇"]
    assert "排号等了多久" not in words(page(cast, "tang", figures))


def rows_of(shown: str) -> list[list[str]]:
    table = shown.split("排号等候")[1].split("</table>", maxsplit=1)[0].split("<tbody>")[1]
    lines = table.split("<tr>")[1:]
    return [
        [re.sub(r"<[^>]+>", "", cell).strip() for cell in re.split(r"</t[hd]>", line)[:-1]] for line in lines
    ]


def test_programs_call_and_serve_as_the_table_says(door: Door, cast: Cast) -> None:
    ticket, program = hand_out(cast), Program.of(cast, "bai")
    steps = f"/ticket/{ticket.number}/steps/"
    assert program.post(f"{steps}serve", {"reception": "JF-2026-000001"}).status_code == 409
    assert program.post(f"{steps}call", {"desk": 3}).json()["stage"] == "called"
    assert "先记接访" in program.post(f"{steps}serve", {"reception": "JF-2026-000001"}).content.decode()
    reception = write(cast)
    assert program.post(f"{steps}serve", {"reception": reception.number}).json()["stage"] == "done"
    assert Program.of(cast, "gao").post(f"{steps}leave", {}).status_code == 404
