"""What goes wrong on a phone: a crowd behind one address, no network, a photo that will not do, a press too many."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import FilePayload, Request, expect
from pytest_django import Settings

from bench import hostile
from tests.cast import DONGFEN
from tests.journeys.conftest import Arrive, Visitor
from tests.journeys.test_reporting import OPENS_OFFLINE, STEPS, becomes_true, is_kept, is_left, write
from wolaiban.cases.models import Case
from wolaiban.portal.reporting import guarding
from wolaiban.residents import vault
from wolaiban.web.limits import rate_limit

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

KEPT_FILES = """() => new Promise((resolve) => {
  const asked = indexedDB.open("wolaiban-report");
  asked.onsuccess = () => {
    const all = asked.result.transaction("files").objectStore("files").getAll();
    all.onsuccess = () => resolve(all.result.flatMap(({ photos }) => photos.map(({ bytes }) => Object.prototype.toString.call(bytes))));
  };
})"""
GROWN_OLD = """(days) => new Promise((resolve) => {
  const asked = indexedDB.open("wolaiban-report");
  asked.onsuccess = () => {
    const store = asked.result.transaction("reports", "readwrite").objectStore("reports");
    store.getAll().onsuccess = (event) => {
      for (const record of event.target.result) store.put({ ...record, at: Date.now() - days * 86400000 });
      store.transaction.oncomplete = resolve;
    };
  };
})"""
# How many createImageBitmap were going on at once, at most.
WATCH_SHRINKING = """
window.atOnce = 0;
let going = 0;
const real = createImageBitmap;
window.createImageBitmap = async (...given) => {
  going += 1;
  window.atOnce = Math.max(window.atOnce, going);
  try { return await real(...given); } finally { going -= 1; }
};
"""


@pytest.fixture(autouse=True)
def _files(settings: Settings, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path
    settings.WORK_BITS = 8


@pytest.fixture
def mother(arrive: Arrive) -> Visitor:
    visitor: Visitor = arrive("somebody", signed_in=False, phone=True)
    visitor.press("反映一件事")
    return visitor


def send(visitor: Visitor) -> None:
    visitor.page.get_by_role("button", name="发出", exact=True).tap()


def uploads(visitor: Visitor) -> list[Request]:
    """What is posted to the form from now on."""
    posted: list[Request] = []

    def hear(request: Request) -> None:
        if (
            request.method == "POST"
            and re.search(r"/report/$", request.url)
            and "multipart" in str(request.headers)
        ):
            posted.append(request)

    visitor.page.on("request", hear)
    return posted


def picture(name: str = "台阶.jpg", size: int = 900) -> FilePayload:
    target = BytesIO()
    Image.new("RGB", (size, size), "green").save(target, "JPEG")
    return {"name": name, "mimeType": "image/jpeg", "buffer": target.getvalue()}


def crowd(visitor: Visitor, monkeypatch: pytest.MonkeyPatch, count: int = 45) -> None:
    """So many have reported behind the same address within the hour."""
    monkeypatch.setattr(guarding, "lately", lambda request: count)


def test_behind_a_noisy_address_the_phone_computes_and_uploads_once(
    mother: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    posted = uploads(mother)
    write(mother)  # the form was opened while it was quiet
    crowd(mother, monkeypatch)

    mother.press("发出")

    mother.sees("已收到，件号")
    assert Case.objects.count() == 1
    assert len(posted) == 1


def test_too_much_even_so_is_said_as_it_is_and_goes_out_later(
    mother: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guarding, "NETWORK_AN_HOUR", 1)
    assert rate_limit.take(guarding.FROM_NETWORK, "127.0.0.1", limit=1, span=guarding.HOUR) is None
    posted = uploads(mother)
    write(mother)
    send(mother)
    mother.sees("您所在的网络这一小时已经发来 1 件", "会自动发出")
    is_left(mother, ["waiting"])
    assert len(posted) == 1
    mother.complaints.clear()
    monkeypatch.setattr(guarding, "NETWORK_AN_HOUR", 100)

    mother.page.get_by_role("button", name="现在发").tap()

    mother.sees("已收到，件号")
    assert Case.objects.count() == 1


def test_written_offline_it_goes_out_from_a_noisy_network_too(
    mother: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    page, network = mother.page, mother.page.context
    becomes_true(page, OPENS_OFFLINE)
    network.set_offline(True)
    page.reload()
    mother.complaints.clear()
    mother.fill("什么事", STEPS)
    mother.fill("哪个村或社区", "东坟村")
    mother.fill("电话", "13900005678")
    page.get_by_label("照片或录音").set_input_files([picture()])
    expect(page.get_by_alt_text("照片 1")).to_be_visible()
    send(mother)
    mother.sees("现在没有网。内容存在这部手机上")
    crowd(mother, monkeypatch)

    network.set_offline(False)

    mother.sees("已收到，件号")
    mother.complaints.clear()
    is_left(mother, ["received"])
    assert Case.objects.get().attachments.count() == 1


def test_what_was_not_received_is_never_forgotten_unasked(mother: Visitor) -> None:
    page = mother.page
    write(mother)
    is_kept(mother, "13900005678")
    page.evaluate(GROWN_OLD, 9)
    page.reload()

    mother.sees("已经放了 9 天，还要接着写吗？")
    page.get_by_role("button", name="删除").tap()
    mother.sees("再按一次，就从这部手机上删掉")
    is_left(mother, ["writing"])
    page.get_by_role("button", name="再按一次").tap()
    is_left(mother, [])


def test_only_what_was_received_is_forgotten_after_a_week(mother: Visitor) -> None:
    page = mother.page
    page.evaluate(
        """() => new Promise((resolve) => {
          const asked = indexedDB.open("wolaiban-report");
          asked.onsuccess = () => {
            const store = asked.result.transaction("reports", "readwrite").objectStore("reports");
            store.put({ key: "a", state: "received", number: "FS-2026-000001", at: 0 });
            store.put({ key: "b", state: "refused", fields: [], why: "电话不对。", at: 0 });
            store.transaction.oncomplete = resolve;
          };
        })"""
    )
    page.reload()

    mother.sees("原因：电话不对。", "还要发吗？")
    is_left(mother, ["refused"])


def test_back_from_the_receipt_the_form_is_empty(mother: Visitor) -> None:
    write(mother)
    mother.press("发出")
    mother.sees("已收到，件号")

    mother.page.go_back()

    expect(mother.page.get_by_label("什么事")).to_have_value("")
    expect(mother.page.get_by_role("textbox", name="电话")).to_have_value("")
    expect(mother.page.get_by_label("怎么称呼您")).to_have_value("")
    send(mother)
    mother.sees("请写几句是什么事")
    assert Case.objects.count() == 1


def test_files_are_kept_as_bytes_and_made_small_one_after_the_other(arrive: Arrive) -> None:
    mother = arrive("somebody", signed_in=False, phone=True)
    mother.page.context.add_init_script(WATCH_SHRINKING)
    mother.press("反映一件事")
    page = mother.page
    page.get_by_label("照片或录音").set_input_files([picture("image.jpg", 2000 + n) for n in range(6)])
    expect(page.get_by_alt_text("照片 6")).to_be_visible()

    becomes_true(page, f"async () => (await ({KEPT_FILES})()).length === 6")
    assert page.evaluate(KEPT_FILES) == ["[object ArrayBuffer]"] * 6
    assert page.evaluate("window.atOnce") == 1
    page.reload()
    page.get_by_role("button", name="接着写").tap()
    expect(page.get_by_alt_text("照片 6")).to_be_visible()


def test_one_that_will_not_do_is_marked_by_its_name_and_the_rest_goes(mother: Visitor) -> None:
    broken = picture("坏的.jpg")
    broken["buffer"] = broken["buffer"][:300]
    film: FilePayload = {
        "name": "片子.mp4",
        "mimeType": "video/mp4",
        "buffer": b"\0\0\0\x18ftypmp42" + b"\0" * 99,
    }
    sheet: FilePayload = {"name": "表.docx", "mimeType": "application/msword", "buffer": b"PK"}
    write(mother)
    mother.page.get_by_label("照片或录音").set_input_files([picture(), broken, film, sheet])

    unfit = mother.page.locator(".unfit")
    expect(unfit).to_have_count(3)
    expect(unfit.nth(0)).to_contain_text("坏的.jpg打不开")
    expect(unfit.nth(1)).to_contain_text("片子.mp4是视频，这里收不了")
    expect(unfit.nth(2)).to_contain_text("表.docx不是照片、录音或 PDF")
    mother.sees("有 3 个发不了")
    mother.look()
    mother.press("发出")

    mother.sees("已收到，件号")
    assert Case.objects.get().attachments.count() == 1


def test_the_tenth_photo_is_not_dropped_in_silence(mother: Visitor) -> None:
    mother.page.get_by_label("照片或录音").set_input_files([picture(f"{n}.jpg", 100) for n in range(10)])

    expect(mother.page.get_by_alt_text("照片 9")).to_be_visible()
    expect(mother.page.locator(".unfit")).to_contain_text("9.jpg一次最多 9 个")


def test_what_only_the_server_can_open_is_asked_when_it_is_chosen(mother: Visitor) -> None:
    paper: FilePayload = {"name": "合同.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4 broken"}
    mother.page.get_by_label("照片或录音").set_input_files([paper])

    expect(mother.page.locator(".unfit")).to_contain_text("合同.pdf")
    mother.complaints.clear()


def test_too_many_words_are_counted_and_kept_and_said(mother: Visitor) -> None:
    page = mother.page
    write(mother)
    words = page.get_by_label("什么事")
    words.evaluate(
        "(field, text) => { field.focus(); document.execCommand('insertText', false, text); }", "长" * 5800
    )
    mother.sees(f"多了 {5800 + len(STEPS) - 5000} 字")
    mother.look()

    send(mother)

    mother.sees("最多 5000 字，现在是")
    assert len(words.input_value()) == 5800 + len(STEPS)
    words.fill("台阶坏了。")
    mother.sees("5 字，最多 5000 字")
    mother.press("发出")
    mother.sees("已收到，件号")


def test_the_same_once_more_is_told_of_and_sent_on_request(mother: Visitor) -> None:
    write(mother)
    mother.press("发出")
    mother.press("收好了，回首页")
    mother.press("反映一件事")
    write(mother)

    send(mother)

    mother.sees("您已经反映过", "查进展")
    mother.complaints.clear()
    mother.look()
    assert Case.objects.count() == 1
    mother.press("是另一件，照样发出")
    mother.sees("已收到，件号")
    assert Case.objects.count() == 2


def test_the_door_somebody_came_through_is_kept_without_a_network(mother: Visitor) -> None:
    page, network = mother.page, mother.page.context
    becomes_true(page, OPENS_OFFLINE)
    site = page.url.removesuffix("/report/")
    page.goto(f"{site}/s/{DONGFEN}/")
    network.set_offline(True)
    page.goto(f"{site}/report/?unit={DONGFEN}")
    mother.complaints.clear()
    expect(page.get_by_role("radio", name="东坟村")).to_be_checked()
    mother.fill("什么事", STEPS)
    mother.fill("电话", "13900005678")
    send(mother)
    mother.sees("还没有发出")

    network.set_offline(False)

    mother.sees("已收到，件号")
    mother.complaints.clear()
    assert Case.objects.get().unit.code == DONGFEN


def test_whoever_has_signed_in_finds_it_among_her_matters(arrive: Arrive, cast: Any) -> None:
    wang = arrive("wang", phone=True)
    site = re.match(r"https?://[^/]+", wang.page.url)
    assert site
    wang.page.goto(f"{site[0]}/report/")
    wang.sees("以您本人的名义反映")
    wang.look()
    wang.fill("什么事", STEPS)
    wang.find("哪个村或社区", "东坟", "东坟村")
    wang.press("发出")
    wang.sees("已收到，件号")

    wang.press("我的诉求")

    wang.sees("台阶没有扶手")
    assert Case.objects.get().complainants.get().resident == cast.resident("wang")


@pytest.mark.parametrize(
    ("phone", "number"), [("69351234", "010-69351234"), ("13800138000（女儿）", "13800138000")]
)
def test_a_number_is_read_as_a_clerk_would_read_it(mother: Visitor, phone: str, number: str) -> None:
    write(mother)
    mother.fill("电话", phone)
    send(mother)
    mother.sees("已收到，件号")
    resident = Case.objects.get().complainants.get().resident
    assert vault.open_identity(resident).phone == number


def test_a_hotline_is_no_number_to_call_back(mother: Visitor) -> None:
    write(mother)
    mother.fill("电话", "12345")
    send(mother)
    mother.sees("这是热线或短号，打回去找不到您")
    assert not Case.objects.exists()


def test_a_photo_as_newer_phones_take_it_goes_out_and_is_kept_for_every_browser(mother: Visitor) -> None:
    write(mother)
    chosen: FilePayload = {"name": "台阶.HEIC", "mimeType": "image/heic", "buffer": hostile.phone_heic()}
    mother.page.get_by_label("照片或录音").set_input_files([chosen])
    mother.press("发出")
    mother.sees("已收到，件号")
    (kept,) = Case.objects.get().attachments.all()
    assert kept.media_type == "image/jpeg"
