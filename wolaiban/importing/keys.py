"""By what a row is known again: by what was understood of it, not by how it was written."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import datetime

from django.utils.timezone import localtime

from wolaiban.process.calendar import BEIJING

ANYWHERE = "anywhere"  # stands for the unit where rows are spread over many


def key_of(
    cells: Mapping[str, str], *, where: str, reported_at: datetime | None, who: tuple[str, str]
) -> str:
    """The same matter again has the same key, in whatever format, spelling or order of rows.

    Its content counts too, not its number alone: two lists may both begin with 1, and two villages complain in the
    same words. Without a number, who and where tell apart what many said.
    """
    number = bare(cells.get("id", "").removesuffix(".0"))
    said = [bare(cells.get(name, "")) for name in ("title", "words")]
    rest = [] if number else [*map(bare, who), bare(cells.get("place", ""))]
    day = localtime(reported_at, BEIJING).date().isoformat() if reported_at else ""
    return f"import:2:{_digest([where, number, *said, day, *rest])[:54]}"


def old_key_of(cells: Mapping[str, str], reported_at: datetime | None) -> str:
    """As keys were made until now; ledgers brought in before are known by them."""
    names = (
        ("id", "title", "words") if cells.get("id") else ("title", "words", "name", "phone", "place", "unit")
    )
    parts = [" ".join(cells.get(name, "").split()) for name in names]
    parts.append(reported_at.isoformat() if reported_at else "")
    return f"import:{_digest(parts)[:56]}"


def bare(text: str) -> str:
    """Letters and digits alone, of one width and case; what has none of them stays."""
    folded = unicodedata.normalize("NFKC", text).lower()
    return "".join(filter(str.isalnum, folded)) or "".join(folded.split())


def _digest(parts: Iterable[str]) -> str:
    text = "".join(f"{len(part)}:{part}" for part in parts)
    return hashlib.sha256(text.encode()).hexdigest()
