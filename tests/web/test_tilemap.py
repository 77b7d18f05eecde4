"""The map of townships: each a link in its place, none lost, colour never alone."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.template import Context, Template
from pytest_django import Settings

from tests.cast import CHENGGUAN, Cast
from wolaiban.places.models import Unit
from wolaiban.web.tilemap import Mark, TileMap, shade, shades, tile_map

pytestmark = pytest.mark.django_db

DRAW = Template("{% load tilemap %}{% tile_map map %}")
LIST = Template("{% load tilemap %}{% tile_map map as_list=True %}")


def townships() -> list[Unit]:
    return list(Unit.objects.townships().order_by("code"))


def mapped(mark: Mark | None = None) -> TileMap:
    return tile_map(townships(), lambda unit: mark or Mark(f"/there/{unit.code}/"), says="各镇街在办的事")


def drawn(by: Template, found: TileMap) -> str:
    return by.render(Context({"map": found}))


def test_each_township_is_a_link_and_the_map_says_what_it_shows(cast: Cast) -> None:
    page = drawn(DRAW, mapped())

    assert set(re.findall(r'href="/there/(\d{12})/"', page)) == {unit.code for unit in townships()}
    assert 'role="group" aria-label="各镇街在办的事"' in page
    assert 'aria-label="城关街道"' in page


def test_a_number_a_shade_and_what_is_late_stand_in_the_tile_and_are_heard(cast: Cast) -> None:
    page = drawn(DRAW, mapped(Mark("/x/", "12", shade=3, late=2, words="在办 12 件，超期 2 件")))

    assert 'aria-label="城关街道，在办 12 件，超期 2 件"' in page
    assert page.count("shade-3") == page.count(">12</text>") == page.count(">2</text>") == 28


def test_the_list_says_the_same_without_a_drawing(cast: Cast) -> None:
    page = drawn(LIST, mapped(Mark("/x/", "12", words="在办 12 件")))

    assert "<svg" not in page
    assert page.count("在办 12 件") == len(re.findall(r"<li>", page)) == 28


def test_a_township_that_is_not_in_the_file_stands_below(
    cast: Cast, settings: Settings, tmp_path: Path
) -> None:
    settings.TOWNSHIP_TILES = str(tmp_path / "tiles.csv")
    Path(settings.TOWNSHIP_TILES).write_text(f"code12,name,column,row\n{CHENGGUAN},城关街道,0,0\n")

    found = mapped()

    assert [tile.name for tile in found.placed] == ["城关街道"]
    assert len(found.unplaced) == 27
    assert drawn(DRAW, found).count('href="/there/') == 28


def test_tiles_lie_side_by_side_and_do_not_overlap(cast: Cast) -> None:
    def sides(tile: object) -> list[float]:
        return [float(getattr(tile, side).rstrip("%")) for side in ("x", "y", "width", "height")]

    places = [sides(tile) for tile in mapped().placed]

    for at, (x, y, wide, high) in enumerate(places):
        assert x >= 0 <= y
        assert x + wide <= 100 >= y + high
        for left, top, width, height in places[:at]:
            assert x >= left + width or left >= x + wide or y >= top + height or top >= y + high


@pytest.mark.parametrize(("value", "expected"), [(0, 0), (1, 1), (3, 1), (4, 2), (6, 2), (7, 3), (9, 3)])
def test_shades_are_thirds_of_the_most(value: int, expected: int) -> None:
    assert shade(value, 9) == expected
    assert shade(1, 1) == 2
    assert shade(1, 0) == 0


@pytest.mark.parametrize("most", [0, 1, 2, 3, 4, 5, 12, 100, 101])
def test_the_words_under_the_map_say_which_numbers_have_which_shade(most: int) -> None:
    said = {number: one.dark for one in shades(most) for number in range(one.first, one.last + 1)}
    assert said == {number: shade(number, most) for number in range(1, most + 1)}
