import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from wolaiban.residents.particulars import (
    ID_CHECK,
    ID_WEIGHTS,
    tidy_address,
    tidy_id_number,
    tidy_name,
    tidy_phone,
)


def with_check_digit(first17: str) -> str:
    return first17 + ID_CHECK[sum(int(d) * w for d, w in zip(first17, ID_WEIGHTS, strict=True)) % 11]


def test_an_id_number_is_tidied() -> None:
    assert tidy_id_number("11010519491231002x") == "11010519491231002X"
    assert tidy_id_number(" １１０１０５ 19491231 002Ｘ") == "11010519491231002X"
    assert tidy_id_number("") == ""


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("110105491231002", "18 位"),
        ("11010519491231002Y", "18 位"),
        ("110105194912310021", "校验"),
        (with_check_digit("11010519490231002"), "出生日期"),
        (with_check_digit("11010520990101002"), "出生日期"),
        (with_check_digit("11010518491231002"), "出生日期"),
    ],
)
def test_a_wrong_id_number_is_refused_in_words(typed: str, words: str) -> None:
    with pytest.raises(ValidationError, match=words) as refusal:
        tidy_id_number(typed)

    assert typed not in refusal.value.message


@given(st.integers(0, 16), st.integers(1, 9))
def test_one_mistyped_digit_of_an_id_number_never_passes(place: int, by: int) -> None:
    right = with_check_digit("11011119550312002")
    wrong = right[:place] + str((int(right[place]) + by) % 10) + right[place + 1 :]

    with pytest.raises(ValidationError):
        tidy_id_number(wrong)


def test_names_and_addresses_lose_what_only_steers_the_screen() -> None:
    assert tidy_name("  王\u200b秀英\n") == "王秀英"
    assert tidy_name("阿依古丽·买买提") == "阿依古丽·买买提"
    assert tidy_name("祥﨑") == "祥﨑"
    assert tidy_address("东坟村\t三组　１２号") == "东坟村 三组 12号"


def test_a_name_that_is_no_name_is_refused() -> None:
    with pytest.raises(ValidationError, match="40"):
        tidy_name("王" * 41)
    with pytest.raises(ValidationError, match="200"):
        tidy_address("村" * 201)


@given(st.text())
def test_any_text_is_either_tidied_or_refused_politely(text: str) -> None:
    for tidy in (tidy_name, tidy_phone, tidy_id_number, tidy_address):
        try:
            kept = tidy(text)
        except ValidationError:
            continue
        assert tidy(kept) == kept
