"""Whatever somebody types of a studio's name, address, sound or number leads to it; the best first."""

from __future__ import annotations

import csv
from pathlib import Path
from time import process_time
from typing import Any

import pytest
from pytest_django.fixtures import Settings

from wolaiban.places.actions.loading import load_fangshan
from wolaiban.places.models import Studio, Unit

pytestmark = pytest.mark.django_db

DONGFEN = "110111001202"


@pytest.fixture(autouse=True)
def _fangshan(db: None) -> None:
    load_fangshan()
    Studio.objects.filter(code=DONGFEN).update(phone="010-80000028转2、13800000000", address="老供销社对面")


def names(found: Any) -> list[str]:
    return [unit.full_name for unit in found]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("房山区城关街道东坟村3号", "城关街道东坟村"),
        ("北京市房山区城关街道东坟村三组12号", "城关街道东坟村"),
        ("东坟村 3号", "城关街道东坟村"),
        ("城关东坟", "城关街道东坟村"),
        ("窦店镇窦店社区", "窦店镇窦店社区"),
        ("窦店大高舍村南街", "窦店镇大高舍村"),
        ("dongfen", "城关街道东坟村"),
        ("DongFen", "城关街道东坟村"),
        ("ｄｏｎｇｆｅｎ", "城关街道东坟村"),
        ("dong fen cun", "城关街道东坟村"),
        ("chengguandongfen", "城关街道东坟村"),
        ("dfc", "城关街道东坟村"),
        ("df", "城关街道东坟村"),
        ("changyang", "长阳镇"),
        ("lvcheng", "阎村镇绿城社区"),
        ("010-80000028", "城关街道东坟村"),
        ("80000028", "城关街道东坟村"),
        ("（010）8000 0028", "城关街道东坟村"),
        ("138 0000 0000", "城关街道东坟村"),
        ("老供销社", "城关街道东坟村"),
        ("窦店", "窦店镇"),
        ("城关镇", "城关街道"),
        ("坨里镇", "青龙湖镇"),
    ],
)
def test_it_is_found_and_comes_first(typed: str, first: str) -> None:
    found = names(Unit.objects.sought(typed))

    assert found[:1] == [first]


def test_an_address_finds_the_one_village_and_no_more() -> None:
    assert names(Unit.objects.sought("房山区城关街道东坟村3号")) == ["城关街道东坟村"]
    one = Unit.objects.filter(short_name="辛庄村").select_related("township")[0]
    assert names(Unit.objects.sought(f"{one.full_name}12号")) == [one.full_name]


def test_yanshan_is_its_four_streets_first() -> None:
    found = names(Unit.objects.sought("燕山"))

    assert set(found[:4]) == {"向阳街道", "东风街道", "迎风街道", "星城街道"}


def test_the_old_town_of_liangxiang_is_three_of_today() -> None:
    assert set(names(Unit.objects.sought("良乡镇"))[:3]) == {"良乡地区", "拱辰街道", "西潞街道"}


@pytest.mark.parametrize("typed", ["dongfen", "df", "dfc"])
def test_letters_find_the_village_among_what_is_shown(typed: str) -> None:
    assert "城关街道东坟村" in names(Unit.objects.sought(typed))


@pytest.mark.parametrize("typed", ["东汶村", "東墳村", "东粉村", "房山区城关街道东汶村3号"])
def test_a_slip_of_the_pen_is_asked_about_and_never_taken(typed: str) -> None:
    assert names(Unit.objects.sought(typed)) == []
    assert names(Unit.objects.with_a_door().similar(typed))[0] == "城关街道东坟村"


@pytest.mark.parametrize(
    "typed", ["区水务局", "<b>", "没有这个村", "13900009999", "%", "\\", "'", "12", "x", "。"]
)
def test_nothing_is_made_up(typed: str) -> None:
    assert "城关街道东坟村" not in names(Unit.objects.sought(typed))


@pytest.mark.parametrize("typed", ["大高社村", "大高高舍村", "窦店大高社村"])
def test_a_character_too_many_or_another_of_the_same_sound(typed: str) -> None:
    assert names(Unit.objects.with_a_door().similar(typed))[0] == "窦店镇大高舍村"


def test_what_is_cut_is_counted() -> None:
    found = Unit.objects.sought("村", limit=20)

    assert (len(found), found.more) == (20, len(Unit.objects.sought("村", limit=1000)) - 20)


def test_a_districts_own_names_are_read_from_its_file(tmp_path: Path, settings: Settings) -> None:
    file = tmp_path / "names.csv"
    file.write_text("名称,代码\n老县城,110111001000\n", encoding="utf-8-sig")
    settings.UNIT_NAMES = str(file)

    assert names(Unit.objects.sought("老县城"))[0] == "城关街道"


def test_every_everyday_name_belongs_to_a_unit(settings: Settings) -> None:
    codes = set(Unit.objects.values_list("code", flat=True))
    with Path(settings.UNIT_NAMES).open(encoding="utf-8", newline="") as file:
        assert {row["代码"] for row in csv.DictReader(file)} <= codes


def test_what_changed_is_found_at_once() -> None:
    assert names(Unit.objects.sought("新供销社")) == []
    Studio.objects.filter(code=DONGFEN).update(address="新供销社")
    assert names(Unit.objects.sought("新供销社")) == ["城关街道东坟村"]
    Unit.objects.filter(code=DONGFEN).update(active=False)
    assert names(Unit.objects.sought("新供销社")) == []


def test_each_key_pressed_is_answered_at_once() -> None:
    """A generous bound for a crowded machine; measured: bench/finding.py."""
    typed = ("东", "东坟", "房山区城关街道东坟村3号", "dong", "df", "东汶村", "80000028")
    for text in typed:
        list(Unit.objects.sought(text) or Unit.objects.similar(text))
    start = process_time()
    for text in typed:
        list(Unit.objects.sought(text) or Unit.objects.similar(text))
    assert (process_time() - start) / len(typed) < 0.1
