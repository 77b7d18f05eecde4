"""The pin on a map, for whoever reads the words of a place: {% map_of case.place_words %}."""

from __future__ import annotations

from django import template

from wolaiban.web.maps import Map, map_with, pin_among

register = template.Library()


@register.inclusion_tag("web/map_shown.html")
def map_of(words: str) -> dict[str, Map | None]:
    pin = pin_among(words)
    return {"map": map_with(pin) if pin else None}
