"""The file that lays out the map of townships: the district's own, read when it changes, refused in words."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from pytest_django import Settings

from tests.cast import Cast
from wolaiban.places.models import Unit
from wolaiban.places.tiles import tiles

HEAD = "code12,name,column,row\n"


@pytest.fixture
def file(settings: Settings, tmp_path: Path) -> Path:
    path = tmp_path / "tiles.csv"
    settings.TOWNSHIP_TILES = str(path)
    return path


@pytest.mark.django_db
def test_every_township_that_comes_along_has_a_tile_of_its_own(cast: Cast) -> None:
    found = tiles()

    assert {unit.code for unit in Unit.objects.townships()} == found.keys()
    assert len({(tile.column, tile.row) for tile in found.values()}) == len(found) == 28


def test_a_changed_file_counts_without_a_restart(file: Path) -> None:
    file.write_text(f"{HEAD}110111001000,城关街道,4,3\n", encoding="utf-8")
    assert tiles()["110111001000"].column == 4

    file.write_text(f"{HEAD}110111001000,城关街道,5,3\n", encoding="utf-8")
    os.utime(file, ns=(1, 1))

    assert tiles()["110111001000"].column == 5


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("code12,name,row\n110111001000,城关街道,3\n", "少了这些列：column"),
        (f"{HEAD}110111001000,城关街道,四,3\n", "第 2 行：列和行"),
        (f"{HEAD}110111001000,城关街道,-1,3\n", "第 2 行：列和行"),
        (f"{HEAD}110111001000,城关街道,4,3\n110111002000,新镇街道,4,3\n", "在同一格"),
    ],
)
def test_what_makes_no_map_is_refused_in_words(file: Path, written: str, why: str) -> None:
    file.write_text(written, encoding="utf-8")

    with pytest.raises(ImproperlyConfigured, match=why):
        tiles()


def test_a_file_that_is_not_there_is_named(file: Path) -> None:
    with pytest.raises(ImproperlyConfigured, match="读不到"):
        tiles()
