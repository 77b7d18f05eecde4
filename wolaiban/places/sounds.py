"""How a name sounds, in pinyin without tones: dongfencun, dfc. Traditional characters sound the same.

The library is loaded when somebody first types letters or a name that nothing has; without its phrases, which names
of villages do not hold, it takes 12 MB instead of 57.
"""

from __future__ import annotations

import os
from functools import lru_cache
from itertools import islice, product
from typing import NamedTuple

Syllables = tuple[str, ...]

MOST_READINGS, MOST_FORMS = 3, 12


@lru_cache(maxsize=8192)
def readings(character: str) -> tuple[str, ...]:
    """How one character may be read, the usual first; letters and digits stand for themselves. ü is written u."""
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")
    from pypinyin import Style, pinyin  # noqa: PLC0415 -- 12 MB that a process needs only when somebody types so

    (found,) = pinyin(character, style=Style.NORMAL, heteronym=True) or [[character]]
    plain = (sound.lower().replace("v", "u") for sound in found)
    return tuple(dict.fromkeys(plain))[:MOST_READINGS]


@lru_cache(maxsize=8192)
def sounds_of(name: str) -> tuple[Syllables, ...]:
    """The ways in which a name may be read: 长阳 is zhang yang or chang yang."""
    return tuple(islice(product(*(readings(character) for character in name)), MOST_FORMS))


def is_sound(text: str) -> bool:
    """Whether this was typed as sounds, so that names are compared by theirs."""
    return len(text) > 1 and text.isascii() and text.isalpha()


class Sound(NamedTuple):
    """One way in which a name sounds, as it is compared with letters."""

    whole: str
    initials: str
    tails: tuple[str, ...]  # from each further syllable to the end

    @classmethod
    def of(cls, syllables: Syllables) -> Sound:
        tails = tuple("".join(syllables[at:]) for at in range(1, len(syllables)))
        return cls("".join(syllables), "".join(sound[0] for sound in syllables), tails)

    def fits(self, letters: str) -> int | None:
        """0: they are the whole of it, 1 its initials, then the beginning of either, last of a later syllable."""
        if self.whole == letters:
            return 0
        if self.initials == letters:
            return 1
        if self.whole.startswith(letters):
            return 2
        if self.initials.startswith(letters):
            return 3
        return 4 if any(tail.startswith(letters) for tail in self.tails) else None


def apart(one: str, other: str) -> int:
    """In how many letters two characters sound different, at the least."""
    return min(_edits(left, right) for left in readings(one) for right in readings(other))


@lru_cache(maxsize=4096)
def _edits(left: str, right: str) -> int:
    row = list(range(len(right) + 1))
    for at, letter in enumerate(left, start=1):
        before, row[0] = row[0], at
        for to, other in enumerate(right, start=1):
            before, row[to] = row[to], min(row[to] + 1, row[to - 1] + 1, before + (letter != other))
    return row[-1]
