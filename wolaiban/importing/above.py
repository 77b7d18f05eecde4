"""同上: what a row says by pointing to the one above."""

from __future__ import annotations

import re

SAME = re.compile(
    r"[（(—\-\s]*(同\s*上(行|面|格)?|同\s*前|上\s*同|〃|″|＂|\"|''|’’|”|々|ditto)[)）—\-\s]*", re.IGNORECASE
)


class Above:
    """Remembers what stood in each column last, and puts it where a row says 同上."""

    def __init__(self) -> None:
        self.last: dict[str, str] = {}

    def resolve(self, cells: dict[str, str]) -> list[str]:
        """Replace in place what points upwards; returns remarks on what points at nothing."""
        remarks = []
        for field, text in cells.items():
            if text and len(text) <= 12 and SAME.fullmatch(text):
                cells[field] = self.last.get(field, "")
                if not cells[field]:
                    remarks.append(f"写着“{text}”，但上面没有")
        self.last = dict(cells)
        return remarks
