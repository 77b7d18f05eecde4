"""Which units are meant by what somebody typed: a part of a name, an address in one, a number, a sound, a slip of the pen.

Seven hundred rows are compared in memory, in a few milliseconds. Each way is tried only
where the one before found nothing, so that whoever types a name as it stands gets no more than they asked for.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from wolaiban.places import sounds
from wolaiban.places.sounds import Sound

SAID_OF_ALL = ("我来办", "工作室", "村民委员会", "居民委员会", "村委会", "居委会")
ENDINGS = re.compile(r"(?<=..)(?:街道|地区|社区|镇|乡|村)$")
KINDS = re.compile(
    r"(?:街道|地区|社区|小区|镇|乡|村|区|我来办|工作室|办事处|人民政府|(?:村民|居民)?委员会|[村居]委会)*"
)
SHORTEST_NAME = 2
NUMBER = re.compile(r"[\d\s\-()+]{7,}", re.ASCII)
SHORTEST_NUMBER = 7
DOOR = re.compile(r"\d+\s*(?:号|组|排|栋|楼|单元|室|-).*$")


@dataclass(frozen=True)
class SearchedUnit:
    """What is known of a unit by which it may be looked for. What is compared again and again is made once."""

    pk: int
    code: str
    name: str
    short_name: str
    township: str = ""
    above: str = ""  # the names of the units above, from the top
    address: str = ""
    phone: str = ""
    everyday: frozenset[str] = frozenset()  # other names of its own
    everyday_above: frozenset[str] = frozenset()

    @cached_property
    def whole(self) -> str:
        names = (self.above, self.name, " ", self.short_name, " ", self.address)
        return plain("".join((*names, *sorted(self.everyday | self.everyday_above))))

    @cached_property
    def characters(self) -> frozenset[str]:
        return frozenset(self.whole)

    @cached_property
    def called(self) -> tuple[str, str]:
        """Its short name, and what is left of it without the word for its kind."""
        short = plain(self.short_name)
        return short, core(short)

    @cached_property
    def in_township(self) -> tuple[str, ...]:
        """How its township is called, the longer first; none for a township itself."""
        return (self.township, core(self.township)) if self.is_village else ()

    @property
    def is_village(self) -> bool:
        return bool(self.township) and self.township != self.short_name

    @cached_property
    def sounds(self) -> tuple[Sound, ...]:
        names = {core(self.short_name), self.short_name}
        names |= {core(self.township) + self.short_name} if self.is_village else set()
        return tuple(Sound.of(syllables) for name in sorted(names) for syllables in sounds.sounds_of(name))

    @cached_property
    def all_sounds(self) -> str:
        return "|".join(f"{sound.whole}|{sound.initials}" for sound in self.sounds)


Ranked = tuple[int, str, int]  # rank, code, key: as they are sorted
Way = Callable[[Sequence[SearchedUnit], str], list[Ranked]]


Names = dict[str, frozenset[str]]  # old and everyday names by the code of the unit: 燕山, 良乡镇


@lru_cache(maxsize=4)
def names_in(path: Path) -> Names:
    names: dict[str, set[str]] = {}
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            names.setdefault(row["代码"].strip(), set()).add(plain(row["名称"]))
    return {code: frozenset(known) for code, known in names.items()}


def plain(text: str) -> str:
    """Widths and cases of letters folded."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def core(name: str) -> str:
    """东坟村 → 东坟: what is left of a name without the word for its kind."""
    return ENDINGS.sub("", name)


def certain(rows: Sequence[SearchedUnit], text: str) -> list[Ranked]:
    """Units that are certainly among those meant, the best first."""
    ways: tuple[Way, ...] = (_by_number, _as_it_stands, _written_in_one, _by_sound)
    asked = plain(text)
    return next((sorted(found) for way in ways if asked and (found := way(rows, asked))), [])


def similar(rows: Sequence[SearchedUnit], text: str) -> list[Ranked]:
    """Units that may be meant, where none is for certain: to be shown and asked about, never taken by themselves."""
    asked = plain(text)
    return next(
        (sorted(found) for way in (_by_characters, _by_slip) if asked and (found := way(rows, asked))), []
    )


def tells_apart(asked: str) -> bool:
    """Whether a plain word says more of a unit than its kind."""
    return not KINDS.fullmatch(asked)


def is_in_a_name(row: SearchedUnit, asked: str) -> bool:
    """Whether a plain word is (part of) a name of the unit's own, with or without its township in front.

    What the township is called by itself is left to the township, which has the unit.
    """
    above = plain(row.township) if row.is_village else ""
    names = (plain(row.name), above + plain(row.short_name), *row.everyday)
    return asked not in above and any(asked in name for name in names)


def _by_number(rows: Sequence[SearchedUnit], asked: str) -> list[Ranked]:
    """A studio's own telephone number, with or without area code."""
    digits = re.sub(r"\D", "", asked)
    if not NUMBER.fullmatch(asked) or len(digits) < SHORTEST_NUMBER:
        return []
    return [(0, row.code, row.pk) for row in rows if row.phone and _is_among(digits, row.phone)]


def _is_among(digits: str, phone: str) -> bool:
    for part in re.split(r"[、,，;；/或]", phone):
        number = re.sub(r"\D", "", re.split(r"转|分机", part)[0])
        if len(number) >= SHORTEST_NUMBER and (number.endswith(digits) or digits.endswith(number)):
            return True
    return False


def _as_it_stands(rows: Sequence[SearchedUnit], asked: str) -> list[Ranked]:
    """Every word stands in the names, the address or the code."""
    words = asked.split()
    return [
        (_closeness(row, words[-1]), row.code, row.pk)
        for row in rows
        if all(word in row.whole or row.code.casefold().startswith(word) for word in words)
    ]


def _closeness(row: SearchedUnit, word: str) -> int:
    short, _ = row.called
    if word == short or word in row.everyday or word == plain(row.name) or word == row.code.casefold():
        return 0
    return 1 if short.startswith(word) else 2 if word in short else 3


def _written_in_one(rows: Sequence[SearchedUnit], asked: str) -> list[Ranked]:
    """房山区城关街道东坟村3号: the unit's name, and perhaps its township's, stand in what was typed.

    A township is meant only where nothing else was typed: else its village is one that nobody knows.
    """
    text = _without_what_all_are_called(asked)
    found: list[tuple[int, int, SearchedUnit]] = []
    for row in rows:
        if row.called[1] not in text:
            continue
        town = next((name for name in row.in_township if name in text), "")
        rest = text.replace(town, "", 1) if town else text
        name = next((name for name in row.called if name in rest), "")
        if len(name) > 1 and (row.is_village or not DOOR.sub("", rest.replace(name, "", 1))):
            found.append((0 if town else 1, -len(name), row))
    return _the_nearest(found)


def _the_nearest(found: list[tuple[int, int, SearchedUnit]]) -> list[Ranked]:
    """Villages before townships; those whose township was named before others; the longest names."""
    if not found:
        return []
    villages = [one for one in found if one[2].is_village] or found
    best = min(villages, key=lambda one: one[:2])[:2]
    return [(0, row.code, row.pk) for rank, length, row in villages if (rank, length) == best]


def _without_what_all_are_called(asked: str) -> str:
    text = asked.replace(" ", "")
    for said in ("北京市", "房山区", *SAID_OF_ALL):
        text = text.replace(said, "")
    return text


def _by_sound(rows: Sequence[SearchedUnit], asked: str) -> list[Ranked]:
    """dongfen, df, dfc, chengguandongfen."""
    letters = asked.replace(" ", "").replace("'", "")
    if not sounds.is_sound(letters):
        return []
    letters = letters.replace("v", "u")
    fitting = [row for row in rows if letters in row.all_sounds]
    ranked = [(sound.fits(letters), row) for row in fitting for sound in row.sounds]
    best: dict[SearchedUnit, int] = {}
    for rank, row in ranked:
        if rank is not None:
            best[row] = min(rank, best.get(row, rank))
    return [(rank, row.code, row.pk) for row, rank in best.items()]


def _by_characters(rows: Sequence[SearchedUnit], asked: str) -> list[Ranked]:
    """Every character stands somewhere in the names or the address, in whatever order."""
    telling = set(_without_what_all_are_called(asked))
    found = [row for row in rows if telling and telling <= row.characters]
    return [(_closeness(row, asked), row.code, row.pk) for row in found]


def _by_slip(rows: Sequence[SearchedUnit], asked: str) -> list[Ranked]:
    """One character wrong, missing or too many; those that sound most alike first."""
    text = DOOR.sub("", _without_what_all_are_called(asked))
    found = []
    for row in rows:
        town = next(
            (name for name in (row.township, core(row.township)) if name and text.startswith(name)), ""
        )
        rank = _slip(text.removeprefix(town), plain(row.short_name))
        if rank is not None:
            found.append((rank - 1 if town else rank, row.code, row.pk))
    return found


def _slip(typed: str, name: str) -> int | None:
    """How far apart two names sound that differ in one character; None where they differ in more. 東墳村 sounds the same."""
    if len(typed) == len(name) and all(sounds.apart(*pair) == 0 for pair in zip(typed, name, strict=True)):
        return 0
    if min(len(typed), len(name)) < 3 or abs(len(typed) - len(name)) > 1:
        return None
    start = next((at for at, (one, other) in enumerate(zip(typed, name, strict=False)) if one != other), None)
    if len(typed) != len(name):
        long, short = (typed, name) if len(typed) > len(name) else (name, typed)
        at = len(short) if start is None else start
        return 3 if long[at + 1 :] == short[at:] else None
    if start is None or typed[start + 1 :] != name[start + 1 :]:
        return None
    return 1 + sounds.apart(typed[start], name[start])
