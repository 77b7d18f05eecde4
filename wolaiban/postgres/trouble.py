"""What the private database says when it cannot go on: one sentence for a person, and the end of its log."""

from __future__ import annotations

import contextlib
import sys
from pathlib import Path


class DatabaseTrouble(Exception):
    """The private database cannot be made or started."""


def tell(text: str) -> None:
    """Say it to whoever watches this command; where that is kept on a disk that is full, go on without."""
    with contextlib.suppress(OSError):
        sys.stderr.write(text)
        sys.stderr.flush()


def tail_of(log: Path, lines: int = 12) -> str:
    """The last lines of a log, or nothing where there is none."""
    try:
        with log.open("rb") as file:
            file.seek(max(0, log.stat().st_size - 8192))
            text = file.read().decode("utf-8", "replace")
    except OSError:
        return ""
    return "\n".join(text.splitlines()[-lines:])
