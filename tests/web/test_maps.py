"""A pin among the words of a place: read as it was written, refused as what it is not."""

from __future__ import annotations

import pytest
from django.core.exceptions import ImproperlyConfigured, ValidationError
from hypothesis import given
from hypothesis import strategies as st
from pytest_django.fixtures import Settings

from wolaiban.web.maps import map_with, pin_among, read_pin, with_pin

PIN = "39.73012,116.14321"
TILES = "https://{s}.tiles.example/{z}/{x}/{y}.png"


@given(words=st.text(max_size=200), latitude=st.floats(-90, 90), longitude=st.floats(-180, 180))
def test_whatever_the_words_the_pin_is_kept_whole(words: str, latitude: float, longitude: float) -> None:
    pin = read_pin(f"{latitude:.5f},{longitude:.5f}")

    place = with_pin(words, pin)

    assert place.startswith(words)
    assert pin_among(place.removeprefix(words)) == pin


def test_without_a_pin_the_words_are_as_they_were() -> None:
    assert with_pin("3 号楼前", read_pin("")) == "3 号楼前"
    assert pin_among("3 号楼前") == ""


@pytest.mark.parametrize(
    "given", ["39.7,116.1", "91.00000,116.00000", "39.73012,181.00000", "here", PIN + " "]
)
def test_what_is_no_place_is_refused_in_words(given: str) -> None:
    with pytest.raises(ValidationError, match="重新点一下"):
        read_pin(given)


def test_no_server_of_tiles_no_map(settings: Settings) -> None:
    settings.MAP_TILES = ""
    assert map_with(PIN) is None
    settings.MAP_TILES = TILES
    shown = map_with(PIN)
    assert shown is not None
    assert (shown.tiles, shown.pin) == (TILES, PIN)
    settings.MAP_TILES = "https://tiles.example/"
    with pytest.raises(ImproperlyConfigured):
        map_with()
