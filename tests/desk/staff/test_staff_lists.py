"""A staff list from the browser: sent, looked at, taken in; then slips or text messages, each on a press of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.timezone import localdate, now

from tests.cast import DONGFEN, Cast, unit
from tests.desk.conftest import Browser
from wolaiban.importing import forgetting
from wolaiban.importing.models import StaffUpload
from wolaiban.people.actions.invitations import opened_by
from wolaiban.people.models import Invitation, Post, User

HEADER = "姓名,镇街,单位,岗位,电话\n"
GOOD = "谷雨晴,城关街道,东坟村,妇联委员,13800139101\n谭小满,城关街道,东坟村,治保委员,\n"
BAD = "万山,,辛庄村,书记,\n"


@pytest.fixture(autouse=True)
def _own_folder(settings: Any, tmp_path: Path) -> Iterator[None]:
    settings.DATA_DIR = tmp_path
    yield
    assert not list((tmp_path / "importing").glob("*"))  # nothing plain is left lying


def sent(client: Client, text: str = HEADER + GOOD + BAD) -> StaffUpload:
    answer = client.post("/staff/lists/", {"file": SimpleUploadedFile("花名册.csv", text.encode())})
    assert answer.status_code == 302, answer.content.decode()
    return StaffUpload.objects.latest("pk")


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_a_list_is_looked_at_then_taken_in_and_the_file_is_gone(cast: Cast, browser: Browser) -> None:
    guan = browser("guan")
    upload = sent(guan)

    shown = page(guan, f"/staff/lists/{upload.uuid}/")
    assert (upload.new, upload.changed, upload.known, upload.refused) == (2, 0, 0, 1)
    assert "第 4 行：“辛庄村”有" in shown
    assert "gyq1" in shown
    assert "录入 2 行" in shown
    assert not User.objects.filter(name="谷雨晴").exists()
    assert "谷雨晴".encode() not in bytes(upload.content or b"") + bytes(upload.outcome)

    guan.post(f"/staff/lists/{upload.uuid}/take/")
    guan.post(f"/staff/lists/{upload.uuid}/take/")  # pressed twice
    upload.refresh_from_db()
    assert upload.content is None
    assert (upload.new, upload.refused) == (2, 1)
    assert Post.objects.filter(user__name="谷雨晴", unit=unit(DONGFEN), function="women").count() == 1
    assert "去邀请他们" in page(guan, f"/staff/lists/{upload.uuid}/")
    assert not Invitation.objects.exists()

    again = sent(guan)
    assert (again.new, again.changed, again.known, again.refused) == (0, 0, 2, 1)


def test_what_is_missing_ends_for_its_number(cast: Cast, browser: Browser) -> None:
    guan = browser("guan")
    upload = sent(guan, HEADER + "秦怀信,城关街道,东坟村,书记,\n")
    missing = f"/staff/lists/{upload.uuid}/missing/"
    assert "白玉兰" not in page(guan, missing)  # nothing was taken in yet

    guan.post(f"/staff/lists/{upload.uuid}/take/")
    assert "表里没有的 1 个岗位" in page(guan, f"/staff/lists/{upload.uuid}/")
    assert "白玉兰" in page(guan, missing)
    wrong = guan.post(missing, {"ends": localdate().isoformat(), "number": "2"})
    assert wrong.status_code == 422
    assert "一共是 1 个岗位" in wrong.content.decode()
    assert guan.post(missing, {"ends": localdate().isoformat(), "number": "1"}).status_code == 302
    assert not Post.objects.not_over().filter(user__username="bai").exists()
    assert Post.objects.not_over().filter(user__username="qin").exists()


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("册.csv", b"a,b\n1,2\n", "认不出表头"),
        ("册.csv", "姓名,单位\n谷雨晴,东坟村\n".encode(), "没有“岗位”"),
        ("册.xlsx", b"no workbook", "已损坏"),
        ("册.csv", b"", "文件是空的"),
    ],
)
def test_a_file_that_is_no_staff_list_is_refused_in_words(
    cast: Cast, browser: Browser, name: str, content: bytes, words: str
) -> None:
    answer = browser("guan").post("/staff/lists/", {"file": SimpleUploadedFile(name, content)})

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not StaffUpload.objects.exists()


def test_a_list_is_forgotten_after_a_week(cast: Cast, browser: Browser) -> None:
    upload = sent(browser("guan"))
    forgetting.forget_old()
    assert StaffUpload.objects.filter(pk=upload.pk).exists()

    forgetting.forget_old(now() + timedelta(days=8))
    assert not StaffUpload.objects.exists()


def taken_in(guan: Client) -> None:
    guan.post(f"/staff/lists/{sent(guan).uuid}/take/")


def test_slips_show_codes_once_and_are_not_kept(cast: Cast, browser: Browser) -> None:
    guan = browser("guan")
    taken_in(guan)
    assert "没有邀请" in page(guan, "/staff/invitations/?q=谷雨晴")

    answer = guan.post("/staff/invitations/slips/", {"q": "东坟村"})
    shown = answer.content.decode()
    codes = re.findall(r'slip-code">([a-z0-9-]{14})<', shown)

    assert "no-store" in answer["Cache-Control"]
    assert {"谷雨晴", "谭小满"} <= set(re.findall(r"slip-name\"><b>(.+?)</b>", shown))
    assert len(codes) == Invitation.objects.standing().count()
    assert all(opened_by(code) for code in codes)
    assert not set(codes) & set(re.findall(r"[a-z0-9-]{14}", page(guan, "/staff/invitations/")))


def test_printing_again_leaves_out_who_holds_a_code(cast: Cast, browser: Browser) -> None:
    guan = browser("guan")
    taken_in(guan)
    guan.post("/staff/invitations/slips/", {"q": "谷雨晴"})
    first = Invitation.objects.get()

    assert guan.post("/staff/invitations/slips/", {"q": "谷雨晴"}).status_code == 302
    one = guan.post("/staff/invitations/slips/", {"person": first.user_id})
    assert one.status_code == 200
    first.refresh_from_db()
    assert first.void_at is not None


def test_a_text_message_goes_out_on_a_second_press_alone(
    cast: Cast, browser: Browser, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.NOTICE_SMS_URL = "http://127.0.0.1:9/"
    put_out = list[str]()
    monkeypatch.setattr(
        "wolaiban.desk.staff.invitations.put_out", lambda people, by: put_out.extend(p.name for p in people)
    )
    guan = browser("guan")
    taken_in(guan)

    shown = page(guan, "/staff/invitations/texts/?q=东坟村")
    assert "给 1 人发短信？" in shown
    assert "谭小满" in shown  # no number, so a slip
    assert not put_out
    guan.post("/staff/invitations/texts/", {"q": "东坟村"})
    assert put_out == ["谷雨晴"]


def test_the_list_of_the_invited_costs_the_same_however_long(
    cast: Cast, browser: Browser, django_assert_max_num_queries: Any
) -> None:
    guan = browser("guan")
    rows = "".join(f"谷雨{n:02},城关街道,东坟村,两委成员,1380013{n:04}\n" for n in range(60))
    guan.post(f"/staff/lists/{sent(guan, HEADER + rows).uuid}/take/")

    with django_assert_max_num_queries(16):
        first = page(guan, "/staff/invitations/?q=谷雨")
    found = re.search(r"after=(\d+)", first)
    assert found
    assert "谷雨59" in page(guan, f"/staff/invitations/?q=谷雨&after={found[1]}")


def test_what_is_missing_is_told_by_place_and_counted_on_the_districts_board(
    cast: Cast, browser: Browser
) -> None:
    guan = browser("guan")
    before = page(guan, "/staff/composition/")
    assert re.search(r"东坟村</span><span class=\"soft\">缺治保委员、妇联委员<", before)

    taken_in(guan)
    assert "<span>东坟村</span>" not in page(guan, "/staff/composition/")
    assert "工作室人员配齐" in page(browser("shen"), "/board/110111000000/")
    assert "工作室人员配齐" not in page(browser("fang"), "/board/110111001000/")


def test_only_posts_that_fit_the_unit_are_offered(cast: Cast, browser: Browser) -> None:
    guan = browser("guan")

    assert "东坟村" in page(guan, "/staff/units/?unit=dongfen")
    offered = page(guan, f"/staff/functions/?unit_pick={DONGFEN}")
    assert "妇联委员" in offered
    assert "镇街统筹员" not in offered
    again = guan.post("/staff/open/", {"unit_pick": DONGFEN}).content.decode()
    assert "妇联委员" in again
    assert "镇街统筹员" not in again


def test_a_number_is_corrected_and_its_invitation_ends(cast: Cast, browser: Browser) -> None:
    guan = browser("guan")
    taken_in(guan)
    gu = User.objects.get(name="谷雨晴")
    guan.post("/staff/invitations/slips/", {"person": gu.pk})

    assert guan.post(f"/staff/{gu.pk}/phone/", {"phone": "13800139199"}).status_code == 302
    gu.refresh_from_db()
    assert gu.phone == "13800139199"
    assert not Invitation.objects.standing().filter(user=gu).exists()
