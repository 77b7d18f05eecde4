"""Names to sign in with, made from people's own: 张秀英 is zxy1, the next of these initials zxy2."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from itertools import count

from wolaiban.places.sounds import readings

NO_LETTERS = "user"
LONGEST = 8


class LoginNames:
    """Hands out names that nobody has, in any case of letters; none twice."""

    def __init__(self, taken: Iterable[str]) -> None:
        self._taken = {name.casefold() for name in taken}
        self._numbers = defaultdict[str, "count[int]"](lambda: count(1))

    def next_for(self, name: str) -> str:
        initials = initials_of(name)
        free = (f"{initials}{number}" for number in self._numbers[initials])
        found = next(name for name in free if name not in self._taken)
        self._taken.add(found)
        return found


def initials_of(name: str) -> str:
    """The first letter of how each character is usually read; of names in letters, those of each word."""
    parts = name.split() if name.isascii() else name
    letters = (readings(part[0])[0][:1] for part in parts)
    return (
        "".join(letter for letter in letters if letter.isascii() and letter.isalpha())[:LONGEST] or NO_LETTERS
    )
