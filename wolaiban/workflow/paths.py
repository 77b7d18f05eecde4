"""What tables and kinds name by a path: "host" of a subject, or "seats.unit", the units of all its seats."""

from __future__ import annotations

from typing import Any


def reached(parts: Any, path: str) -> list[Any]:
    """All that a path leads to, in order: from what the parts have of that name, or else from the subject's column."""
    first, _, rest = path.partition(".")
    is_theirs = first in vars(parts) or hasattr(type(parts), first)
    start = getattr(parts if is_theirs else parts.subject, first)
    found = list(start) if isinstance(start, list) else [start]
    for name in rest.split(".") if rest else ():
        found = [getattr(one, name) for one in found]
    return found
