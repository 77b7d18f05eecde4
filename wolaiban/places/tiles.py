"""Where each township lies on the schematic map: equal tiles, for there are no borders to be had.

The file is the district's own (setting TOWNSHIP_TILES). Whoever changes it sees the new map without a restart.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

COLUMNS = ("code12", "column", "row")


@dataclass(frozen=True)
class Tile:
    """The place of one township, by its code of 12 digits: column and row from 0 at the north-west."""

    code: str
    column: int
    row: int


def tiles() -> Mapping[str, Tile]:
    """By the code of the township. ImproperlyConfigured, in words, where the file is missing or makes no map."""
    path = Path(settings.TOWNSHIP_TILES)
    try:
        changed = path.stat().st_mtime_ns
    except OSError as missing:
        raise ImproperlyConfigured(f"示意图的文件（TOWNSHIP_TILES）读不到：{path}") from missing
    return _read(path, changed)


@lru_cache(maxsize=2)
def _read(path: Path, changed: int) -> Mapping[str, Tile]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.DictReader(file)
        if absent := [name for name in COLUMNS if name not in (rows.fieldnames or ())]:
            raise ImproperlyConfigured(f"示意图的文件 {path} 少了这些列：{'、'.join(absent)}")
        found = [_tile(path, rows.line_num, row) for row in rows]
    _refuse_two_in_one_place(path, found)
    return {tile.code: tile for tile in found}


def _tile(path: Path, line: int, row: Mapping[str, str]) -> Tile:
    try:
        column, rank = int(row["column"]), int(row["row"])
    except (TypeError, ValueError):
        column = rank = -1
    if min(column, rank) < 0:
        raise ImproperlyConfigured(f"示意图的文件 {path} 第 {line} 行：列和行要填从 0 数起的整数。")
    return Tile(row["code12"].strip(), column, rank)


def _refuse_two_in_one_place(path: Path, found: list[Tile]) -> None:
    taken: dict[tuple[int, int], str] = {}
    for tile in found:
        other = taken.setdefault((tile.column, tile.row), tile.code)
        if other != tile.code:
            raise ImproperlyConfigured(f"示意图的文件 {path}：{other} 和 {tile.code} 在同一格。")
