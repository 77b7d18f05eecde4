"""What tells who somebody is must never be kept in a typical answer; what may be harmless is shown to decide."""

from __future__ import annotations

import pytest

from tests.cast import Cast
from wolaiban.cases.models import Case
from wolaiban.cases.queries.parties import people_behind
from wolaiban.residents.suspicions import suspicions


def certain(text: str, case: Case) -> set[str]:
    return {one.what for one in suspicions(text, people_behind(case)) if one.certain}


def perhaps(text: str, case: Case) -> list[str]:
    return [one.shown for one in suspicions(text, people_behind(case)) if not one.certain]


@pytest.fixture
def case(cast: Cast) -> Case:
    return cast.report(reporters=["wang", "li"])


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("请打 13900001111", "手机号码"),
        ("请打１３９ ０００１ １１１１。", "手机号码"),
        ("电话010-69351234", "座机号码"),
        ("证号 110111195503120024", "身份证号"),
        ("证号 11011119550312002x", "身份证号"),
        ("写信到 someone@example.org", "电子邮箱"),
        ("京A12345 停在门口", "车牌号"),
        ("汇到 6222021234567890123", "银行卡号"),
    ],
)
def test_numbers_that_are_somebodys(case: Case, text: str, what: str) -> None:
    assert what in certain(text, case)


@pytest.mark.parametrize("text", ["王秀英家门口", "王 秀 英家门口", "李强说的"])
def test_the_names_of_those_who_complained(case: Case, text: str) -> None:
    assert certain(text, case) == {"反映人的姓名"}


def test_somebody_who_joined_from_another_case(cast: Cast) -> None:
    into, merged = cast.report(), cast.report("同一处。", reporters=["xia"])
    cast.take("merge", merged, "qin", into=into)
    merged.refresh_from_db()
    assert certain("夏文敏问过", into) == certain("夏文敏问过", merged) == {"反映人的姓名"}


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("3号楼前的台阶", "3号楼"),
        ("三号院 2 单元 501室", "三号院"),
        ("张阿姨来问", "张阿姨"),
        ("某小区的王某", "王某"),
    ],
)
def test_what_may_be_harmless(case: Case, text: str, shown: str) -> None:
    assert shown in perhaps(text, case)
    assert not certain(text, case)


@pytest.mark.parametrize(
    "text", ["台阶没有扶手该找谁？", "依据市政府第12号文件，7日内答复。", "拨打 12345 热线", "预算 20000 元"]
)
def test_general_words_raise_no_suspicion(case: Case, text: str) -> None:
    assert suspicions(text, people_behind(case)) == []


def test_what_is_found_in_the_vault_is_not_repeated(case: Case) -> None:
    assert all("王秀英" not in str(one) for one in suspicions("王秀英家", people_behind(case)))
