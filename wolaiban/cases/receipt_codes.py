"""The code on a receipt: digits only, so that it can be read over the phone and typed on any keypad.

26 random digits (86 bits) and two check digits (ISO 7064 MOD 97-10, which catches every single wrong digit and every
two that were swapped), in seven groups of four. Pure: no database, no settings.
"""

from __future__ import annotations

import unicodedata

DATA_DIGITS = 26
LENGTH = DATA_DIGITS + 2
GROUP = 4
BETWEEN = frozenset("-‐‑–—－·.,，、。；;:：/")
SAID = dict(zip("〇零一二三四五六七八九幺", "001234567891", strict=True))


def code_from(seed: bytes) -> str:
    """The code that this randomness makes; 32 bytes leave no digit likelier than another."""
    data = str(int.from_bytes(seed, "big") % 10**DATA_DIGITS).zfill(DATA_DIGITS)
    return data + f"{98 - int(data) * 100 % 97:02d}"


def tidy(text: str) -> str | None:
    """A code as somebody types, dictates or pastes it → its 28 digits, or None where digits are missing or wrong.

    Pasted may be the whole address from the QR code, which ends in # and the code.
    """
    digits = []
    for character in text.rsplit("#", 1)[-1]:
        if character in BETWEEN or character.isspace():
            continue
        digit = SAID.get(character) or unicodedata.digit(character, None)  # also full-width ones
        if digit is None:
            return None
        digits.append(str(digit))
    code = "".join(digits)
    return code if len(code) == LENGTH and int(code) % 97 == 1 else None


def grouped(code: str) -> str:
    """1234 5678 …, as it is printed and read aloud."""
    return " ".join(code[start : start + GROUP] for start in range(0, LENGTH, GROUP))
