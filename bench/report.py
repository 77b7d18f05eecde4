"""What came out: rows for machines, a table for people."""

from __future__ import annotations

import json
import os
import platform
import re
import sys
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from bench.computed import in_words

Computed = Mapping[str, float]
MARKS = "<!-- last results -->", "<!-- end of last results -->"


@dataclass(frozen=True)
class Row:
    """One measure. `target` reads "<= 60" or ">= 30000"; `beside` is what was found next to it.

    `processor` is what each part computed for one of what was measured, in milliseconds.
    """

    measure: str
    value: float | str
    unit: str = ""
    target: str | None = None
    met: bool | None = None
    beside: str = ""
    processor: Computed = field(default_factory=dict)


@dataclass
class Report:
    rows: list[Row] = field(default_factory=list)

    def note(
        self, measure: str, value: float | str, unit: str = "", beside: str = "", processor: Computed = {}
    ) -> None:
        """A fact without a target."""
        self._add(Row(measure, value, unit, beside=beside, processor=processor))

    def hold(
        self, measure: str, value: float, unit: str, target: str, beside: str = "", processor: Computed = {}
    ) -> None:
        """A measure and the target it is held to."""
        sign, number = target.split()
        met = value <= float(number) if sign == "<=" else value >= float(number)
        self._add(Row(measure, significant(value), unit, target, met, beside, processor))

    def _add(self, row: Row) -> None:
        """Said at once: it takes minutes, and whoever waits sees how far it is."""
        self.rows.append(row)
        sys.stderr.write(f"{'  '.join(filter(None, cells(row)))}\n")

    def write(self, folder: Path) -> Path:
        folder.mkdir(parents=True, exist_ok=True)
        file = folder / f"{datetime.now(UTC):%Y-%m-%d}.json"
        rows = [asdict(row) for row in self.rows]
        file.write_text(json.dumps(rows, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        return file

    def table(self) -> str:
        head = ("measure", "value", "target", "met", "beside")
        lines = [head, tuple("---" for _ in head), *map(cells, self.rows)]
        widths = [max(len(line[place]) for line in lines) for place in range(len(head))]
        return "\n".join(drawn(line, widths) for line in lines) + "\n"

    def put_into(self, page: Path) -> None:
        """Replace what stands between the marks of a page."""
        start, end = MARKS
        body = f"{start}\n\nOn {datetime.now(UTC):%Y-%m-%d}:\n\n{self.table()}\n{end}"
        text = page.read_text(encoding="utf-8")
        page.write_text(re.sub(f"{start}.*{end}", lambda _: body, text, flags=re.DOTALL), encoding="utf-8")


def cells(row: Row) -> tuple[str, ...]:
    value = f"{row.value:,}" if isinstance(row.value, (int, float)) else row.value
    met = "" if row.met is None else "yes" if row.met else "NO"
    computed = f"processor: {in_words(row.processor)}" if row.processor else ""
    beside = "; ".join(filter(None, (row.beside, computed)))
    return row.measure, f"{value} {row.unit}".strip(), row.target or "", met, beside


def drawn(line: tuple[str, ...], widths: list[int]) -> str:
    return "| " + " | ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) + " |"


def significant(value: float) -> float:
    """Three figures: more would be noise."""
    if abs(value) >= 1000 or value == int(value):
        return round(value)
    return float(f"{value:.3g}")


def machine() -> str:
    cpu = platform.machine()
    for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
        if line.startswith("model name"):
            cpu = line.partition(":")[2].strip()
            break
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{cpu}, {os.cpu_count()} cores, {memory:.0f} GB, Python {platform.python_version()}"
