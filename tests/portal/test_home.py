"""The front page: two doors, a number, signs of life that are nobody's matter, and the map as a way to a studio."""

from __future__ import annotations

import re
from datetime import date, datetime

import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.cast import CHENGGUAN, DISTRICT, Cast, unit
from tests.portal.answers.test_answers import published
from wolaiban.duty.queries.now import NextReception
from wolaiban.places.models import Studio, Unit
from wolaiban.portal.finding.life import ReceptionSign, Sign, picture_for, reception_sign, signs
from wolaiban.process.calendar import BEIJING
from wolaiban.statistics.models import Tally

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 4, 10, 12, tzinfo=BEIJING)  # a Friday
MARCH = date(2026, 3, 15)


def front(**cookies: str) -> str:
    client = Client()
    client.cookies.load(cookies)
    return client.get("/").content.decode()


def counted(code: str, **sums: int) -> None:
    Tally.objects.create(area=unit(code), day=MARCH, whole=code != DISTRICT, invented=False, **sums)


def test_there_are_two_doors_with_pictures_before_anything_else(cast: Cast) -> None:
    page = front()

    report, track = page.index('<a href="/report/">反映一件事'), page.index('<a href="/track/">看看办到哪了')
    assert page.index("<h1>") < report < track < page.index("<h2>")
    assert page.index("pictures.svg#say") < report
    assert page.index('role="img" aria-label="山前的村庄') < page.index("<h2>")


def test_who_does_not_want_to_type_finds_a_number(cast: Cast) -> None:
    assert "在这里查号码" in front()

    Studio.objects.filter(units=unit(DISTRICT)).update(phone="010-80000000", hours="全天")

    assert 'href="tel:01080000000"' in front()
    assert "全天" in front()


@time_machine.travel(NOON, tick=False)
def test_signs_of_life_are_published_figures(cast: Cast) -> None:
    counted(CHENGGUAN, received=50, evaluable=60, evaluated=42, solved=33, due=40, in_time=30)

    assert signs(NOON.date()) == [
        Sign("50", "件", "收到的事"),
        Sign("78", "／100 件", "居民说解决了"),
        Sign("75", "／100 件", "按期答复"),
    ]
    assert "收到的事" in front()


@time_machine.travel(NOON, tick=False)
def test_what_is_withheld_is_no_sign_of_life(cast: Cast) -> None:
    counted(CHENGGUAN, received=3, evaluable=3, evaluated=3, solved=2)

    assert signs(NOON.date()) == []
    assert "近 12 个月" not in front()


@time_machine.travel(NOON, tick=False)
def test_answers_are_the_released_ones_and_no_matter_shows(cast: Cast) -> None:
    case = cast.report()
    published(case, "台阶没有扶手，该找谁？", "一个星期内装好。")
    published(case, "还没有公布的", stage="draft", released_at=None)

    page = front()

    assert "台阶没有扶手，该找谁？" in page
    assert "pictures.svg#steps" in page
    assert "还没有公布的" not in page
    assert case.number not in page
    assert case.title not in page


@pytest.mark.parametrize(
    ("question", "picture"), [("楼道灯不亮", "lamp"), ("厨房返味", "tap"), ("别的事", "letter")]
)
def test_a_question_has_a_picture(question: str, picture: str) -> None:
    assert picture_for(question) == picture


@pytest.mark.parametrize(
    ("today", "day", "words"),
    [
        (date(2026, 4, 8), date(2026, 4, 8), "今天"),
        (date(2026, 4, 7), date(2026, 4, 8), "明天"),
        (date(2026, 4, 6), date(2026, 4, 8), "本周三"),
        (date(2026, 4, 10), date(2026, 4, 15), "下周三"),
        (date(2026, 10, 6), date(2026, 10, 8), "本周四"),
        (date(2026, 2, 12), date(2026, 2, 25), "周三"),
    ],
)
def test_a_reception_is_told_as_one_says_it(today: date, day: date, words: str) -> None:
    found = reception_sign(NextReception(day, 3), today)
    assert found == ReceptionSign(day, words, 3)


def test_without_a_roster_no_day_is_promised(cast: Cast) -> None:
    assert "书记接待" not in front()


def test_every_township_leads_to_its_studios(cast: Cast) -> None:
    links = set(re.findall(r'href="/studios/\?township=(\d{12})"', front()))

    assert links == {township.code for township in Unit.objects.townships()}


def test_emergency_numbers_stand_once_in_one_line(cast: Cast) -> None:
    page = front()
    line = page.split('href="tel:119"')
    assert len(line) == 2
    paragraph = line[0].rsplit("<p", 1)[1] + line[1].split("</p>")[0]
    assert all(f"tel:{number}" in paragraph for number in ("110", "120"))


def test_in_big_type_there_are_three_doors_and_little_else(cast: Cast) -> None:
    page = front(wolaiban_elder="yes")

    assert page.count('class="door') == 4  # and what holds them
    assert "找工作室" in page
    assert 'name="q"' not in page


def test_whoever_wants_big_type_finds_the_townships_as_a_list(cast: Cast) -> None:
    client = Client()
    client.cookies.load({"wolaiban_elder": "yes"})
    page = client.get("/studios/").content.decode()

    assert "tile-list" in page
    assert "tile-map" not in page


def test_the_front_page_costs_the_same_whatever_there_is(
    cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(7):
        front()
