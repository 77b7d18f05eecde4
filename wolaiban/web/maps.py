"""A map, where the operator named a server of tiles: who reports may put a pin on it, who handles it sees the pin.

The pin is kept among the words of the place, "（地图 39.73012,116.14321）", in the coordinates of the operator's own map:
it is searched, printed and read over the phone like any words, and nothing needs a map to be understood.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured, ValidationError

AT = re.compile(r"(-?\d{1,2}\.\d{5}),(-?\d{1,3}\.\d{5})", re.ASCII)
AMONG_WORDS = re.compile(rf"地图 ({AT.pattern})", re.ASCII)


@dataclass(frozen=True)
class Map:
    """`centre` and `pin` are "latitude,longitude" in degrees; `tiles` has {z}, {x}, {y} for the browser to fill."""

    tiles: str
    centre: str
    credit: str
    pin: str = ""


def map_with(pin: str = "") -> Map | None:
    """None where no server of tiles is configured."""
    if not settings.MAP_TILES:
        return None
    if not all(part in settings.MAP_TILES for part in ("{z}", "{x}", "{y}")):
        raise ImproperlyConfigured("MAP_TILES 的网址里要有 {z}、{x} 和 {y}。")
    return Map(settings.MAP_TILES, settings.MAP_CENTRE, settings.MAP_CREDIT, pin)


def read_pin(given: str) -> str:
    """ "" for none; ValidationError for what is no place on earth, as only a broken script would send it."""
    if not given:
        return ""
    found = AT.fullmatch(given)
    if found is None or abs(float(found[1])) > 90 or abs(float(found[2])) > 180:
        raise ValidationError("地图上的位置没有读懂，请在地图上重新点一下。")
    return given


def with_pin(words: str, pin: str) -> str:
    """The words of a place with its pin at the end."""
    if not pin:
        return words
    return f"{words}（地图 {pin}）" if words else f"地图 {pin}"


def pin_among(words: str) -> str:
    found = AMONG_WORDS.search(words)
    return found[1] if found else ""
