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


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("13800001234", "13800001234"),
        (" 138 0000 1234 ", "13800001234"),
        ("138-0000-1234", "13800001234"),
        ("１３８００００１２３４", "13800001234"),
        ("+86 13800001234", "13800001234"),
        ("＋８６－13800001234", "13800001234"),
        ("0086 138 0000 1234", "13800001234"),
        ("8613800001234", "13800001234"),
        ("\u202d13800001234\u202c", "13800001234"),
        ("010-88881234", "010-88881234"),
        ("（010）8888 1234", "010-88881234"),
        ("01088881234", "010-88881234"),
        ("+86 10 8888 1234", "010-88881234"),
        ("010-88881234转801", "010-88881234-801"),
        ("010-88881234 ext. 801", "010-88881234-801"),
        ("010-88881234-801", "010-88881234-801"),
        ("1380000-1234", "13800001234"),
        ("0312-2021234", "0312-2021234"),
        ("400-810-1234", "4008101234"),
        ("+852 2345 6789", "+85223456789"),
        ("", ""),
        ("  ", ""),
    ],
)
def test_a_phone_is_kept_the_same_however_it_is_typed(typed: str, kept: str) -> None:
    assert tidy_phone(typed) == kept


@pytest.mark.parametrize("typed", ["010-88881234-801", "0312-2021234", "+85223456789", "4008101234"])
def test_a_tidy_phone_stays_as_it_is(typed: str) -> None:
    assert tidy_phone(tidy_phone(typed)) == typed


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("1380000123", "11 位"),
        ("138000012345", "11 位"),
        ("12345678901", "11 位"),
        ("69381234", "区号"),
        ("没有电话", "只能写数字"),
        ("13800001234、13900001234", "一栏只写一个号码"),
        ("999", "不对"),
        ("1٣٨٠٠٠٠١٢٣٤", "只能写数字"),
    ],
)
def test_a_wrong_phone_is_refused_in_words_that_do_not_repeat_it(typed: str, words: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        tidy_phone(typed)

    assert words in refusal.value.message
    assert typed not in refusal.value.message


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


def test_names_and_addresses_lose_what_cannot_be_seen() -> None:
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
