"""A few people of a small district. The product's cast is larger; signing in and posts need no more than these."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from wolaiban.people.models import Post, User
from wolaiban.places.models import Studio, Unit
from wolaiban.process.words import Function

PASSWORD = "green-lantern-over-the-river"
LAST_YEAR = date(2025, 1, 1)


@pytest.fixture(autouse=True)
def _fast_passwords(settings: pytest.FixtureRequest) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # type: ignore[attr-defined]


class Town:
    """District > 城关 > 东坟村, with 西潞 and 大高舍村 beside them and one department."""

    def __init__(self) -> None:
        self.district = self.unit("110111000000", "区联席办", "district", None)
        self.chengguan = self.unit("110111001000", "城关街道", "subdistrict", self.district)
        self.dongfen = self.unit("110111001201", "东坟村", "village", self.chengguan)
        self.xilu = self.unit("110111005000", "西潞街道", "subdistrict", self.district)
        self.dagaoshe = self.unit("110111005201", "大高舍村", "village", self.xilu)
        self.water = Unit.objects.create(
            code="110111D01", name="区水务局", short_name="区水务局", kind="department", parent=self.district
        )

    def unit(self, code: str, name: str, kind: str, parent: Unit | None) -> Unit:
        studio = Studio.objects.create(name=f"{name}我来办工作室")
        township = parent if kind == "village" else None
        return Unit.objects.create(
            code=code, name=name, short_name=name, kind=kind, parent=parent, township=township, studio=studio
        )


@pytest.fixture
def town(db: None) -> Town:
    return Town()


def person(username: str, name: str, *posts: tuple[Unit, Function]) -> User:
    user = User.objects.create_user(username, PASSWORD, name=name, invented=True)
    for unit, function in posts:
        Post.objects.create(user=user, unit=unit, function=str(function), starts=LAST_YEAR)
    return user


@pytest.fixture
def admin(town: Town) -> User:
    return person("district.admin", "孟管", (town.district, Function.ADMINISTRATOR))


@pytest.fixture
def town_admin(town: Town) -> User:
    return person("chengguan.admin", "程管", (town.chengguan, Function.ADMINISTRATOR))


@pytest.fixture
def zhao(town: Town) -> User:
    """The leader of 东坟村's studio."""
    return person("zhao", "赵敏", (town.dongfen, Function.STUDIO_LEADER))


@pytest.fixture
def zhou(town: Town) -> User:
    """The leader of 大高舍村's studio, in another township."""
    return person("zhou", "周正", (town.dagaoshe, Function.STUDIO_LEADER))


def signed_in(user: User) -> Client:
    """A browser in which this person signed in with the password, as they would."""
    browser = Client()
    answer = browser.post("/account/login/", {"login": user.username, "password": PASSWORD})
    assert answer.status_code == 302, answer.content.decode()
    return browser
