"""What somebody asks a list for, word by word: each as they typed it, and what else it may mean."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings

from wolaiban.places.models import Unit
from wolaiban.places.queries import known_rows, named_by

SHORTEST = 2  # a single character is looked for in titles only
MOST = 8
SHORTENED = re.compile(r"(?:([A-Z]+)-)?(20\d\d)-(\d{1,6})", re.ASCII)


@dataclass(frozen=True)
class Term:
    """One word: as text, as the units that are called so, and as the case whose number was written without its zeros."""

    text: str
    units: tuple[int, ...] = ()
    number: str = ""

    @property
    def is_long(self) -> bool:
        return len(self.text) >= SHORTEST


def words_of(text: str) -> list[str]:
    """The words of a question, each once, in either width; whoever asks for two wants both, in any order."""
    return list(dict.fromkeys(unicodedata.normalize("NFKC", text).split()))


def terms_of(text: str) -> tuple[Term, ...]:
    """The words with what else they mean. One query where a word may be a unit's name."""
    words = words_of(text)
    rows = known_rows(Unit) if any(len(word) >= SHORTEST for word in words) else []
    return tuple(Term(word, named_by(rows, word), whole_number(word)) for word in words)


def whole_number(word: str) -> str:
    """FS-2026-280 → FS-2026-000280, also without the letters of the house; empty for what is no number."""
    found = SHORTENED.fullmatch(unicodedata.normalize("NFKC", word).upper())
    if not found:
        return ""
    prefix, year, serial = found.groups()
    return f"{prefix or settings.CASE_PREFIX}-{year}-{int(serial):06d}"


def quoted(terms: Sequence[Term] | Sequence[str]) -> str:
    """“雨棚”和“公交”"""
    return "和".join(f"“{term.text if isinstance(term, Term) else term}”" for term in terms)
