"""Residents find their studio on a phone: by words they type, by the code on its door; and their matter by the code on a slip."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.cast import DONGFEN, Cast, unit
from tests.journeys.conftest import Arrive, Visitor
from wolaiban.cases import receipts
from wolaiban.cases.actions.registering import Report, Reporter, register
from wolaiban.cases.models import Case
from wolaiban.cases.receipt_codes import grouped
from wolaiban.people.actor import ANYBODY
from wolaiban.places.models import Studio
from wolaiban.process.words import Channel

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

scripts = pytest.mark.parametrize("javascript", [True, False], ids=["with_scripts", "without_scripts"])
ASKED_FOR = "村名、地址、门上的电话、拼音，都能找"


@pytest.fixture(autouse=True)
def _described(cast: Cast) -> None:
    Studio.objects.filter(code=DONGFEN).update(
        address="老供销社对面二层小楼", phone="010-69300000", hours="每天 8:30 到 17:30"
    )


def on_a_phone(arrive: Arrive, *, javascript: bool = True) -> Visitor:
    visitor: Visitor = arrive("somebody", signed_in=False, phone=True, javascript=javascript)
    return visitor


def goes_to_the_door(visitor: Visitor) -> None:
    """What the camera of a phone does with the code on the door."""
    visitor.page.goto(f"{visitor.page.url.rstrip('/')}/s/{DONGFEN}/")
    visitor.look()


def test_both_doors_stand_on_the_first_screen_and_emergency_numbers_in_one_line(arrive: Arrive) -> None:
    page = on_a_phone(arrive).page
    for words in ("反映一件事", "看看办到哪了"):
        box = page.get_by_role("main").get_by_role("link", name=words).first.bounding_box()
        assert box
        assert box["y"] + box["height"] < 844, words
    boxes = [page.locator(f'a[href="tel:{number}"]').bounding_box() for number in (110, 119, 120, 122)]
    assert len({box["y"] for box in boxes if box}) == 1


def test_the_public_figures_are_no_endless_page_on_a_phone(arrive: Arrive) -> None:
    mother = on_a_phone(arrive)
    mother.page.goto(f"{mother.page.url}figures/")
    mother.look()
    assert mother.page.evaluate("document.documentElement.scrollHeight") < 4000


@scripts
@pytest.mark.parametrize("typed", ["供销社", "城关街道东坟村"], ids=["address", "name"])
def test_the_studio_is_found_by_what_one_remembers(arrive: Arrive, typed: str, javascript: bool) -> None:
    mother = on_a_phone(arrive, javascript=javascript)
    mother.fill(ASKED_FOR, typed)
    mother.press("找工作室", within=mother.page.get_by_role("main"))
    mother.sees("找到这些", "老供销社对面二层小楼")

    mother.open("城关街道东坟村")

    mother.sees("打电话 010-69300000", "每天 8:30 到 17:30")
    call = mother.page.get_by_role("link", name="打电话 010-69300000").first
    expect(call).to_have_attribute("href", "tel:01069300000")


@pytest.mark.parametrize(
    "typed", ["dongfen", "房山区城关街道东坟村3号", "010-69300000"], ids=["pinyin", "address", "number"]
)
def test_it_is_found_however_somebody_writes_it(arrive: Arrive, typed: str) -> None:
    mother = on_a_phone(arrive)
    mother.fill(ASKED_FOR, typed)
    mother.press("找工作室", within=mother.page.get_by_role("main"))
    mother.sees("找到这些", "老供销社对面二层小楼")


def test_one_wrong_character_is_asked_about(arrive: Arrive) -> None:
    mother = on_a_phone(arrive)
    mother.fill(ASKED_FOR, "东汶村")
    mother.press("找工作室", within=mother.page.get_by_role("main"))
    mother.sees("您找的是不是", "东坟村")


@scripts
def test_the_code_on_the_door_leads_to_a_report_from_there(arrive: Arrive, javascript: bool) -> None:
    mother = on_a_phone(arrive, javascript=javascript)
    goes_to_the_door(mother)
    mother.press("在这里反映")
    expect(mother.page.get_by_role("radio", name="城关街道东坟村")).to_be_checked()
    mother.fill("什么事", "门口的台阶没有扶手。")
    mother.fill("电话", "13900005678")

    mother.press("发出")

    mother.sees("已收到，件号")
    assert Case.objects.get().unit.code == DONGFEN


def test_a_door_that_is_no_more_leads_to_those_that_are(arrive: Arrive) -> None:
    mother = on_a_phone(arrive)
    mother.page.goto(f"{mother.page.url}s/110111999999/")
    mother.complaints.clear()  # to a browser an answer of 404 is an error
    mother.sees("没有这个工作室")
    mother.fill(ASKED_FOR, "东坟")
    mother.press("找工作室", within=mother.page.get_by_role("main"))
    mother.sees("老供销社对面二层小楼")


def test_the_code_on_a_slip_leaves_four_digits_to_type(arrive: Arrive) -> None:
    zhao = Reporter(name="赵一", phone="13900005678")
    words = "门口的台阶没有扶手。"
    case = register(
        Report(unit=unit(DONGFEN), words=words, reporters=(zhao,), channel=Channel.ONLINE), by=ANYBODY
    )
    code = receipts.issue(case.complainants.get(), by=ANYBODY).code
    holder = on_a_phone(arrive)

    holder.page.goto(f"{holder.page.url}track/#{code}")

    expect(holder.page.get_by_label("查询码")).to_have_value(grouped(code))
    expect(holder.page.get_by_label("手机号后四位")).to_be_focused()
    holder.fill("手机号后四位", "5678")
    holder.press("查看")
    holder.sees(words, case.number)


@pytest.mark.parametrize("sheet", ["打印门口海报", "打印宣传页"], ids=["poster", "leaflet"])
def test_what_hangs_at_the_door_fits_on_one_sheet(arrive: Arrive, sheet: str) -> None:
    Studio.objects.filter(code=DONGFEN).update(
        phone="010-69300000、13900000000", hours="每天 8:30 到 17:30，周三到 20:00，夜里有急事打值班的手机"
    )
    leader = arrive("qin")
    leader.press("工作室")
    leader.press(sheet)

    paper = leader.page.pdf(prefer_css_page_size=True)

    assert len(re.findall(rb"/Type\s*/Page\b", paper)) == 1
