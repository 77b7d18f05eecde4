"""Keys of our own, and the few people whom the vault's tests need."""

from datetime import date

import hypothesis
import pytest
from pytest_django.fixtures import Settings

from tests.residents.invented import ADDRESS, ID_NUMBER, NAME, OLD, PHONE
from wolaiban.people.actor import Actor
from wolaiban.people.models import Post, User
from wolaiban.places.models import Studio, Unit, UnitKind
from wolaiban.process.words import Function
from wolaiban.residents import vault
from wolaiban.residents.models import Resident

hypothesis.settings.register_profile("patient", deadline=None)  # a busy machine is no failure
hypothesis.settings.load_profile("patient")


@pytest.fixture(autouse=True)
def _keys(settings: Settings) -> None:
    settings.VAULT_KEYS = OLD


@pytest.fixture
def village(db: None) -> Unit:
    studio = Studio.objects.create(name="东坟村我来办工作室")
    district = Unit.objects.create(
        code="110111000000", name="房山区", short_name="房山区", kind=UnitKind.DISTRICT, studio=studio
    )
    return Unit.objects.create(
        code="110111001201",
        name="东坟村",
        short_name="东坟村",
        kind=UnitKind.VILLAGE,
        parent=district,
        studio=studio,
    )


def person(name: str, village: Unit, *functions: Function) -> Actor:
    user = User.objects.create_user(username=name, name=name)
    for function in functions:
        Post.objects.create(user=user, unit=village, function=function, starts=date(2024, 1, 1))
    return Actor.of(user)


@pytest.fixture
def officer(village: Unit) -> Actor:
    return person("李强", village, Function.COMMITTEE_MEMBER)


@pytest.fixture
def wang(db: None) -> Resident:
    return vault.record(name=NAME, phone=PHONE, id_number=ID_NUMBER, address=ADDRESS)
