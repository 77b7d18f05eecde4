"""One cell as the text that a person would have typed, and one row of such cells."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, time
from typing import NamedTuple

# What a spreadsheet shows where it could not compute: no value, whatever it looks like.
ERROR_VALUE = re.compile(
    r"#(NAME\?|DIV/0!|REF!|VALUE!|N/A|NUM!|NULL!|SPILL!|CALC!|GETTING_DATA|BUSY!|#+)", re.I
)
ESCAPED = re.compile(r"_x00([01][0-9A-Fa-f])_")  # how workbooks write control characters
MOST_COLUMNS = 256
DROPPED = "去掉了 {} 个不能显示的控制字符"


class SheetRow(NamedTuple):
    """The number that a spreadsheet shows beside it, its cells as text, and what was not taken as it stood."""

    line: int
    cells: list[str]
    remarks: tuple[str, ...] = ()


def row_of(line: int, values: Sequence[object], *remarks: str) -> SheetRow:
    """A row of not more than MOST_COLUMNS cells; what is cut off or dropped is said."""
    if len(values) > MOST_COLUMNS:
        if any(value not in {None, ""} for value in values[MOST_COLUMNS:]):
            remarks = (*remarks, f"第 {MOST_COLUMNS} 列以后的没有读")
        values = values[:MOST_COLUMNS]
    dropped = sum(dropped_from(value) for value in values if isinstance(value, str))
    said = (*remarks, DROPPED.format(dropped)) if dropped else remarks
    return SheetRow(line, [as_text(value) for value in values], said)


def as_text(cell: object) -> str:
    """A spreadsheet's value as it would be typed."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return tidy(cell)
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.isoformat(" ", timespec="seconds")
    if isinstance(cell, date | time):
        return cell.isoformat()
    return tidy(str(cell))


def tidy(text: str) -> str:
    """Without what no database takes and no eye sees: control characters other than line ends and tabs."""
    if text.isascii() and text.isprintable() and "_x" not in text:
        return text.strip()
    plain = _lines(text)
    seen = plain if plain.isprintable() else "".join(c for c in plain if _is_kept(c))
    return seen.strip()


def dropped_from(text: str) -> int:
    """How many characters `tidy` takes away, but for spaces around and the second half of line ends."""
    if text.isprintable() and "_x" not in text:
        return 0
    return sum(not _is_kept(c) for c in _lines(text))


def _lines(text: str) -> str:
    plain = ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x00" in text else text
    return plain.replace("\r\n", "\n").replace("\r", "\n")


def _is_kept(character: str) -> bool:
    if character in "\n\t" or character.isprintable():
        return True
    return ord(character) >= 0xA0 and not "\ud800" <= character <= "\udfff"  # halves of a character
