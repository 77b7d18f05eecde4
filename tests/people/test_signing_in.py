from __future__ import annotations

import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.usersessions.models import UserSession
from django.test import Client

from tests.people.conftest import PASSWORD, signed_in
from wolaiban.people.models import User
from wolaiban.web.templatetags.devices import device


def code_of(secret: str, steps: int = 0) -> str:
    if (left := 30 - time.time() % 30) < 3:
        time.sleep(left)  # a code that runs out on its way is refused
    code: str = format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))
    return code


def with_authenticator(user: User) -> tuple[str, list[str]]:
    """Bind an authenticator app by way of the pages; return its secret and the recovery codes."""
    browser = signed_in(user)
    confirm = browser.get("/account/second-factor/totp/activate/")
    assert confirm.status_code == 302
    browser.post(confirm["Location"], {"password": PASSWORD})
    page = browser.get("/account/second-factor/totp/activate/").content.decode()
    found = re.search(r'value="([A-Z2-7]{32})"', page)
    assert found, page
    bound = browser.post(
        "/account/second-factor/totp/activate/", {"code": code_of(found[1], -1)}, follow=True
    )
    codes = re.findall(r"\b\d{8}\b", bound.content.decode())
    assert len(codes) == 10
    return found[1], codes


def test_a_person_signs_in_with_name_and_password(zhao: User) -> None:
    browser = signed_in(zhao)

    assert browser.get("/account/password/").status_code == 200
    assert UserSession.objects.filter(user=zhao).count() == 1


def test_a_wrong_password_is_told_in_chinese_without_saying_which_part_is_wrong(zhao: User) -> None:
    wrong = Client().post("/account/login/", {"login": "zhao", "password": "no"}).content.decode()
    nobody = Client().post("/account/login/", {"login": "nobody", "password": "no"}).content.decode()

    assert "登录名或密码不对" in wrong
    assert "登录名或密码不对" in nobody


def test_the_sixth_wrong_password_is_throttled_even_for_the_right_one(zhao: User) -> None:
    for _ in range(5):
        Client().post("/account/login/", {"login": "zhao", "password": "no"})

    answer = Client().post("/account/login/", {"login": "zhao", "password": PASSWORD})
    assert answer.status_code == 200
    assert "登录失败次数过多" in answer.content.decode()


def test_pages_ask_strangers_to_sign_in_each_in_their_own_way(db: None) -> None:
    stranger = Client()

    page = stranger.get("/account/password/")
    assert page.status_code == 302
    assert page["Location"] == "/account/login/?next=/account/password/"
    fragment = stranger.get(
        "/account/password/", headers={"HX-Request": "true", "HX-Current-URL": "http://x/desk/cases/"}
    )
    assert fragment.status_code == 401
    assert fragment["HX-Redirect"] == "/account/login/?next=%2Fdesk%2Fcases%2F"


def test_there_is_no_sign_up_and_no_password_mail(db: None) -> None:
    for address in ("signup/", "password/reset/", "email/"):
        assert Client().get(f"/account/{address}").status_code == 404


def test_with_an_authenticator_the_password_alone_does_not_sign_in(zhao: User) -> None:
    secret, _ = with_authenticator(zhao)

    browser = Client()
    half = browser.post("/account/login/", {"login": "zhao", "password": PASSWORD})
    assert half["Location"] == "/account/second-factor/authenticate/"
    assert browser.get("/account/password/").status_code == 302

    wrong = browser.post(half["Location"], {"code": "000000"})
    assert "动态码不对" in wrong.content.decode()
    browser.post(half["Location"], {"code": code_of(secret)})
    assert browser.get("/account/password/").status_code == 200


def test_an_authenticator_code_works_once(zhao: User) -> None:
    secret, _ = with_authenticator(zhao)
    code = code_of(secret)

    first, second = Client(), Client()
    for browser in (first, second):
        browser.post("/account/login/", {"login": "zhao", "password": PASSWORD})
        browser.post("/account/second-factor/authenticate/", {"code": code})
    assert first.get("/account/password/").status_code == 200
    assert second.get("/account/password/").status_code == 302


def test_a_recovery_code_signs_in_once(zhao: User) -> None:
    _, codes = with_authenticator(zhao)

    first, second = Client(), Client()
    for browser in (first, second):
        browser.post("/account/login/", {"login": "zhao", "password": PASSWORD})
        browser.post("/account/second-factor/authenticate/", {"code": codes[0]})
    assert first.get("/account/password/").status_code == 200
    assert second.get("/account/password/").status_code == 302


def test_second_factor_secrets_are_not_kept_in_the_clear(zhao: User) -> None:
    secret, _ = with_authenticator(zhao)

    assert secret not in str(list(Authenticator.objects.values_list("data", flat=True)))


def test_pages_of_the_second_factor_can_be_reached(zhao: User) -> None:
    with_authenticator(zhao)
    zhao.set_password(PASSWORD)
    Authenticator.objects.filter(type="totp").delete()
    Authenticator.objects.all().delete()
    browser = signed_in(zhao)
    browser.post("/account/reauthenticate/", {"password": PASSWORD})

    for address, words in {
        "second-factor/": "两步验证",
        "second-factor/webauthn/": "还没有通行密钥",
        "second-factor/webauthn/add/": "添加通行密钥",
        "sessions/": "当前设备",
        "logout/": "退出登录",
        "reauthenticate/": "确认是您本人",
    }.items():
        page = browser.get(f"/account/{address}")
        assert page.status_code == 200, address
        assert words in page.content.decode(), address


@pytest.mark.parametrize("address", ["login/", "second-factor/webauthn/login/"])
def test_a_stranger_reaches_what_signing_in_needs(db: None, address: str) -> None:
    answer = Client().get(f"/account/{address}", headers={"Accept": "application/json"})

    assert answer.status_code == 200


def test_no_page_of_ours_holds_a_script_that_a_strict_policy_forbids(zhao: User) -> None:
    browser = signed_in(zhao)
    browser.post("/account/reauthenticate/", {"password": PASSWORD})
    pages = [Client().get("/account/login/").content.decode()]
    pages += [
        browser.get(f"/account/second-factor/{address}").content.decode()
        for address in ("", "totp/activate/", "webauthn/add/")
    ]

    for page in pages:
        for attributes in re.findall(r"<script\b([^>]*)>", page):
            assert "src=" in attributes or 'type="application/json"' in attributes
        assert not re.search(r"\son\w+=|\sstyle=|javascript:|data:", page)


def test_changing_the_password_ends_the_other_sessions(zhao: User) -> None:
    here, elsewhere = signed_in(zhao), signed_in(zhao)

    changed = here.post(
        "/account/password/",
        {"oldpassword": PASSWORD, "password1": "another-long-word", "password2": "another-long-word"},
    )
    assert changed.status_code == 302
    assert here.get("/account/sessions/").status_code == 200
    assert elsewhere.get("/account/sessions/").status_code == 302


def test_other_sessions_can_be_ended_from_the_list(zhao: User) -> None:
    here, elsewhere = signed_in(zhao), signed_in(zhao)

    here.post("/account/sessions/")
    assert here.get("/account/sessions/").status_code == 200
    assert elsewhere.get("/account/sessions/").status_code == 302


def test_one_session_can_be_ended_and_only_ones_own(zhao: User, zhou: User) -> None:
    here, elsewhere, stranger = signed_in(zhao), signed_in(zhao), signed_in(zhou)
    lost = UserSession.objects.get(session_key=elsewhere.session.session_key)

    assert stranger.post(f"/account/sessions/{lost.pk}/end/").status_code == 404
    assert elsewhere.get("/account/sessions/").status_code == 200
    here.post(f"/account/sessions/{lost.pk}/end/")
    assert elsewhere.get("/account/sessions/").status_code == 302
    assert here.get("/account/sessions/").status_code == 200


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        (
            "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/120.0 Safari/537.36",
            "Windows 电脑上的 Chrome 浏览器",
        ),
        (
            "Mozilla/5.0 (Linux; Android 13) Chrome/110 Mobile Safari/537.36 MicroMessenger/8.0",
            "安卓设备上的微信",
        ),
        ("curl/8.0", "其他设备上的其他程序"),
    ],
)
def test_a_session_is_named_by_its_device(user_agent: str, words: str) -> None:
    assert device(user_agent) == words


def test_a_temporary_password_must_be_replaced_before_anything_else(zhao: User) -> None:
    User.objects.filter(pk=zhao.pk).update(must_change_password=True)
    browser = signed_in(zhao)

    kept_out = browser.get("/account/sessions/")
    assert kept_out.status_code == 302
    assert kept_out["Location"] == "/account/password/"
    browser.post(
        "/account/password/",
        {"oldpassword": PASSWORD, "password1": "another-long-word", "password2": "another-long-word"},
    )
    assert browser.get("/account/sessions/").status_code == 200
