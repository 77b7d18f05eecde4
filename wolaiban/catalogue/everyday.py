"""What residents call things, and the kinds of matter the catalogue files them under.

Nobody reports “城市公共设施”; they report a street lamp. Codes are stable across editions, so one list serves all.
"""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

WORDS_FILE = Path(__file__).parent / "data" / "everyday_words.csv"


def codes_meant_by(text: str) -> list[str]:
    """Codes of the kinds that everyday words in a text point to, the likeliest first."""
    codes: list[str] = []
    for word, meant in words().items():
        if any(word in given or given in word for given in text.split()):
            codes += [code for code in meant if code not in codes]
    return codes


def codes_heard_in(story: str) -> list[str]:
    """Codes of the kinds that a story told in whole sentences points to: by the words named most often, then first."""
    heard: dict[str, int] = {}
    for word, meant in words().items():
        for code in meant:
            heard[code] = heard.get(code, 0) + story.count(word)
    return sorted((code for code, times in heard.items() if times), key=lambda code: -heard[code])


@cache
def words() -> dict[str, list[str]]:
    words: dict[str, list[str]] = {}
    with WORDS_FILE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            for word in row["说法"].split():
                words.setdefault(word, []).extend(row["事项代码"].split())
    return words
