"""What people type, made plain without losing a character: full width, private use, what cannot be seen.

Old phones, input methods and ledgers write characters that Unicode took in late (䶮, 㭎, 䲟 …) at private code points:
where GBK had them before 2000, and GB 18030 until 2022. Nobody else's font shows those, so each is written at its own
code point. Sources: GB 18030-2000, as Python's codec of that name has it, for what it moved; GB 18030-2022 (the 24 code
positions that the edition of 2005 still kept private) for the rest, and the WHATWG Encoding Standard for A3A0, a space.
"""

import unicodedata

from django.core.exceptions import ValidationError
from django.views.decorators.debug import sensitive_variables

# Not NFKC: it would also replace rare characters that people have in their names.
FULL_WIDTH = {
    code: code - 0xFEE0
    for code in range(0xFF01, 0xFF5F)
    if chr(code).isalnum() or chr(code) in "＋－（）．＃"
}

# Where GBK put its private characters: the first two bytes of a stretch, its first code point, and how many.
GBK_PRIVATE = (
    (0xA2E3, 0xE76C, 1),
    (0xA8BF, 0xE7C8, 1),
    (0xA989, 0xE7E7, 13),
    (0xFE50, 0xE815, 47),
    (0xFE80, 0xE844, 33),
)
# fmt: off
SINCE_2005 = {
    0xE5E5: 0x3000, 0xE7C7: 0x1E3F,
    0xE78D: 0xFE10, 0xE78E: 0xFE12, 0xE78F: 0xFE11, 0xE790: 0xFE13, 0xE791: 0xFE14,
    0xE792: 0xFE15, 0xE793: 0xFE16, 0xE794: 0xFE17, 0xE795: 0xFE18, 0xE796: 0xFE19,
    0xE816: 0x20087, 0xE817: 0x20089, 0xE818: 0x200CC, 0xE831: 0x215D7, 0xE83B: 0x2298F, 0xE855: 0x241FE,
    0xE81E: 0x9FB4, 0xE826: 0x9FB5, 0xE82B: 0x9FB6, 0xE82C: 0x9FB7,
    0xE832: 0x9FB8, 0xE843: 0x9FB9, 0xE854: 0x9FBA, 0xE864: 0x9FBB,
}
# fmt: on


def _moved() -> dict[int, int]:
    codes = {
        private + step: ord((first + step).to_bytes(2, "big").decode("gb18030"))
        for first, private, count in GBK_PRIVATE
        for step in range(count)
    }
    return {private: code for private, code in codes.items() if private != code} | SINCE_2005


STANDARD = _moved()
PLAIN = FULL_WIDTH | STANDARD


@sensitive_variables()
def standard(text: str) -> str:
    """The same characters, those known at private code points written at their own."""
    return text if text.isascii() else text.translate(STANDARD)


@sensitive_variables()
def one_line(text: str) -> str:
    """Full-width digits and letters made plain, private characters standard, spaces collapsed.

    What only steers the screen (direction, joining, control) goes; whatever stands for a character stays, even one
    that this Python does not know yet. Raises `ValidationError` for what arrived broken.
    """
    plain = text.translate(PLAIN)
    if plain.isprintable():  # almost always: nothing in it is invisible, and no space but the ordinary one
        return " ".join(plain.split())
    spaced = "".join(" " if character.isspace() else character for character in plain)
    if any(_is_broken(character) for character in spaced):
        raise ValidationError(
            "有的字在传过来时坏了，请重新写这个字；打不出来的，先用读音相同的字。", code="broken_character"
        )
    seen = "".join(character for character in spaced if unicodedata.category(character) not in {"Cc", "Cf"})
    return " ".join(seen.split())


def _is_broken(character: str) -> bool:
    """Half of a surrogate pair, or a code point that never stands for anything."""
    code = ord(character)
    return 0xD800 <= code < 0xE000 or 0xFDD0 <= code < 0xFDF0 or code & 0xFFFE == 0xFFFE
