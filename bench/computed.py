"""Who computed for how long: what others do on the same machine stretches the time on the clock, and this hardly."""

from __future__ import annotations

import contextlib
import os
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from django.conf import settings

from wolaiban.postgres import place

POSTGRESQL = "PostgreSQL"
OURSELVES = "ours"
Parts = Counter[str]  # seconds of processor, by part


def so_far() -> Parts:
    """Of this process with all that it has started and that has ended, and of the private PostgreSQL."""
    return Counter({OURSELVES: sum(os.times()[:4]), POSTGRESQL: sum(map(used, tree(postmaster())))})


def for_each(before: Parts, after: Parts, number: float) -> dict[str, float]:
    """Milliseconds for each of so many."""
    return {part: 1000 * (after[part] - before[part]) / max(1, number) for part in after}


def in_words(parts: Mapping[str, float]) -> str:
    """website 6.5, worker 2.6, PostgreSQL 6.0 ms"""
    return ", ".join(f"{name} {_short(milliseconds)}" for name, milliseconds in parts.items()) + " ms"


def _short(milliseconds: float) -> str:
    return f"{milliseconds:.1f}" if milliseconds >= 1 else f"{milliseconds:.2g}"


def postmaster() -> int:
    """The process of the private PostgreSQL that started all others of it; 0 where none runs."""
    with contextlib.suppress(OSError, ValueError, IndexError):
        note = place.of(settings.DATA_DIR).cluster / "postmaster.pid"
        return int(note.read_text(encoding="utf-8").splitlines()[0])
    return 0


def tree(root: int) -> list[int]:
    """A process and all that descend from it."""
    parents = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError):
                parents[int(entry.name)] = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
    found = [root]
    for pid in found:
        found += [child for child, parent in parents.items() if parent == pid]
    return found


def used(pid: int) -> float:
    """Its own, and that of its children that have ended: a connection that was closed."""
    try:
        facts = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return sum(map(int, facts[11:15])) / os.sysconf("SC_CLK_TCK")
