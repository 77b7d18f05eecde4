"""The map of townships on a page: {% tile_map map %}, or the same as a list: {% tile_map map as_list=True %}."""

from __future__ import annotations

from typing import Any

from django import template

from wolaiban.web.tilemap import TileMap

register = template.Library()


@register.inclusion_tag("web/tilemap.html")
def tile_map(drawn: TileMap, *, as_list: bool = False) -> dict[str, Any]:
    return {"map": drawn, "as_list": as_list}
