"""Filters of the ledger that a person keeps: their own, few, and without anybody's number."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.cast import Cast
from tests.desk.conftest import Browser
from wolaiban.cases.actions.saving_filters import MOST
from wolaiban.cases.models import SavedFilter

OVERDUE = {"stage": "open", "overdue": "1"}


def save(client: Client, name: str, **wanted: str) -> str:
    return client.post("/cases/filters/", {"name": name, **(wanted or OVERDUE)}, follow=True).content.decode()


def test_a_filter_is_kept_and_opened_again(cast: Cast, browser: Browser) -> None:
    client = browser("qin")
    assert "已存为“超期的”" in save(client, "超期的")
    page = client.get("/cases/").content.decode()
    assert 'href="/cases/?stage=open&amp;overdue=1"' in page
    assert "超期的</a>" in page
    assert "超期的</a>" not in browser("bai").get("/cases/").content.decode()


def test_the_same_name_takes_the_place(cast: Cast, browser: Browser) -> None:
    client = browser("qin")
    save(client, "常看")
    save(client, "常看", tier="hard")
    assert list(SavedFilter.objects.values_list("name", "query")) == [("常看", "tier=hard")]


def test_it_is_dropped_by_whom_it_belongs_to(cast: Cast, browser: Browser) -> None:
    save(browser("qin"), "超期的")
    [saved] = SavedFilter.objects.all()
    browser("bai").post(f"/cases/filters/{saved.pk}/drop/")
    assert SavedFilter.objects.exists()
    browser("qin").post(f"/cases/filters/{saved.pk}/drop/")
    assert not SavedFilter.objects.exists()


@pytest.mark.parametrize(
    ("name", "wanted", "says"),
    [
        ("", OVERDUE, "请起个名字"),
        ("长" * 21, OVERDUE, "请起个名字"),
        ("空的", {"q": ""}, "没有筛选条件"),
        ("李家", {"q": "13812345678"}, "不能有电话"),
        ("李家", {"handler": "13812345678"}, "不能有电话"),
        ("我叫王秀英", OVERDUE, "不能有电话"),
    ],
)
def test_what_will_not_do_is_said(
    cast: Cast, browser: Browser, name: str, wanted: dict[str, str], says: str
) -> None:
    assert says in save(browser("qin"), name, **wanted)
    assert not SavedFilter.objects.exists()


def test_there_is_an_end_to_them(cast: Cast, browser: Browser) -> None:
    client = browser("qin")
    for n in range(MOST):
        save(client, f"第 {n} 个")
    assert f"最多存 {MOST} 个" in save(client, "再一个")
    assert "已存为“第 0 个”" in save(client, "第 0 个", tier="hard")
    assert SavedFilter.objects.count() == MOST


def test_it_is_for_those_who_have_a_ledger(cast: Cast, browser: Browser) -> None:
    for who in ("wang", "zhi", "guan"):
        assert browser(who).post("/cases/filters/", {"name": "甲", **OVERDUE}).status_code == 404
