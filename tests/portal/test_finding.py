"""The right studio among hundreds, by whatever somebody remembers of it; and the page behind the code on its door."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from django.test import Client

from tests.cast import CHENGGUAN, DONGFEN, Cast, unit
from wolaiban.places.models import Studio, Unit
from wolaiban.places.queries import DOORS_A_PAGE
from wolaiban.web.templatetags.telephone import Number, numbers

pytestmark = pytest.mark.django_db

NOWHERE = "110111999999"


def page(address: str, **asked: str) -> str:
    return Client().get(address, asked).content.decode()


def found(words: str) -> list[str]:
    return re.findall(r'<a href="/s/\d{12}/">([^<]+)</a>', page("/studios/", q=words))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("东坟", "城关街道东坟村"),
        ("城关 东坟", "城关街道东坟村"),
        ("城关东坟", "城关街道东坟村"),
        ("城关街道东坟村", "城关街道东坟村"),
        ("东坟村委会", "城关街道东坟村"),
        ("东坟村民委员会", "城关街道东坟村"),
        ("北京市房山区城关街道东坟村村委会", "城关街道东坟村"),
        ("东坟村我来办工作室", "城关街道东坟村"),
        (DONGFEN, "城关街道东坟村"),
        ("大高舍", "窦店镇大高舍村"),
    ],
)
def test_the_one_studio_is_found_by_what_somebody_types(cast: Cast, typed: str, meant: str) -> None:
    assert found(typed) == [meant]


def test_the_best_find_comes_first(cast: Cast) -> None:
    assert found("海逸")[0].endswith("海逸半岛社区")
    assert found("窦店")[0] == "窦店镇"


def test_namesakes_are_told_apart(cast: Cast) -> None:
    assert len(set(found("辛庄村"))) >= 6
    assert found("良乡 辛庄") != found("辛庄")


def test_words_of_the_address_find_it_too(cast: Cast) -> None:
    Studio.objects.filter(code=DONGFEN).update(address="老供销社对面二层小楼")

    assert found("供销社") == ["城关街道东坟村"]


def test_departments_are_not_offered_and_nothing_is_found_in_words(cast: Cast) -> None:
    assert "没有找到“区水务局”" in page("/studios/", q="区水务局")
    assert "没有找到“&lt;b&gt;”" in page("/studios/", q="<b>")


def test_whoever_does_not_type_goes_by_the_township(cast: Cast) -> None:
    assert f"?township={CHENGGUAN}" in page("/studios/")

    first = page("/studios/", township=CHENGGUAN)
    assert "城关街道东坟村" in first
    assert "窦店镇" not in first


def test_a_long_township_is_read_page_by_page(cast: Cast) -> None:
    in_each = Counter(Unit.objects.with_a_door().studio_level().values_list("township__code", flat=True))
    township, doors = in_each.most_common(1)[0]
    assert doors > DOORS_A_PAGE

    seen, after = [], [""]
    while after:
        shown = page("/studios/", township=township, after=after[0])
        seen += re.findall(r'href="/s/(\d{12})/"', shown)
        after = re.findall(r'after=(\d{12})">下一页', shown)

    assert sorted(seen) == sorted(
        Unit.objects.with_a_door().of_township(unit(township)).values_list("code", flat=True)
    )


def test_the_door_says_how_to_reach_it(cast: Cast) -> None:
    Studio.objects.filter(code=DONGFEN).update(
        phone="010-80001234、13800000000",
        address="村委会一层",
        hours="每天 8:00–20:00",
        notice="本周六义诊。",
    )
    door = page(f"/s/{DONGFEN}/")

    assert 'href="tel:01080001234"' in door
    assert 'href="tel:13800000000"' in door
    for words in ("村委会一层", "每天 8:00–20:00", "本周六义诊。", "城关街道"):
        assert words in door


def test_neighbours_who_share_a_studio_are_told_so(cast: Cast) -> None:
    shared = unit(DONGFEN).studio
    Unit.objects.filter(short_name="北市村").update(studio=shared)

    door = page(f"/s/{Unit.objects.get(short_name='北市村').code}/")

    assert "北市村、东坟村" in door or "东坟村、北市村" in door


@pytest.mark.parametrize("code", [NOWHERE, "110111D00036", "东坟"])
def test_a_code_that_leads_nowhere_is_answered_in_words(cast: Cast, code: str) -> None:
    answer = Client().get(f"/s/{code}/")

    assert answer.status_code == 404
    assert "没有这个工作室" in answer.content.decode()
    assert 'name="q"' in answer.content.decode()


def test_a_unit_out_of_use_has_no_door(cast: Cast) -> None:
    Unit.objects.filter(code=DONGFEN).update(active=False)

    assert Client().get(f"/s/{DONGFEN}/").status_code == 404
    assert found("东坟") == []


def test_the_notice_of_the_district_stands_on_the_front_page(cast: Cast) -> None:
    assert "公告" not in page("/")

    Studio.objects.filter(units=Unit.objects.district()).update(notice="汛期请不要下河。")

    assert "汛期请不要下河。" in page("/")


def test_whoever_wants_big_type_is_offered_few_choices(cast: Cast) -> None:
    browser = Client()
    browser.post("/elder/", {"bigger": "yes"})

    front = browser.get("/").content.decode()

    assert "找工作室" in front
    assert 'name="q"' not in front
    assert "主导航" not in front


def test_the_front_door_opens_before_any_unit_is_loaded() -> None:
    Unit.objects.update(active=False)

    assert "找您的工作室" in page("/")
    assert "还没有装入单位" in page("/studios/")


@pytest.mark.parametrize(
    ("written", "dialled"),
    [
        ("", []),
        ("010-8000 1234", ["01080001234"]),
        ("010-80001234转8", ["01080001234,8"]),
        ("80001234/13800000000", ["01080001234", "13800000000"]),
        ("12345", ["12345"]),
        ("到村委会问", [""]),
    ],
)
def test_a_press_dials_what_is_written(written: str, dialled: list[str]) -> None:
    assert [number.dial for number in numbers(written)] == dialled
    assert all(isinstance(number, Number) and number.words for number in numbers(written))


def test_a_slip_of_the_pen_is_asked_about(cast: Cast) -> None:
    shown = page("/studios/", q="东汶村")

    assert "没有找到“东汶村”" in shown
    assert "您找的是不是" in shown
    assert found("东汶村")[0] == "城关街道东坟村"


def test_what_is_not_shown_is_counted_and_an_empty_page_says_what_was_searched(cast: Cast) -> None:
    assert re.search(r"还有 \d+ 个没有列出", page("/studios/", q="村"))
    assert "拼音（如 dongfen、dfc）和工作室的电话都找过了" in page("/studios/", q="区水务局")


def test_the_report_form_offers_the_same(cast: Cast) -> None:
    assert "城关街道东坟村" in page("/report/units/", unit="dfc")
    guessed = page("/report/units/", unit="东汶村")
    assert "您找的是不是" in guessed
    assert "checked" not in guessed
    assert re.search(r"还有 \d+ 个", page("/report/units/", unit="村"))
