from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils.timezone import localdate
from pytest_django import DjangoAssertNumQueries

from tests.people.conftest import LAST_YEAR, Town, person, signed_in
from wolaiban.people.models import Post, User
from wolaiban.process.words import Function


@pytest.fixture
def desk(town_admin: User) -> Client:
    """The browser of 城关's administrator."""
    return signed_in(town_admin)


def test_to_those_who_keep_no_accounts_the_pages_do_not_exist(zhao: User, zhou: User) -> None:
    browser = signed_in(zhao)

    for address in ("", "open/", f"{zhou.pk}/", f"{zhou.pk}/appoint/", f"{zhou.pk}/deactivate/"):
        assert browser.get(f"/staff/{address}").status_code == 404, address
        assert browser.post(f"/staff/{address}").status_code in {404, 405}, address


def test_strangers_are_asked_to_sign_in(db: None) -> None:
    assert Client().get("/staff/").status_code == 302


def test_an_administrator_sees_their_own_people_only(desk: Client, zhao: User, zhou: User) -> None:
    page = desk.get("/staff/").content.decode()

    assert "赵敏" in page
    assert "周正" not in page
    assert desk.get(f"/staff/{zhao.pk}/").status_code == 200
    for errand in ("", "appoint/", "rename/", "reset-password/", "deactivate/"):
        assert desk.get(f"/staff/{zhou.pk}/{errand}").status_code == 404


def test_residents_are_never_listed(admin: User) -> None:
    resident = User.objects.create_user("resident", None, name="王秀英")
    browser = signed_in(admin)

    assert "王秀英" not in browser.get("/staff/").content.decode()
    assert browser.get(f"/staff/{resident.pk}/").status_code == 404


def test_people_are_found_by_name_and_by_unit(admin: User, zhao: User, zhou: User) -> None:
    browser = signed_in(admin)

    for words in ("赵", "zhao", "东坟"):
        page = browser.get("/staff/", {"q": words}).content.decode()
        assert "赵敏" in page
        assert "周正" not in page
    assert "没有找到" in browser.get("/staff/", {"q": "谁也不是"}).content.decode()


def test_the_list_is_paged_and_costs_the_same_however_long(
    admin: User, town: Town, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    crowd = User.objects.bulk_create(User(username=f"v{n}", name=f"志愿者{n:03}") for n in range(120))
    Post.objects.bulk_create(
        Post(user=user, unit=town.dongfen, function=str(Function.VOLUNTEER), starts=LAST_YEAR)
        for user in crowd
    )
    browser = signed_in(admin)

    with django_assert_max_num_queries(9):
        page = browser.get("/staff/").content.decode()
    seen = re.findall(r"志愿者\d{3}", page)
    while following := re.search(r'href="\?q=&amp;after=(\d+)"', page):
        page = browser.get("/staff/", {"q": "", "after": following[1]}).content.decode()
        seen += re.findall(r"志愿者\d{3}", page)
    assert seen == [user.name for user in crowd]


def test_an_account_is_opened_on_one_page_and_its_password_shown_once(desk: Client, town: Town) -> None:
    answer = desk.post(
        "/staff/open/",
        {
            "name": "钱进",
            "username": "qian",
            "unit_pick": town.dongfen.code,
            "function": "women",
            "starts": localdate().isoformat(),
        },
    )

    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    shown = re.search(r'id="temporary_password">([^<]+)<', answer.content.decode())
    assert shown
    assert User.objects.get(username="qian").check_password(shown[1])


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"username": "zhao"}, "已有人使用"),
        ({"username": "a b"}, "登录名只能用"),
        ({"function": "district_director"}, "选择"),
        ({"unit_pick": "999999"}, "不能选"),
    ],
)
def test_a_wrong_answer_comes_back_with_the_form(
    desk: Client, town: Town, zhao: User, wrong: dict[str, str], words: str
) -> None:
    right = {
        "name": "钱进",
        "username": "qian",
        "unit_pick": town.dongfen.code,
        "function": "women",
        "starts": localdate().isoformat(),
    }

    answer = desk.post("/staff/open/", right | wrong)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not User.objects.filter(username="qian").exists()


def test_units_out_of_reach_are_not_offered_and_not_taken(desk: Client, town: Town) -> None:
    assert "大高舍村" not in desk.get("/staff/open/").content.decode()

    answer = desk.post(
        "/staff/open/",
        {
            "name": "钱进",
            "username": "qian",
            "unit_pick": town.dagaoshe.code,
            "function": "women",
            "starts": localdate().isoformat(),
        },
    )
    assert answer.status_code == 422


def test_a_post_is_given_and_ended(desk: Client, zhao: User, town: Town) -> None:
    desk.post(
        f"/staff/{zhao.pk}/appoint/",
        {"unit_pick": town.dongfen.code, "function": "security", "starts": localdate().isoformat()},
    )
    post = zhao.posts.get(function="security")
    assert post.ends is None

    page = desk.post(f"/staff/{zhao.pk}/posts/{post.pk}/end/", follow=True).content.decode()
    assert "不再担任东坟村 治保委员" in page
    assert zhao.posts.get(function="security").ends == localdate()


def test_a_post_may_have_an_end_from_the_beginning(desk: Client, zhao: User, town: Town) -> None:
    today = localdate()
    sent = {"unit_pick": town.dongfen.code, "function": "security", "starts": today.isoformat()}
    page = desk.get(f"/staff/{zhao.pk}/appoint/").content.decode()
    assert "到哪天为止" in page
    refused = desk.post(f"/staff/{zhao.pk}/appoint/", {**sent, "ends": today.isoformat()})
    assert refused.status_code == 422
    assert "卸任日期要晚于任职日期" in refused.content.decode()
    assert not zhao.posts.filter(function="security").exists()

    last = today + timedelta(days=90)
    page = desk.post(
        f"/staff/{zhao.pk}/appoint/", {**sent, "ends": last.isoformat()}, follow=True
    ).content.decode()
    assert zhao.posts.get(function="security").ends == last
    assert f"{last:%Y-%m-%d} 起卸任" in page


def test_an_account_is_opened_with_a_post_that_ends(desk: Client, town: Town) -> None:
    last = localdate() + timedelta(days=365)
    answer = desk.post(
        "/staff/open/",
        {
            "name": "钱进",
            "username": "qian",
            "unit_pick": town.dongfen.code,
            "function": "women",
            "starts": localdate().isoformat(),
            "ends": last.isoformat(),
        },
    )
    assert answer.status_code == 200
    assert User.objects.get(username="qian").posts.get().ends == last


def test_every_errand_asks_first_and_then_does_it(desk: Client, zhao: User) -> None:
    for errand, words in {"reset-password": "临时密码", "deactivate": "停用", "reactivate": "恢复"}.items():
        assert words in desk.get(f"/staff/{zhao.pk}/{errand}/").content.decode()
        assert words in desk.post(f"/staff/{zhao.pk}/{errand}/", follow=True).content.decode()
    assert desk.post(f"/staff/{zhao.pk}/reactivate/").status_code == 422
    assert desk.get(f"/staff/{zhao.pk}/make-coffee/").status_code == 404
    assert desk.post(f"/staff/{zhao.pk}/rename/", {"name": "赵敏敏"}).status_code == 302
    zhao.refresh_from_db()
    assert zhao.name == "赵敏敏"


def test_what_an_administrator_may_see_but_not_do_is_refused(desk: Client, zhao: User, town: Town) -> None:
    Post.objects.create(user=zhao, unit=town.dagaoshe, function=str(Function.SECURITY), starts=LAST_YEAR)
    page = desk.get(f"/staff/{zhao.pk}/").content.decode()

    assert "管理范围以外" in page
    assert "停用账号" not in page
    assert desk.post(f"/staff/{zhao.pk}/deactivate/").status_code == 403
    zhao.refresh_from_db()
    assert zhao.is_active


def test_nobody_is_offered_to_change_their_own_account(desk: Client, town_admin: User) -> None:
    page = desk.get(f"/staff/{town_admin.pk}/").content.decode()

    assert "另一位系统管理员" in page
    assert "停用账号" not in page
    assert "结束任职" not in page


def test_everybody_sees_their_own_posts_and_security(zhao: User, town: Town) -> None:
    page = signed_in(zhao).get("/account/").content.decode()

    assert "东坟村　工作室负责人" in page
    assert "两步验证" in page
    assert "人员账号管理" not in page


def test_an_actor_of_a_department_is_no_keeper(town: Town) -> None:
    head = person("head", "韩长", (town.water, Function.DEPARTMENT_HEAD))

    assert signed_in(head).get("/staff/").status_code == 404
