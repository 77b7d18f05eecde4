"""The code on a receipt: digits only, so that it can be read over the phone and typed on any keypad.

26 random digits (86 bits) and two check digits (ISO 7064 MOD 97-10, which catches every single wrong digit and every
two that were swapped), in seven groups of four. Pure: no database, no settings.
"""

from __future__ import annotations

import unicodedata

DATA_DIGITS = 26
LENGTH = DATA_DIGITS + 2
GROUP = 4
BETWEEN = frozenset("-‐‑–—－·.,，、。；;:：/_()（）[]【】'\"“”")
SAID = dict(zip("〇零一二三四五六七八九幺", "001234567891", strict=True))


def code_from(seed: bytes) -> str:
    """The code that this randomness makes; 32 bytes leave no digit likelier than another."""
    data = str(int.from_bytes(seed, "big") % 10**DATA_DIGITS).zfill(DATA_DIGITS)
    return data + f"{98 - int(data) * 100 % 97:02d}"


def tidy(text: str) -> str | None:
    """A code as somebody types, dictates or pastes it → its 28 digits, or None where digits are missing or wrong.

    Pasted may be the whole address from the QR code, which ends in # and the code, or all that the button of the
    receipt copies: number, code and address.
    """
    return next((code for code in runs_of_digits(text) if is_code(code)), None)


def is_code(digits: str) -> bool:
    return len(digits) == LENGTH and int(digits) % 97 == 1


def runs_of_digits(text: str) -> list[str]:
    """The digits of a text as somebody types or dictates them, one run for each stretch with nothing else between."""
    runs = [""]
    for character in text:
        if character in BETWEEN or character.isspace():
            continue
        digit = digit_of(character)
        runs[-1:] = [runs[-1] + digit] if digit else [runs[-1], ""]
    return [run for run in runs if run]


def digit_of(character: str) -> str:
    """A digit in any script, full-width or said in Chinese; "" for anything else."""
    return SAID.get(character) or str(unicodedata.digit(character, ""))


def grouped(code: str) -> str:
    """1234 5678 …, as it is printed and read aloud."""
    return " ".join(code[start : start + GROUP] for start in range(0, LENGTH, GROUP))
