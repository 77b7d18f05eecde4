"""Whoever administers, or works at the district, sets up a second step before any other page opens."""

from __future__ import annotations

import re
from collections.abc import Collection

import pytest
from allauth.mfa.models import Authenticator
from django.conf import LazySettings
from django.core import checks
from django.test import Client
from django.utils.timezone import localdate

from tests.people.conftest import PASSWORD, Town, person, signed_in
from tests.people.test_signing_in import code_of, with_authenticator
from wolaiban.people import second_factor
from wolaiban.people.actions.accounts import open_account
from wolaiban.people.actions.tokens import make_token
from wolaiban.people.actor import CLOCK, Actor
from wolaiban.people.models import Post, Scope, User
from wolaiban.process.errors import NotNow
from wolaiban.process.words import Function

SECOND = "/account/second-factor/"


@pytest.fixture(autouse=True)
def _as_it_is_installed(settings: LazySettings) -> None:
    settings.SECOND_FACTOR_FOR = ["administrators", "district"]


@pytest.fixture
def shen(town: Town) -> User:
    return person("shen", "沈清", (town.district, Function.DISTRICT_OFFICE))


@pytest.mark.parametrize("who", ["admin", "town_admin", "shen"])
def test_no_other_page_opens_before(who: str, request: pytest.FixtureRequest) -> None:
    browser = signed_in(request.getfixturevalue(who))

    for page in ("/", "/staff/", "/cases/", "/board/", "/account/", "/account/tokens/", "/account/sessions/"):
        assert browser.get(page).headers.get("Location") == SECOND, page
    told = browser.get(SECOND).content.decode()
    assert "只凭密码不够安全" in told


def test_a_fragment_is_told_to_leave_its_page(admin: User) -> None:
    answer = signed_in(admin).get("/staff/", headers={"HX-Request": "true"})

    assert answer.status_code == 403
    assert answer["HX-Redirect"] == SECOND


def test_nothing_is_written_before(admin: User, zhao: User) -> None:
    signed_in(admin).post(f"/staff/{zhao.pk}/deactivate/")

    zhao.refresh_from_db()
    assert zhao.is_active


def test_one_who_works_in_a_village_is_not_asked(zhao: User) -> None:
    browser = signed_in(zhao)

    assert browser.get("/account/").status_code == 200
    assert "只凭密码不够安全" not in browser.get(SECOND).content.decode()


def test_once_it_is_set_up_the_pages_open_and_the_password_alone_signs_nobody_in(admin: User) -> None:
    secret, codes = with_authenticator(admin)

    browser = Client()
    half = browser.post("/account/login/", {"login": admin.username, "password": PASSWORD})
    assert half["Location"] == f"{SECOND}authenticate/"
    browser.post(half["Location"], {"code": code_of(secret)})
    assert browser.get("/staff/").status_code == 200
    assert len(codes) == 10


def test_the_first_administrator_is_led_through_all_of_it(town: Town) -> None:
    _, given = open_account(
        username="first", name="章一", unit=town.district, function=Function.ADMINISTRATOR, by=CLOCK
    )
    browser = Client()
    browser.post("/account/login/", {"login": "first", "password": given})
    assert browser.get("/")["Location"] == "/account/password/"

    own = {"oldpassword": given, "password1": "another-long-word", "password2": "another-long-word"}
    browser.post("/account/password/", own)

    assert browser.get("/")["Location"] == SECOND
    asked = browser.get(f"{SECOND}totp/activate/")
    browser.post(asked["Location"], {"password": "another-long-word"})
    page = browser.get(f"{SECOND}totp/activate/").content.decode()
    secret = re.search(r'value="([A-Z2-7]{32})"', page)
    assert secret
    bound = browser.post(f"{SECOND}totp/activate/", {"code": code_of(secret[1], -1)}, follow=True)
    assert len(re.findall(r"\b\d{8}\b", bound.content.decode())) == 10
    assert browser.get("/staff/").status_code == 200


def test_whoever_is_appointed_is_led_to_it_with_the_next_click(zhao: User, town: Town) -> None:
    browser = signed_in(zhao)
    assert browser.get("/account/").status_code == 200

    Post.objects.create(user=zhao, unit=town.district, function="auditor", starts=localdate())

    assert browser.get("/account/")["Location"] == SECOND


def test_a_token_is_made_only_after(admin: User) -> None:
    def make() -> None:
        make_token(name="对接", scopes=[Scope.READ], days=1, by=Actor.of(admin))

    with pytest.raises(NotNow, match="两步验证"):
        make()
    Authenticator.objects.create(user=admin, type="totp", data={})
    make()


def test_the_last_one_is_not_taken_away_by_oneself(admin: User) -> None:
    secret, _ = with_authenticator(admin)
    browser = Client()
    half = browser.post("/account/login/", {"login": admin.username, "password": PASSWORD})
    browser.post(half["Location"], {"code": code_of(secret)})
    browser.post("/account/reauthenticate/", {"password": PASSWORD})

    told = browser.post(f"{SECOND}totp/deactivate/")

    assert "请先添加通行密钥" in told.content.decode()
    assert second_factor.has_one(admin)
    Authenticator.objects.create(user=admin, type="webauthn", data={})
    assert browser.post(f"{SECOND}totp/deactivate/").status_code == 302


def test_those_without_are_named(admin: User, town_admin: User, shen: User, zhao: User) -> None:
    with_authenticator(shen)

    assert second_factor.without() == ["chengguan.admin", "district.admin"]


@pytest.mark.parametrize(
    ("groups", "named"),
    [
        ((), set()),
        (("administrators",), {"district.admin", "chengguan.admin"}),
        (("townships",), {"chengguan.admin"}),
        (("officers",), {"district.admin", "chengguan.admin", "shen", "zhao"}),
    ],
)
def test_an_installation_says_who(
    groups: Collection[str],
    named: set[str],
    settings: LazySettings,
    admin: User,
    town_admin: User,
    shen: User,
    zhao: User,
) -> None:
    settings.SECOND_FACTOR_FOR = list(groups)

    assert set(second_factor.without()) == named


def test_a_name_that_is_none_is_a_fault_and_not_nobody(settings: LazySettings) -> None:
    settings.SECOND_FACTOR_FOR = ["admins"]

    (fault,) = [fault for fault in checks.run_checks(tags=["settings"]) if fault.id == "people.E001"]
    assert "没有“admins”这一类" in fault.msg
