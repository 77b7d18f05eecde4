import pytest
from hypothesis import given
from hypothesis import strategies as st

from wolaiban.residents.masking import mask_address, mask_id_number, mask_name, mask_phone


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("王秀英", "王*英"),
        ("张伟", "张*"),
        ("欧阳华", "欧阳*"),
        ("欧阳秀华", "欧阳*华"),
        ("诸葛亮", "诸葛*"),
        ("刘王秀英", "刘**英"),
        ("阿依古丽·买买提", "阿**提"),
        ("王", "*"),
        ("王女士", "王女士"),
        ("李大爷", "李大爷"),
        ("John Smith", "J** S**"),
    ],
)
def test_a_name_keeps_its_surname_and_no_more_than_its_last_word(name: str, shown: str) -> None:
    assert mask_name(name) == shown


@pytest.mark.parametrize(
    ("phone", "shown"),
    [
        ("13812340000", "138****0000"),
        ("010-88881234", "010-****1234"),
        ("0312-2021234-801", "0312-****1234"),
        ("4008101234", "400****1234"),
        ("+85223456789", "+85****6789"),
    ],
)
def test_a_phone_keeps_its_ends(phone: str, shown: str) -> None:
    assert mask_phone(phone) == shown


def test_an_id_number_keeps_where_it_was_issued_and_its_last_four() -> None:
    assert mask_id_number("110111195503120012") == "110111********0012"


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("北京市房山区城关街道东坟村三组12号", "北京市房山区城关街道东坟村***"),
        ("城关街道伊林郡社区3号楼2单元501", "城关街道伊林郡社区***"),
        ("东坟村王秀英家旁边的村委会", "东坟村***"),
        ("窦店镇", "窦店镇***"),
        ("海逸半岛3号楼2单元501", "海逸***"),
        ("12号院", "12***"),
        ("幸福小区5号楼", "幸福小区***"),
    ],
)
def test_an_address_says_the_village_and_not_the_door(address: str, shown: str) -> None:
    assert mask_address(address) == shown


@given(st.text("王李张欧阳司马秀英华", min_size=3, max_size=12))
def test_a_mask_always_hides_something(name: str) -> None:
    assert "*" in mask_name(name)
    assert mask_name(name) != name
