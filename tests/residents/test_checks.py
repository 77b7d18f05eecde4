import pytest
from pytest_django.fixtures import Settings

from tests.residents.invented import CANARIES, NEW, OLD, PHONE
from wolaiban.cases.actions.erasing import erase
from wolaiban.people.actor import Actor
from wolaiban.residents import vault
from wolaiban.residents.checks import find_faults
from wolaiban.residents.models import Erasure, Resident

pytestmark = pytest.mark.django_db


def test_a_sound_vault_has_no_faults(wang: Resident, officer: Actor, settings: Settings) -> None:
    vault.record()
    erase(vault.record(name="李梅"), by=officer, reason="本人来电要求删除")
    settings.VAULT_KEYS = f"{NEW},{OLD}"
    vault.record(phone=PHONE)

    assert list(find_faults(batch=2)) == []


def test_a_changed_envelope_is_found(wang: Resident) -> None:
    damaged = bytearray(wang.address or b"")
    damaged[-1] ^= 1
    Resident.objects.filter(pk=wang.pk).update(address=bytes(damaged))

    faults = list(find_faults())

    assert faults == [(wang.pk, "住址：已损坏或被改动，无法解密")]
    assert not [canary for canary in CANARIES if canary in str(faults)]


def test_a_missing_key_is_named(wang: Resident, settings: Settings) -> None:
    settings.VAULT_KEYS = NEW

    assert {fault for _, fault in find_faults()} == {
        f"{label}：缺少编号为“k1”的密钥" for label in ("姓名", "电话", "身份证号", "住址")
    }


def test_a_phone_that_would_be_found_under_another_number_is_found(wang: Resident) -> None:
    li = vault.record(phone="13900001111")
    Resident.objects.filter(pk=li.pk).update(phone_index=wang.phone_index)

    assert list(find_faults()) == [(li.pk, "电话：查找索引与号码不符")]


def test_an_erasure_by_hand_is_found(wang: Resident, officer: Actor) -> None:
    li = vault.record(name="李梅")
    erase(li, by=officer, reason="本人来电要求删除")
    gone = vars(Resident.objects.get(pk=li.pk))
    wiped = {
        field: gone[field] for field in ("name", "phone", "id_number", "address", "phone_index", "erased_at")
    }
    Resident.objects.filter(pk=wang.pk).update(**wiped)

    assert list(find_faults()) == [(wang.pk, "已删除，却没有删除记录")]


def test_an_erasure_that_erased_nothing_is_found(wang: Resident, officer: Actor) -> None:
    post = officer.posts[0]
    Erasure.objects.create(resident=wang, actor=post.user, post=post, reason="只写了记录")

    assert list(find_faults()) == [(wang.pk, "有删除记录，身份信息却还在")]
