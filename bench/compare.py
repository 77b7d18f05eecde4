"""Two runs laid side by side: `python -m bench.compare BEFORE AFTER`, each a file of results or a folder with one.

What each part computed is compared, not the time on the clock: that tells more of what else the machine did.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from bench.computed import in_words

Rows = dict[str, Mapping[str, Any]]  # by their measure


def main() -> None:
    before, after = map(read, sys.argv[1:])
    sys.stdout.writelines(f"{line}\n" for line in compared(before, after))


def read(place: str) -> Rows:
    """A measure that was taken twice, as of cases, gets a number. The newest file of a folder."""
    path = Path(place)
    file = path if path.is_file() else max(path.glob("*.json"))
    rows: Rows = {}
    for row in json.loads(file.read_text(encoding="utf-8")):
        name, turn = row["measure"], 2
        while name in rows:
            name, turn = f"{row['measure']} ({turn})", turn + 1
        rows[name] = row
    return rows


def compared(before: Rows, after: Rows) -> Iterator[str]:
    """A line for each measure of both: its value, then what was computed for it, before and after."""
    for name, row in after.items():
        if name not in before:
            continue
        was, is_now = before[name], row
        yield f"{name:74} {was['value']} → {is_now['value']} {row['unit']}".rstrip()
        old, new = was.get("processor"), is_now.get("processor")
        if old and new:
            yield f"    × {_share(old, new):.2f} of the processor: {in_words(old)} → {in_words(new)}"


def _share(before: Mapping[str, float], after: Mapping[str, float]) -> float:
    return sum(after.values()) / max(sum(before.values()), 0.001)


if __name__ == "__main__":
    main()
