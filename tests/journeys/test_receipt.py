"""From the receipt on: straight to the matter, kept as a picture, kept on one's own phone; and the matter's page on a phone."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import expect
from pytest_django import Settings

from tests.cast import Cast
from tests.journeys.conftest import Arrive, Visitor
from tests.journeys.test_following import ZHAO, reported, show
from tests.journeys.test_reporting import write

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _files(settings: Settings, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path


@pytest.fixture
def mother(arrive: Arrive) -> Visitor:
    visitor: Visitor = arrive("mother", signed_in=False, phone=True)
    visitor.press("反映一件事")
    write(visitor)
    visitor.press("发出")
    visitor.sees("已收到，件号")
    return visitor


def test_one_press_leads_to_the_progress(mother: Visitor) -> None:
    mother.press("收好了，看进展")

    mother.sees("已登记，等待受理", "您反映的事", "收到")


def test_the_slip_is_kept_as_a_picture(mother: Visitor, tmp_path: Path) -> None:
    with mother.page.expect_download() as coming:
        mother.page.get_by_role("button", name="存成图片").tap()
    kept = tmp_path / "slip.png"
    coming.value.save_as(kept)

    mother.sees("长按图片")
    with Image.open(kept) as picture:
        assert picture.format == "PNG"
        assert picture.width == 720
        dark = sum(picture.convert("L").histogram()[:128])
        assert dark > 10_000  # words and a code, not an empty sheet
    assert coming.value.suggested_filename.startswith("回执 FS-")


def test_on_ones_own_phone_the_code_need_not_be_copied(mother: Visitor) -> None:
    page = mother.page
    assert page.evaluate("localStorage.getItem('wolaiban-receipts')") in (None, "[]")
    mother.press("记在这部手机上")
    mother.sees("记下了")

    page.goto(page.url.replace("/report/", "/track/"))
    mother.sees("这部手机上记着的")
    page.locator("[data-kept] button").first.tap()
    mother.fill("手机号后四位", "5678")
    mother.press("查看")
    mother.sees("您反映的事")

    page.goto(page.url.replace("/case/", "/"))
    page.get_by_role("button", name="从这部手机上删掉").tap()
    expect(page.locator("[data-kept]")).to_be_hidden()
    assert page.evaluate("localStorage.getItem('wolaiban-receipts')") == "[]"


def test_the_one_decision_stays_at_hand_until_its_card_is_seen(arrive: Arrive, cast: Cast) -> None:
    case, (code,) = reported(ZHAO)
    cast.moved_to("answered", case)
    zhao = arrive("zhao", signed_in=False, phone=True)
    zhao.page.set_viewport_size({"width": 390, "height": 500})
    show(zhao, code, "5678")
    bar = zhao.page.locator("[data-stick]")
    zhao.page.evaluate("scrollTo(0, 0)")
    expect(bar).to_be_visible()

    zhao.page.locator("#decision").scroll_into_view_if_needed()
    expect(bar).to_be_hidden()
    zhao.page.evaluate("scrollTo(0, 0)")
    expect(bar).to_be_visible()
    place = bar.get_by_role("link", name="没解决").bounding_box()
    assert place
    zhao.page.touchscreen.tap(place["x"] + place["width"] / 2, place["y"] + place["height"] / 2)

    zhao.sees("评价这次办理")
    expect(zhao.page.get_by_role("radio", name="没有解决")).to_be_checked()
