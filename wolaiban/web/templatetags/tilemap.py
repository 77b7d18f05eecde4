"""The map of townships on a page: {% tile_map map %}, or the same as a list: {% tile_map map as_list=True %}."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.html import escape
from django.utils.safestring import mark_safe

from wolaiban.web.tilemap import DrawnTile, TileMap

register = template.Library()

MIDDLE = 'x="50%" y="50%"'


@register.inclusion_tag("web/tilemap.html")
def tile_map(drawn: TileMap, *, as_list: bool = False) -> dict[str, Any]:
    tiles = "" if as_list else "\n".join([*map(_tile, drawn.placed), *map(_late, drawn.placed)])
    return {"map": drawn, "as_list": as_list, "tiles": mark_safe(tiles)}  # noqa: S308 -- escaped, or our own


def _tile(tile: DrawnTile) -> str:
    """Written in one go: there are as many as townships, of some twenty parts each."""
    mark = tile.mark
    return (
        f'<svg x="{tile.x}" y="{tile.y}" width="{tile.width}" height="{tile.height}" class="tile shade-{mark.shade}">'
        f'<a href="{escape(mark.url)}" aria-label="{escape(tile.label)}"><rect width="100%" height="100%" rx="6"/></a>'
        f'<g aria-hidden="true">{_name(tile)}{_value(tile)}</g></svg>'
    )


def _name(tile: DrawnTile) -> str:
    called = escape(tile.called)
    if tile.halves is None:
        return f"<text {MIDDLE}>{called}</text>"
    first, second = map(escape, tile.halves)
    return (
        f'<text {MIDDLE} class="in-one">{called}</text><text {MIDDLE} class="in-two first">{first}</text>'
        f'<text {MIDDLE} class="in-two second">{second}</text>'
    )


def _value(tile: DrawnTile) -> str:
    look = "value under-two" if tile.halves else "value"
    return f'<text {MIDDLE} class="{look}">{escape(tile.mark.value)}</text>' if tile.mark.value else ""


def _late(tile: DrawnTile) -> str:
    """The disc at the corner of a tile, above its neighbours: drawn after all tiles."""
    if not tile.mark.late:
        return ""
    place = f'x="{tile.x}" y="{tile.y}" width="{tile.width}" height="{tile.height}"'
    disc = f'<circle cx="-2" cy="3" r="10"/><text x="-2" y="3">{tile.mark.late}</text>'
    return f'<svg {place} class="late" aria-hidden="true"><svg x="100%">{disc}</svg></svg>'
