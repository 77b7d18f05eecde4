"""A staff list becomes accounts and posts: twice is once, and a bad row is named and holds up nobody."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError
from django.utils.timezone import localdate

from tests.cast import DONGFEN, Cast, unit
from tests.importing.staff_list.conftest import Run, Write
from wolaiban.importing.staff_list import taking_in
from wolaiban.importing.staff_list.deciding import RowResult, counted
from wolaiban.importing.staff_list.reading import read_staff
from wolaiban.importing.staff_list.taking_in import look, take_in
from wolaiban.ledger.verifying import Verification
from wolaiban.people.actions import enlisting
from wolaiban.people.actions.absences import be_away
from wolaiban.people.actor import CLOCK, Actor
from wolaiban.people.models import Change, Post, User
from wolaiban.process.errors import NotNow
from wolaiban.process.words import Function

GU = ("谷雨晴", "城关街道", "东坟村", "妇联委员", "13800139101", "2024-03-01")
TAN = ("谭小满", "城关街道", "东坟村", "治保主任", "13800139102", "")


def posts_of(name: str) -> set[tuple[str, str]]:
    return set(Post.objects.filter(user__name=name).values_list("unit__code", "function"))


def state() -> list[Any]:
    return [
        list(User.objects.order_by("pk").values_list("username", "name", "phone")),
        list(Post.objects.order_by("pk").values_list("user", "unit", "function", "ends")),
        Change.objects.count(),
    ]


def test_people_get_an_account_without_a_password_and_their_post(
    people_import: Run, staff_list: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    assert people_import(staff_list(GU, TAN)) == 0

    gu = User.objects.get(name="谷雨晴")
    assert gu.username == "gyq1"
    assert not gu.has_usable_password()
    assert gu.phone == "13800139101"
    post = gu.posts.get()
    assert (post.unit.code, post.function, str(post.starts)) == (DONGFEN, Function.WOMEN, "2024-03-01")
    assert posts_of("谭小满") == {(DONGFEN, Function.SECURITY)}
    assert Post.objects.get(user__name="谭小满").starts == localdate()
    assert {change.kind for change in gu.changes.all()} == {"opened", "appointed"}
    said = capsys.readouterr().out
    assert "谷雨晴　登录名 gyq1" in said
    assert "新开账号 2" in said


def test_running_it_again_changes_nothing(people_import: Run, staff_list: Write) -> None:
    table = staff_list(GU, TAN, ("谷雨晴", "", "区民政局", "部门经办人", "13800139101", ""))
    assert people_import(table) == 0
    before = state()

    decided = take_in(read_staff(table).rows, by=CLOCK)

    assert {each.result for each in decided} == {RowResult.KNOWN}
    assert state() == before


def test_looking_writes_nothing_and_tells_the_same(people_import: Run, staff_list: Write) -> None:
    table, before = staff_list(GU, TAN, ("无名村人", "", "没有这个村", "书记", "", "")), state()

    assert people_import(table, "--dry-run") == 1
    assert state() == before
    seen = counted(look(read_staff(table).rows, by=CLOCK))
    assert seen == counted(take_in(read_staff(table).rows, by=CLOCK))


def test_a_person_may_have_several_rows_and_a_row_several_posts(
    people_import: Run, staff_list: Write
) -> None:
    people_import(staff_list(
        ("谷雨晴", "城关街道", "东坟村", "妇联委员、计生专干", "13800139101", ""),
        ("谷雨晴", "", "区民政局", "部门经办人", "13800139101", ""),
    ))  # fmt: skip

    assert User.objects.filter(name="谷雨晴").count() == 1
    assert {function for _, function in posts_of("谷雨晴")} == {
        "women",
        "family_planning",
        "department_officer",
    }


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (("", "", "东坟村", "书记", "", ""), "没有写姓名"),
        (("谷雨晴", "", "辛庄村", "书记", "", ""), "请写明镇街"),
        (("谷雨晴", "窦店镇", "东坟村", "书记", "", ""), "镇街与村居对不上"),
        (("谷雨晴", "", "没有的村", "书记", "", ""), "找不到单位“没有的村”"),
        (("谷雨晴", "", "", "书记", "", ""), "没有写明单位"),
        (("谷雨晴", "城关街道", "东坟村", "", "", ""), "没有写岗位"),
        (("谷雨晴", "城关街道", "东坟村", "村长助理", "", ""), "不认识岗位“村长助理”"),
        (("谷雨晴", "城关街道", "东坟村", "部门经办人", "", ""), "没有“部门经办人”这个岗位"),
        (("谷雨晴", "城关街道", "东坟村", "书记、镇街统筹员", "", ""), "没有“镇街统筹员”这个岗位"),
        (("谷雨晴", "城关街道", "东坟村", "书记", "1380013", ""), "电话"),
        (("谷雨晴", "城关街道", "东坟村", "书记", "13800139101，13800139103", ""), "电话只写一个号码"),
        (("谷雨晴", "城关街道", "东坟村", "书记", "", "去年"), "看不懂任职日期“去年”"),
        (("谷雨晴", "城关街道", "东坟村", "书记", "", "2099-01-01"), "任职日期 2099-01-01 不对"),
        (("谷雨晴", "城关街道", "东坟村", "书记", "", "2021.1"), "看不懂任职日期“2021.1”"),
        (("谷雨晴", "城关街道", "东坟村", "书记", "", "2021年13月"), "看不懂任职日期“2021年13月”"),
        (("12", "城关街道", "东坟村", "书记", "", ""), "姓名不像姓名"),
    ],
)  # fmt: skip
def test_a_bad_row_is_named_by_its_number_and_the_others_go_in(
    people_import: Run,
    staff_list: Write,
    capsys: pytest.CaptureFixture[str],
    row: tuple[str, ...],
    words: str,
) -> None:
    assert (
        people_import(staff_list(TAN, row, headings=("姓名", "镇街", "单位", "岗位", "电话", "任职日期")))
        == 1
    )

    said = capsys.readouterr().out
    assert "\n第 3 行：" in f"\n{said}"
    assert words in said
    assert posts_of("谭小满")
    assert not User.objects.filter(name="谷雨晴").exists()


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2021年3月", "2021-03-01"),
        ("2021.3", "2021-03-01"),
        ("2021.10", "2021-10-01"),
        ("2021-3-5", "2021-03-05"),
    ],
)
def test_days_are_read_as_staff_list_have_them(
    people_import: Run, staff_list: Write, written: str, day: str
) -> None:
    people_import(staff_list((*GU[:5], written)))

    assert str(Post.objects.get(user__name="谷雨晴").starts) == day


def test_a_name_that_is_spread_out_is_the_same_name(people_import: Run, staff_list: Write) -> None:
    people_import(staff_list(("谷　雨", "城关街道", "东坟村", "书记", "", "")))
    people_import(staff_list(("谷雨", "城关街道", "东坟村", "书记", "", "")))

    assert User.objects.filter(name="谷雨").count() == 1
    assert Post.objects.filter(user__name="谷雨").count() == 1


def test_a_number_of_somebody_else_is_refused(people_import: Run, staff_list: Write) -> None:
    people_import(staff_list(GU))

    (seen,) = look(read_staff(staff_list(("谭小满", *GU[1:]))).rows, by=CLOCK)

    assert (seen.result, seen.said) == (RowResult.REFUSED, "这个手机号登记在谷雨晴名下，请核对姓名或号码")


def test_without_a_mobile_a_person_is_known_by_name_and_unit(people_import: Run, staff_list: Write) -> None:
    people_import(staff_list(("谷雨晴", "城关街道", "东坟村", "妇联委员", "", "")))
    people_import(staff_list(("谷雨晴", "城关街道", "东坟村", "两委成员", "", "")))
    people_import(staff_list(("谷雨晴", "", "区民政局", "部门经办人", "", "")))

    assert sorted(user.posts.count() for user in User.objects.filter(name="谷雨晴")) == [1, 2]


def test_a_number_told_later_is_filled_in_and_another_one_is_asked_about(
    people_import: Run, staff_list: Write
) -> None:
    people_import(staff_list(("谷雨晴", "城关街道", "东坟村", "妇联委员", "", "")))
    people_import(staff_list(GU))
    assert User.objects.get(name="谷雨晴").phone == "13800139101"

    (seen,) = look(read_staff(staff_list((*GU[:4], "13800139109", ""))).rows, by=CLOCK)
    assert seen.result is RowResult.REFUSED
    assert "手机号不同" in seen.said


def test_people_of_one_desk_may_share_its_number(people_import: Run, staff_list: Write) -> None:
    people_import(staff_list((*GU[:4], "010-69351234", ""), (*TAN[:4], "010-69351234", "")))

    assert User.objects.filter(phone="010-69351234").count() == 2


def test_who_was_in_office_before_keeps_the_account(
    people_import: Run, staff_list: Write, cast: Cast
) -> None:
    people_import(staff_list(GU))
    Post.objects.filter(user__name="谷雨晴").update(ends=localdate())

    people_import(staff_list(GU))

    assert User.objects.filter(name="谷雨晴").count() == 1
    assert Post.objects.not_over().filter(user__name="谷雨晴").count() == 1


def test_an_administrator_takes_in_their_own_places_and_not_themselves(staff_list: Write, cast: Cast) -> None:
    guan = Actor.of(User.objects.get(username="guan"))
    table = staff_list(TAN, (str(guan.user), "", guan.own_posts[0].unit.name, "审计员", "", ""))

    first, second = take_in(read_staff(table).rows, by=guan)

    assert first.result is RowResult.NEW
    assert (second.result, second.said) == (RowResult.REFUSED, "自己的岗位请由另一位系统管理员办理")
    assert Post.objects.get(user__name="谭小满").appointed_by == guan.user


def test_what_the_database_refuses_is_one_persons_alone(
    staff_list: Write, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = enlisting.enlist

    def stumbling(people: Any, *, by: Actor) -> None:
        if any(each.user.name == "谷雨晴" for each in people):
            raise IntegrityError
        real(people, by=by)

    monkeypatch.setattr(taking_in, "enlist", stumbling)
    bad, good = take_in(read_staff(staff_list(GU, TAN)).rows, by=CLOCK)

    assert (bad.result, bad.said) == (RowResult.REFUSED, taking_in.ACCIDENT)
    assert good.result is RowResult.NEW
    assert not User.objects.filter(name="谷雨晴").exists()


def test_a_closed_account_is_opened_again_by_hand_first(people_import: Run, staff_list: Write) -> None:
    people_import(staff_list(GU))
    User.objects.filter(name="谷雨晴").update(is_active=False)

    (seen,) = look(read_staff(staff_list(GU)).rows, by=CLOCK)

    assert "已停用" in seen.said


def test_the_ledger_of_a_staff_list_verifies(people_import: Run, staff_list: Write) -> None:
    people_import(staff_list(GU, TAN))

    assert not [finding for finding in Verification().findings() if "谷雨晴" in str(finding)]


# ---- what the staff list no longer has


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    return lambda text: monkeypatch.setattr("builtins.input", lambda asked: text)


def held(cast: Cast) -> set[str]:
    return set(Post.objects.not_over().filter(unit=unit(DONGFEN)).values_list("user__username", flat=True))


def test_missing_posts_are_listed_and_end_only_for_their_number(
    people_import: Run, staff_list: Write, cast: Cast, typed: Callable[[str], None],
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    table = staff_list(("秦怀信", "城关街道", "东坟村", "书记", "", ""))
    today = localdate().isoformat()

    typed("")
    people_import(table, "--end-missing", today)
    assert held(cast) == {"qin", "bai", "zhi"}
    assert "表里没有：城关街道东坟村　白玉兰　两委成员" in capsys.readouterr().out

    typed("1")
    people_import(table, "--end-missing", today)
    assert held(cast) == {"qin", "zhi"}  # a volunteer stands in no list of staff
    assert Post.objects.not_over().filter(user__username="gao").exists()  # of a unit that it does not name


def test_where_a_post_ends_its_deputy_ends_the_same_moment(
    people_import: Run, staff_list: Write, cast: Cast, typed: Callable[[str], None]
) -> None:
    today = localdate()
    qin, bai = cast.user("qin"), cast.user("bai")
    be_away(qin, starts=today, ends=today + timedelta(days=9), by=cast.actor("qin"), deputy=bai)
    assert Function.STUDIO_LEADER in Actor.of(bai).functions

    typed("1")
    people_import(staff_list(("白玉兰", "城关街道", "东坟村", "两委成员", "", "")), "--end-missing", today)

    assert Function.STUDIO_LEADER not in Actor.of(bai).functions


def test_nothing_ends_while_a_row_is_refused(people_import: Run, staff_list: Write, cast: Cast) -> None:
    table = staff_list(
        ("秦怀信", "城关街道", "东坟村", "书记", "", ""), ("白玉兰", "城关街道", "东坟村", "两", "", "")
    )

    with pytest.raises(NotNow):
        people_import(table, "--end-missing", localdate().isoformat())


# ---- how staff lists come


def test_titles_sheets_and_merged_cells(tmp_path: Path, people_import: Run) -> None:
    from tests.importing.sheets import workbook

    rows: list[list[object]] = [
        ["我来办工作室人员花名册", None, None],
        ["单位", "姓名", "职务"],
        ["城关街道东坟村", "谷雨晴", "妇女主任"],
        [None, "谭小满", "治保"],
    ]
    book = workbook(tmp_path / "册.xlsx", {"东坟村": rows}, merged=["A1:C1", "A3:A4"])

    assert people_import(book) == 0
    assert posts_of("谭小满") == {(DONGFEN, Function.SECURITY)}


def test_gb_18030_and_fifty_thousand_empty_rows(table: Callable[..., Path], people_import: Run) -> None:
    text = "姓名,单位代码,岗位\n谷雨晴," + DONGFEN + ",妇联委员\n" + ",,\n" * 50_000
    assert people_import(table(text, encoding="gb18030")) == 0
    assert posts_of("谷雨晴") == {(DONGFEN, Function.WOMEN)}
