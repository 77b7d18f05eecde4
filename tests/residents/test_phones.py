import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st
from pytest_django.fixtures import Settings

from wolaiban.residents import phones
from wolaiban.residents.phones import read_phone


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("13800001234", "13800001234"),
        (" 138 0000 1234 ", "13800001234"),
        ("138-0000-1234", "13800001234"),
        ("1380000-1234", "13800001234"),
        ("１３８００００１２３４", "13800001234"),
        ("+86 13800001234", "13800001234"),
        ("＋８６－13800001234", "13800001234"),
        ("0086 138 0000 1234", "13800001234"),
        ("8613800001234", "13800001234"),
        ("013800001234", "13800001234"),
        ("\u202d13800001234\u202c", "13800001234"),
        ("电话：13800001234", "13800001234"),
        ("手机 13800001234", "13800001234"),
        ("13800001234.0", "13800001234"),
        ("一三八零零零零一二三四", "13800001234"),
        ("010-88881234", "010-88881234"),
        ("（010）8888 1234", "010-88881234"),
        ("01088881234", "010-88881234"),
        ("1088881234", "010-88881234"),
        ("+86 10 8888 1234", "010-88881234"),
        ("+86 (10) 8888-1234", "010-88881234"),
        ("86-10-88881234", "010-88881234"),
        ("88881234", "010-88881234"),
        ("8888-1234", "010-88881234"),
        ("86351234", "010-86351234"),
        ("0312-2021234", "0312-2021234"),
        ("010-88881234转801", "010-88881234-801"),
        ("010-8888 1234转8001", "010-88881234-8001"),
        ("010-88881234（转801）", "010-88881234-801"),
        ("010-88881234 ext. 801", "010-88881234-801"),
        ("010-88881234-801", "010-88881234-801"),
        ("88881234 分机 801", "010-88881234-801"),
        ("400-810-1234", "4008101234"),
        ("+86 400 810 1234", "4008101234"),
        ("0400-8101234", "4008101234"),
        ("+852 2345 6789", "+85223456789"),
        ("+1 (650) 253-0000", "+16502530000"),
        ("00 44 20 8366 1177", "+442083661177"),
        ("", ""),
        ("  ", ""),
    ],
)
def test_a_number_is_kept_the_same_however_it_is_typed(typed: str, kept: str) -> None:
    read = read_phone(typed)

    assert (read.number, read.note) == (kept, "")


@pytest.mark.parametrize(
    ("typed", "number", "note"),
    [
        ("13800138000（女儿）", "13800138000", "女儿"),
        ("女儿13800138000，晚上打", "13800138000", "女儿；晚上打"),
        ("13800138000(大女儿(晚上))", "13800138000", "大女儿(晚上)"),
        ("13800138000、13900139000", "13800138000", "13900139000"),
        ("13800138000 13900139000", "13800138000", "13900139000"),
        ("88881234/13800138000", "13800138000", "010-88881234"),
        ("010-88881234 儿子 +852 2345 6789", "010-88881234", "儿子；+85223456789"),
        ("13800138000/1390013900", "13800138000", "1390013900"),
        ("4008101234转5", "4008101234", "转5"),
    ],
)
def test_what_stands_beside_a_number_is_kept(typed: str, number: str, note: str) -> None:
    read = read_phone(typed)

    assert (read.number, read.note) == (number, note)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("12345", "热线或短号"),
        ("999", "热线或短号"),
        ("95588", "热线或短号"),
        ("1380000123", "11 位"),
        ("138000012345", "11 位"),
        ("138 0000 12345", "11 位"),
        ("12345678901", "11 位"),
        ("6938123", "少了一位"),
        ("010-6938123", "打不通"),
        ("139", "11 位"),
        ("没有电话", "没有看到"),
        ("1٣٨٠٠٠٠١٢٣٤", "没有看到"),
        ("+1 253 0000", "境外"),
        ("13800138000" + "女儿" * 40, "说明最多"),
    ],
)
def test_what_cannot_be_called_is_refused_in_words_that_do_not_repeat_it(typed: str, words: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        read_phone(typed)

    assert words in refusal.value.message
    assert typed not in refusal.value.message


def test_the_area_code_is_the_districts_own(settings: Settings) -> None:
    settings.AREA_CODE = "0312"
    assert read_phone("2021234").number == "0312-2021234"

    settings.AREA_CODE = ""
    with pytest.raises(ValidationError, match="区号"):
        read_phone("69351234")


def test_only_mainland_mobiles_take_text_messages() -> None:
    typed = ("13800138000", "69351234", "400 810 1234", "+85223456789")

    assert [read_phone(number).takes_texts for number in typed] == [True, False, False, False]


def test_a_number_is_dialled_and_shown_as_people_do() -> None:
    assert phones.as_dialled("4008101234") == "400-810-1234"
    assert phones.as_dialled("13800138000") == "13800138000"
    assert phones.with_pause("010-88881234-801") == "01088881234,801"
    assert phones.with_pause("+85223456789") == "+85223456789"


@given(st.text(alphabet="0123456789+-/（）() 、转女儿.一二", max_size=30))
def test_what_was_read_reads_as_the_same_again(typed: str) -> None:
    try:
        read = read_phone(typed)
    except ValidationError:
        return

    assert read_phone(str(read)) == read


def test_a_read_phone_hides_from_logs() -> None:
    assert "13800138000" not in repr(read_phone("13800138000（女儿）"))
