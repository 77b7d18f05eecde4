"""What is certainly somebody's stands in no title: numbers, and names that people give as their own."""

from __future__ import annotations

import pytest

from wolaiban.residents.recognising import contact_in, masked_words, title_from


@pytest.mark.parametrize(
    ("words", "title"),
    [
        ("电话13800139201，身份证11011119600101123X，邻居占道", "邻居占道"),
        ("我的手机号是 138 0013 9201。路灯不亮", "路灯不亮"),
        ("路灯不亮，联系电话：010-69351234", "路灯不亮"),
        ("１３８００１３９２０１", "***"),
        ("卡号6222 0212 3456 7890 123，钱没到", "钱没到"),
        ("我叫王秀英，楼道没有灯", "我叫王*英，楼道没有灯"),
        ("我是欧阳建国 楼上漏水", "我是欧阳*国 楼上漏水"),
        ("本人李强住3号楼，暖气不热", "本人李*住3号楼，暖气不热"),
        ("王秀英家的水管裂了", "王*英家的水管裂了"),
    ],
)
def test_a_title_tells_nobody(words: str, title: str) -> None:
    assert title_from(words, ["王秀英"]) == title


@pytest.mark.parametrize(
    "words",
    [
        "3 号楼前台阶没有扶手，老人上下不便。",
        "2026年11月29日18:00停水",
        "我是李家村的，水渠堵了",
        "本人反映的问题没有人管",
        "我是高层住户，电梯坏了",
        "坐标 39.735912,116.012345 的井盖",
        "12345 派单 20261129000123",
        "本人黄金周出行不便",
    ],
)
def test_what_is_nobodys_stays(words: str) -> None:
    assert masked_words(words) == words


def test_what_is_found_can_be_moved() -> None:
    found = contact_in(
        "电话13800139201，身份证110111196001011236或１１０１１１１９６００１０１１２３６，邻居占道"
    )
    assert (found.phone, found.id_number) == ("13800139201", "110111196001011236")
    assert not contact_in("订单号 110111196001011231 和 6222021234567890123")
