"""The public figures as a map: how much each township received, and where nothing may be said."""

from __future__ import annotations

from wolaiban.statistics.publishing import AreaFigures, FiguresSheet
from wolaiban.web.tilemap import Mark, TileMap, shade, tile_map

RECEIVED = "received"
WITHHELD, NOTHING = "不公布", "暂无"
NO_NUMBER = "–"  # in a tile: something, but too little to say


def received_map(sheet: FiguresSheet) -> TileMap:
    """Each tile leads to the figures of its township further down."""
    townships = [line for line in sheet.parts if line.code]
    numbers = [number for line in townships if (number := line.figure(RECEIVED).numerator)]
    most = max(numbers, default=0)

    def mark(line: AreaFigures) -> Mark:
        figure, address = line.figure(RECEIVED), f"#t{line.code}"
        if figure.is_empty:
            return Mark(address, words=NOTHING)
        if figure.numerator is None:
            return Mark(address, NO_NUMBER, words=WITHHELD)
        return Mark(
            address, str(figure.numerator), shade(figure.numerator, most), words=f"收到 {figure.numerator} 件"
        )

    return tile_map(townships, mark, says=_finding(townships, most), most=most)


def _finding(townships: list[AreaFigures], most: int) -> str:
    first = next((line.name for line in townships if most and line.figure(RECEIVED).numerator == most), "")
    most_of_all = f"，最多的是{first}，{most} 件" if first else ""
    return f"各镇街收到的诉求{most_of_all}。点一个，看它的数。"
