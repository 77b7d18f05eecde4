"""A district's whole staff list from the browser: 4,700 rows, of which 20 are bad."""

from __future__ import annotations

import re
import time
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.cast import Cast
from tests.desk.conftest import Browser
from tests.importing.sheets import sheet
from wolaiban.importing.models import StaffUpload
from wolaiban.people.models import Post, User
from wolaiban.places.models import Unit

POSTS = ("书记", "两委成员", "两委成员", "治保委员", "妇联委员", "计生委员", "两委成员", "志愿者")
GIVEN = "安宁晴朗静和平远志明华英秀兰芳敏杰强磊军洋艳勇娟涛超霞桂刚"
ROWS, BAD, A_MINUTE = 4_700, 20, 60


def invented(number: int) -> str:
    """Names that nobody shares in one village."""
    return "虞" + GIVEN[number // 29 % 29] + GIVEN[number % 29]


def rows() -> list[tuple[str, ...]]:
    villages = Unit.objects.studio_level().with_township().order_by("code")
    people = [(village, post) for village in villages for post in POSTS]
    good: list[tuple[str, ...]] = [
        (invented(n), village.township.name if village.township else "", village.name, post, f"1390{n:07}")
        for n, (village, post) in enumerate(people)
    ]
    bad = [(f"虞安{GIVEN[n]}", "", "没有的村", "书记", "") for n in range(BAD)]
    assert len(good) >= ROWS - BAD
    step = (ROWS - BAD) // BAD
    mixed = good[: ROWS - BAD]
    for n, row in enumerate(bad):
        mixed.insert(n * step + n, row)
    return mixed


def test_a_whole_district_is_taken_in_and_each_bad_row_named(
    cast: Cast, browser: Browser, settings: Any, tmp_path: Path
) -> None:
    settings.DATA_DIR = tmp_path
    guan, before = browser("guan"), User.objects.count()
    table = sheet(tmp_path / "册.xlsx", ("姓名", "镇街", "单位", "岗位", "电话"), *rows())

    start = time.process_time()  # others may keep the machine busy
    guan.post("/staff/lists/", {"file": SimpleUploadedFile("册.xlsx", table.read_bytes())})
    upload = StaffUpload.objects.get()
    guan.post(f"/staff/lists/{upload.uuid}/take/")
    assert time.process_time() - start < A_MINUTE

    upload.refresh_from_db()
    assert (upload.new, upload.refused) == (ROWS - BAD, BAD)
    assert User.objects.count() == before + ROWS - BAD
    assert Post.objects.filter(user__username__startswith="y").count() >= ROWS - BAD
    shown = guan.get(f"/staff/lists/{upload.uuid}/").content.decode()
    assert len(re.findall(r"<li>第 \d+ 行：找不到单位“没有的村”", shown)) == BAD
