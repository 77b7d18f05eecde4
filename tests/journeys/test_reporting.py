"""Reporting through a real browser on a phone: with scripts and without, spoken, together, and out of reach of a network."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import FilePayload, Page, Route, expect
from pytest_django import Settings

from tests.cast import DONGFEN, Cast
from tests.journeys.conftest import ARTIFACTS, Arrive, Visitor
from wolaiban.cases.models import Case, Receipt
from wolaiban.web.maps import pin_among

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

STEPS = "3 号楼前的台阶没有扶手，下雨天我妈不敢走。"
LEFT_HERE = """() => new Promise((resolve) => {
  const asked = indexedDB.open("wolaiban-report");
  asked.onsuccess = () => {
    const all = asked.result.transaction("reports").objectStore("reports").getAll();
    all.onsuccess = () => resolve(all.result.map((record) => record.state));
  };
})"""
PHONES_HERE = LEFT_HERE.replace("record.state", "new Map(record.fields).get('phone')")
# The worker has taken this page over, which it does a moment after it has kept the form.
OPENS_OFFLINE = "() => Boolean(navigator.serviceWorker.controller) && caches.match('/report/').then(Boolean)"
A5, TILL = 559, 302  # the width of the paper in CSS pixels


@pytest.fixture(autouse=True)
def _files(settings: Settings, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path


@pytest.fixture
def mother(arrive: Arrive) -> Visitor:
    visitor: Visitor = arrive("somebody", signed_in=False, phone=True)
    visitor.press("反映一件事")
    return visitor


def write(visitor: Visitor, *, village: str = "东坟") -> None:
    visitor.fill("什么事", STEPS)
    visitor.find("哪个村或社区", village, "东坟村")
    visitor.fill("怎么称呼您", "赵一")
    visitor.fill("电话", "13900005678")


def on_paper(visitor: Visitor, width: int) -> None:
    """A picture of the page as it is printed, to be looked at."""
    page = visitor.page
    page.emulate_media(media="print")
    before = page.viewport_size
    page.set_viewport_size({"width": width, "height": 800})
    page.screenshot(path=str(ARTIFACTS / f"{visitor.journey}-paper-{width}.png"), full_page=True)
    wanted, there = page.evaluate("[document.scrollingElement.scrollWidth, innerWidth]")
    assert wanted <= there
    expect(page.get_by_role("button").filter(visible=True)).to_have_count(0)
    page.emulate_media(media="screen")
    assert before
    page.set_viewport_size(before)


def becomes_true(page: Page, condition: str) -> None:
    """Wait for what the browser promises; Playwright's own `wait_for_function` takes any promise for a yes."""
    for _ in range(100):
        if page.evaluate(condition):
            return
        page.wait_for_timeout(100)
    assert page.evaluate(condition), condition


def is_left(visitor: Visitor, states: list[str]) -> None:
    """What the phone keeps, a moment after the page was drawn."""
    for _ in range(50):
        if visitor.page.evaluate(LEFT_HERE) == states:
            return
        visitor.page.wait_for_timeout(100)
    assert visitor.page.evaluate(LEFT_HERE) == states


def test_said_once(mother: Visitor) -> None:
    write(mother)
    mother.sees("听起来是这类事")

    mother.press("发出")

    mother.sees("已收到，件号", "只显示这一次", "查询码")
    case = Case.objects.get()
    assert case.unit.code == DONGFEN
    assert case.category
    is_left(mother, [])
    on_paper(mother, A5)
    on_paper(mother, TILL)


def test_what_is_missing_is_said_at_its_field_until_it_is_written(mother: Visitor) -> None:
    mother.press("发出")
    mother.sees("请写几句是什么事")
    expect(mother.page.get_by_label("什么事")).to_be_focused()
    mother.fill("什么事", STEPS)
    mother.does_not_see("请写几句是什么事")

    mother.press("发出")
    mother.sees("请写村或社区的名字")
    assert Case.objects.count() == 0


def test_what_the_server_refuses_is_where_the_page_begins(mother: Visitor) -> None:
    write(mother)
    mother.fill("电话", "1390000567")
    mother.page.get_by_role("button", name="发出", exact=True).tap()

    mother.sees("手机号码应为 11 位")
    expect(mother.page.get_by_label("电话", exact=True)).to_be_focused()


def test_said_once_without_scripts(arrive: Arrive) -> None:
    visitor = arrive("somebody", signed_in=False, phone=True, javascript=False)
    visitor.press("反映一件事")
    visitor.fill("什么事", STEPS)
    visitor.fill("哪个村或社区", "辛庄")
    visitor.fill("电话", "13900005678")
    visitor.page.get_by_role("button", name="发出", exact=True).tap()
    visitor.page.get_by_text("请在下面选一项").first.wait_for()
    visitor.complaints.clear()  # to a browser an answer of 422 is an error
    visitor.page.locator("label.option", has_text="辛庄村").first.tap()

    visitor.press("发出")

    visitor.sees("已收到，件号", "只显示这一次")
    assert Case.objects.count() == 1


def test_said_once_without_scripts_and_in_big_type(arrive: Arrive) -> None:
    visitor = arrive("somebody", signed_in=False, phone=True, javascript=False)
    visitor.press("大字版")
    visitor.press("反映一件事")
    visitor.fill("哪个村或社区", "辛庄")
    visitor.page.get_by_role("button", name="下一问", exact=True).tap()
    visitor.page.get_by_text("请在下面选一项").first.wait_for()
    visitor.complaints.clear()  # to a browser an answer of 422 is an error
    visitor.page.locator("label.option", has_text="辛庄村").first.tap()
    visitor.press("下一问")
    visitor.fill("什么事", STEPS)
    visitor.press("下一问")
    visitor.fill("电话", "13900005678")
    visitor.press("下一问")
    visitor.sees("看一遍，对不对？", STEPS[:20], "13900005678")

    visitor.press("发出")

    visitor.sees("已收到，件号", "只显示这一次")
    assert Case.objects.count() == 1


def test_written_out_of_reach_and_sent_when_the_network_is_back(mother: Visitor) -> None:
    page, network = mother.page, mother.page.context
    becomes_true(page, OPENS_OFFLINE)
    network.set_offline(True)
    page.reload()
    mother.complaints.clear()
    mother.sees("现在没有网")
    mother.fill("什么事", STEPS)
    mother.fill("哪个村或社区", "东坟村")
    mother.fill("电话", "13900005678")
    page.get_by_role("button", name="发出", exact=True).tap()
    mother.sees("还没有发出")
    is_left(mother, ["waiting"])
    assert not Case.objects.exists()

    page.reload()  # or closed, and opened again
    network.set_offline(False)

    mother.sees("已收到，件号")
    mother.complaints.clear()
    is_left(mother, ["received"])
    mother.press("看回执")
    mother.sees("只显示这一次")
    page.reload()
    is_left(mother, [])
    assert Case.objects.count() == Receipt.objects.count() == 1


def test_a_village_chosen_stays_chosen_where_the_finds_come_late(arrive: Arrive) -> None:
    page, held = arrive("somebody", signed_in=False, phone=True).page, list[Route]()
    page.goto(f"{page.url}report/")
    search = page.get_by_label("哪个村或社区").first
    search.press_sequentially("东坟")
    option = page.locator("label.option", has_text="东坟村").first
    expect(option).to_be_visible()
    page.route("**/report/units/**", lambda route: held.append(route))  # noqa: PLW0108 -- Playwright marks it
    with page.expect_request("**/report/units/**"):
        search.press("Backspace")
    option.tap()
    with page.expect_response("**/report/units/**"):
        held[0].continue_()
    page.wait_for_timeout(300)

    expect(option.get_by_role("radio")).to_be_checked()


def test_a_photo_chosen_before_the_scripts_came_is_not_lost(arrive: Arrive) -> None:
    page, held = arrive("somebody", signed_in=False, phone=True).page, list[Route]()
    page.route("**/photos*.js", lambda route: held.append(route))  # noqa: PLW0108 -- Playwright marks what it is given
    page.goto(f"{page.url}report/", wait_until="commit")
    page.get_by_label("照片或录音").set_input_files([photo()])
    expect(page.get_by_alt_text("照片 1")).to_have_count(0)
    assert held

    held[0].continue_()

    expect(page.get_by_alt_text("照片 1")).to_be_visible()


def test_spoken_with_a_photo_instead_of_written(mother: Visitor) -> None:
    page = mother.page
    page.get_by_label("照片或录音").set_input_files([photo()])
    expect(page.get_by_alt_text("照片 1")).to_be_visible()
    mother.press("按这里，说给我们听")
    mother.sees("正在录音")
    page.wait_for_timeout(1200)
    page.get_by_role("button", name="说完了，停").tap()
    mother.sees("可以先听一遍")
    mother.find("哪个村或社区", "东坟", "东坟村")
    mother.fill("电话", "13900005678")

    mother.press("发出")

    mother.sees("已收到，件号")
    case = Case.objects.get()
    assert case.title == "录音反映"
    kept = {row.media_type: row for row in case.attachments.all()}
    assert kept.keys() == {"audio/webm", "image/jpeg"}
    assert kept["image/jpeg"].size < len(photo()["buffer"])


def photo() -> FilePayload:
    """4000 pixels wide, as a phone takes it."""
    target = BytesIO()
    Image.effect_noise((4000, 3000), 60).convert("RGB").save(target, "JPEG", quality=90)
    return {"name": "台阶.jpg", "mimeType": "image/jpeg", "buffer": target.getvalue()}


def test_with_a_pin_on_the_map(mother: Visitor, arrive: Arrive, settings: Settings) -> None:
    settings.MAP_TILES = "/static/web/mark.svg?{z}/{x}/{y}"
    settings.MAP_CREDIT = "审图号：只供测试"
    mother.page.reload()
    write(mother)
    mother.unfold("在地图上点一下")
    mother.sees("审图号")
    sheet = mother.page.locator(".map-sheet")
    mother.page.locator(".leaflet-tile-loaded").first.wait_for()
    sheet.tap(position={"x": 100, "y": 100})
    mother.sees("已放好图钉")
    mother.look()

    mother.press("发出")

    mother.sees("已收到，件号")
    assert pin_among(Case.objects.get().place_words)
    qin = arrive("qin")
    qin.open("台阶没有扶手")
    qin.unfold("看地图")
    qin.page.locator(".map-pin").wait_for()
    qin.look()


def test_together_with_a_neighbour(mother: Visitor) -> None:
    write(mother)
    mother.unfold("几个人一起反映")
    mother.press("再加一位")
    neighbour = mother.page.get_by_role("group", name="一起反映的人").filter(visible=True)
    neighbour.get_by_label("姓名").fill("钱二")
    neighbour.get_by_role("textbox", name="电话").fill("13900001234")

    mother.press("发出")

    mother.sees("这 2 张回执", "赵* · 139****5678", "钱* · 139****1234")
    assert [c.representative for c in Case.objects.get().complainants.all()] == [True, False]
    on_paper(mother, A5)


def test_a_draft_is_taken_up_again_or_cleared(mother: Visitor) -> None:
    page = mother.page
    write(mother)
    mother.sees("暂存在这部手机上")
    is_kept(mother, "13900005678")
    page.reload()
    mother.sees("有一份没写完的")

    mother.press("接着写")

    expect(page.get_by_label("什么事")).to_have_value(STEPS)
    expect(page.get_by_role("textbox", name="电话")).to_have_value("13900005678")
    expect(page.get_by_role("radio", name="东坟村")).to_be_checked()
    mother.press("清除草稿")
    expect(page.get_by_label("什么事")).to_have_value("")
    is_left(mother, [])


def is_kept(visitor: Visitor, phone: str) -> None:
    """Wait until this number is in the draft; the page itself says only that there is one."""
    for _ in range(100):
        if phone in visitor.page.evaluate(PHONES_HERE):
            return
        time.sleep(0.1)
    assert phone in visitor.page.evaluate(PHONES_HERE)


def test_a_draft_is_kept_when_another_app_is_looked_into(mother: Visitor) -> None:
    page = mother.page
    write(mother)
    is_kept(mother, "13900005678")
    page.clock.install()
    page.clock.pause_at(datetime.now(UTC) + timedelta(minutes=5))  # no pause after the last letter ever ends
    mother.fill("电话", "13900005679")

    page.evaluate("Object.defineProperty(document, 'visibilityState', {value: 'hidden'})")
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")

    is_kept(mother, "13900005679")
    is_left(mother, ["writing"])


def test_what_the_server_asks_back_costs_no_photo(mother: Visitor) -> None:
    write(mother)
    mother.page.get_by_label("照片或录音").set_input_files([photo()])
    expect(mother.page.get_by_alt_text("照片 1")).to_be_visible()
    mother.fill("电话", "139")
    mother.page.get_by_role("button", name="发出", exact=True).tap()
    mother.page.get_by_text("手机号码应为 11 位").first.wait_for()
    mother.complaints.clear()  # the refusal of the script's attempt
    expect(mother.page.get_by_alt_text("照片 1")).to_be_visible()

    mother.fill("电话", "13900005678")
    mother.press("发出")

    mother.sees("已收到，件号")
    assert Case.objects.get().attachments.count() == 1


def test_the_counter_prints_the_same_slip(arrive: Arrive, cast: Cast) -> None:
    case: Any = cast.report()
    officer = arrive("qin")
    officer.page.goto(f"{officer.page.url.rstrip('/').rsplit('/', 1)[0]}/cases/{case.number}/")
    officer.press("打印回执")
    officer.sees("查询码")
    on_paper(officer, A5)
