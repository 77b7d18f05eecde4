import unicodedata

import pytest
from django.core.exceptions import ValidationError

from wolaiban.residents.particulars import tidy_address, tidy_name
from wolaiban.workflow.characters import STANDARD, one_line, standard


@pytest.mark.parametrize(
    ("private", "character"),
    [
        ("\ue863", "䶮"), ("\ue82d", "㭎"), ("\ue857", "䲟"), ("\ue844", "䜣"),
        ("\ue81e", "\u9fb4"), ("\ue864", "\u9fbb"), ("\ue816", "\U00020087"), ("\ue855", "\U000241fe"),
        ("\ue815", "⺁"), ("\ue7c7", "ḿ"), ("\ue7c8", "ǹ"), ("\ue7e8", "⿰"), ("\ue76c", "€"), ("\ue78d", "︐"),
    ],
)  # fmt: skip
def test_a_character_of_old_phones_is_written_as_everybody_writes_it(private: str, character: str) -> None:
    assert standard(f"王{private}英") == f"王{character}英"
    assert tidy_name(f"王{private}") == f"王{character}"


def test_the_table_holds_every_private_code_point_that_gb_18030_gave_up() -> None:
    assert set(range(0xE815, 0xE865)) <= STANDARD.keys()
    assert len(STANDARD) == 80 + 10 + 2 + 13 + 2
    assert all(0xE000 <= private < 0xF900 for private in STANDARD)
    assert not any(unicodedata.category(chr(code)) == "Co" for code in STANDARD.values())


@pytest.mark.parametrize(
    "rare", ["\ue000", "\uf8ff", "\U000f0001", "\U00030ede", "\U000323af", "\U0002ebf0", "👩‍🌾"[0]]
)
def test_a_character_that_is_not_known_stays(rare: str) -> None:
    assert tidy_name(f"王{rare}英") == f"王{rare}英"
    assert tidy_address(f"{rare}家胡同 3 号") == f"{rare}家胡同 3 号"


@pytest.mark.parametrize("broken", ["\ud83d", "\ufffe", "\ufdd0", "\U0001ffff"])
def test_a_character_that_arrived_broken_is_refused_in_words(broken: str) -> None:
    with pytest.raises(ValidationError, match="重新写这个字"):
        one_line(f"王{broken}")
