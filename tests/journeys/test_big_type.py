"""Big type on a small phone: one question at a time, spoken first, taken up again; nothing too wide, no number in two lines."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect
from pytest_django import Settings

from tests.cast import DISTRICT, DONGFEN, Cast, unit
from tests.journeys.conftest import Arrive, Visitor
from tests.journeys.test_following import ZHAO, reported
from tests.journeys.test_reporting import OPENS_OFFLINE, STEPS, becomes_true, is_left
from wolaiban.cases.models import Case
from wolaiban.places.models import Studio
from wolaiban.web.maps import pin_among

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

# Every number that is called or copied, and whether it stands in one line.
BROKEN = """() => [...document.querySelectorAll('a[href^="tel:"], .whole, .nowrap, .case-number, .slip-number span, input[type=tel]')]
  .filter((one) => one.getClientRects().length > 1).map((one) => one.textContent)"""
WIDTHS = "[document.scrollingElement.scrollWidth, document.scrollingElement.clientWidth]"


@pytest.fixture(autouse=True)
def _files(settings: Settings, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path


@pytest.fixture
def elder(arrive: Arrive) -> Visitor:
    Studio.objects.filter(units=unit(DISTRICT)).update(phone="010-80000000")
    Studio.objects.filter(units=unit(DONGFEN)).update(phone="010-80000028", hours="每天 8:00–20:00")
    visitor: Visitor = arrive("grandmother", signed_in=False, phone=True)
    visitor.press("大字版")
    visitor.press("反映一件事")
    return visitor


def village(elder: Visitor) -> None:
    elder.find("哪个村或社区", "东坟", "东坟村")
    elder.sees("010-80000028")
    elder.press("下一问")
    elder.sees("出了什么事？")


def typed(elder: Visitor) -> None:
    elder.unfold("打字")
    elder.fill("什么事", STEPS)
    elder.press("下一问")
    elder.sees("怎么找您？")


def test_one_question_after_the_other(elder: Visitor) -> None:
    elder.sees("第 1 问，共 4 问")
    elder.press("下一问")
    elder.sees("请写村或社区的名字")
    village(elder)
    typed(elder)
    elder.fill("电话", "13900005678")
    elder.press("下一问")
    elder.sees("看一遍，对不对？", "城关街道东坟村", "13900005678", STEPS[:20])

    elder.press("改“怎么找您”")
    elder.fill("怎么称呼您", "赵一")
    elder.press("下一问")
    elder.sees("赵一 13900005678")
    elder.press("发出")

    elder.sees("已收到，件号")
    assert Case.objects.get().unit.code == DONGFEN
    is_left(elder, [])


def test_a_pin_is_put_on_the_map_beside_the_name_of_the_village(elder: Visitor, settings: Settings) -> None:
    settings.MAP_TILES = "/static/web/mark.svg?{z}/{x}/{y}"
    elder.page.reload()
    elder.find("哪个村或社区", "东坟", "东坟村")
    elder.unfold("在地图上点一下")
    elder.page.locator(".leaflet-tile-loaded").first.wait_for()
    elder.page.locator(".map-sheet").tap(position={"x": 100, "y": 100})
    elder.sees("已放好图钉")
    elder.look()
    elder.press("下一问")
    elder.sees("出了什么事？", "城关街道东坟村，地图上点了")
    typed(elder)
    elder.fill("电话", "13900005678")
    elder.press("下一问")
    elder.press("发出")
    elder.sees("已收到，件号")
    assert pin_among(Case.objects.get().place_words)


def test_spoken_with_a_photo_and_without_a_word_typed(elder: Visitor) -> None:
    village(elder)
    expect(elder.page.get_by_label("什么事", exact=True)).to_be_hidden()
    elder.press("按这里，说给我们听")
    elder.page.wait_for_timeout(1200)
    elder.page.get_by_role("button", name="说完了，停").tap()
    elder.sees("可以先听一遍")
    elder.press("下一问")
    elder.fill("电话", "13900005678")
    elder.press("下一问")
    elder.sees("录了一段音")

    elder.press("发出")

    elder.sees("已收到，件号")
    assert Case.objects.get().title == "录音反映"


def test_the_phones_own_way_back_leads_to_the_question_before(elder: Visitor) -> None:
    village(elder)
    typed(elder)

    elder.page.go_back()
    elder.sees("出了什么事？")
    elder.press("‹ 上一问")
    elder.sees("是哪个村的事？")
    expect(elder.page.get_by_role("radio", name="东坟村")).to_be_checked()


def test_a_draft_is_taken_up_where_it_was_left(elder: Visitor) -> None:
    village(elder)
    typed(elder)
    elder.sees("已经存在这部手机上")
    is_left(elder, ["writing"])
    elder.page.reload()
    elder.sees("有一份没写完的")

    elder.press("接着写")

    elder.press("下一问")
    elder.sees("出了什么事？")
    expect(elder.page.get_by_label("什么事", exact=True)).to_have_value(STEPS)


def test_out_of_reach_of_a_network_it_works_the_same(elder: Visitor) -> None:
    page, network = elder.page, elder.page.context
    becomes_true(page, OPENS_OFFLINE)
    network.set_offline(True)
    page.reload()
    elder.complaints.clear()
    elder.fill("哪个村或社区", "东坟村")
    page.get_by_role("button", name="下一问").tap()
    page.locator("summary", has_text="打字").tap()
    elder.fill("什么事", STEPS)
    page.get_by_role("button", name="下一问").tap()
    elder.fill("电话", "13900005678")
    page.get_by_role("button", name="下一问").tap()
    page.get_by_role("button", name="发出", exact=True).tap()
    elder.sees("还没有发出")
    is_left(elder, ["waiting"])

    page.reload()
    network.set_offline(False)

    elder.sees("已收到，件号")
    elder.complaints.clear()
    assert Case.objects.count() == 1


def test_what_the_server_refuses_is_shown_at_its_question(elder: Visitor) -> None:
    village(elder)
    typed(elder)
    elder.fill("电话", "1390000567")
    elder.press("下一问")
    elder.page.get_by_role("button", name="发出", exact=True).tap()

    elder.sees("手机号码应为 11 位", "怎么找您？")
    expect(elder.page.get_by_label("电话", exact=True)).to_be_focused()


def fits(visitor: Visitor, what: str) -> None:
    """On a phone of 320 px nothing scrolls sideways, and each number stands in one line."""
    page = visitor.page
    page.set_viewport_size({"width": 320, "height": 640})
    wanted, there = page.evaluate(WIDTHS)
    assert wanted <= there, f"{what} is {wanted - there} px too wide"
    assert page.evaluate(BROKEN) == [], what


in_both_types = pytest.mark.parametrize("bigger", [False, True], ids=["standard", "big"])


@in_both_types
def test_nothing_is_too_wide_and_no_number_breaks_on_a_small_phone(arrive: Arrive, bigger: bool) -> None:
    Studio.objects.filter(units=unit(DISTRICT)).update(phone="010-80000000、010-80000001")
    Studio.objects.filter(units=unit(DONGFEN)).update(phone="010-80000028、13800000000")
    visitor = arrive("somebody", signed_in=False, phone=True)
    if bigger:
        visitor.press("大字版")
    page, site = visitor.page, visitor.page.url.rstrip("/")
    addresses = ["/", "/report/", "/track/", "/studios/", "/studios/?q=东坟", f"/s/{DONGFEN}/", "/figures/",
                 "/answers/", "/ledger/", "/ledger/check/", "/report/privacy/", "/no/such/page/"]  # fmt: skip

    for address in addresses:
        page.goto(f"{site}{address}")
        fits(visitor, address)
    visitor.complaints.clear()  # to a browser an answer of 404 is an error


@in_both_types
def test_nor_behind_a_receipt(arrive: Arrive, cast: Cast, bigger: bool) -> None:
    case, (code,) = reported(ZHAO)
    cast.moved_to("answered", case)
    visitor = arrive("zhao", signed_in=False, phone=True)
    if bigger:
        visitor.press("大字版")
    visitor.page.goto(f"{visitor.page.url}track/#{code}")
    visitor.fill("手机号后四位", "5678")
    visitor.press("查看")
    matter = visitor.page.url

    fits(visitor, "the matter")
    for step in ("confirm", "dispute", "supply"):
        visitor.page.goto(f"{matter}steps/{step}/")
        fits(visitor, step)


def test_nor_is_the_receipt(elder: Visitor) -> None:
    village(elder)
    typed(elder)
    elder.fill("电话", "13900005678")
    elder.press("下一问")
    fits(elder, "the last question")

    elder.press("发出")

    elder.sees("已收到，件号")
    fits(elder, "the receipt")
