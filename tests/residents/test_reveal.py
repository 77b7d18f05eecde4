import pytest
from django.db import Error, connection, transaction
from pytest_django.fixtures import Settings

from tests.residents.conftest import person
from tests.residents.invented import CANARIES, NEW
from wolaiban.cases.actions.erasing import erase
from wolaiban.people.actor import CLOCK, Actor
from wolaiban.people.models import User
from wolaiban.places.models import Unit
from wolaiban.process.errors import BadAnswer, NotAllowed
from wolaiban.process.words import Function
from wolaiban.residents import vault
from wolaiban.residents.actions import reveal
from wolaiban.residents.errors import AlreadyErased, KeyMissing
from wolaiban.residents.models import Look, Resident
from wolaiban.residents.queries import looks_at

REASON = "电话核实漏水位置"


def test_an_officer_sees_the_identity_and_the_resident_sees_the_officer(
    wang: Resident, officer: Actor
) -> None:
    identity = reveal(wang, by=officer, reason=f"  {REASON}\n", case_number="FS-2026-000001")

    assert (identity.name, identity.phone, identity.id_number, identity.address) == CANARIES
    look = looks_at(wang).get()
    assert (look.actor, look.post, look.reason) == (officer.user, officer.posts[0], REASON)
    assert look.case_number == "FS-2026-000001"


def test_a_look_is_on_record_even_if_the_envelope_does_not_open(
    wang: Resident, officer: Actor, settings: Settings
) -> None:
    settings.VAULT_KEYS = NEW

    with pytest.raises(KeyMissing):
        reveal(wang, by=officer, reason=REASON)
    assert looks_at(wang).count() == 1


def test_a_reveal_cannot_hide_in_a_transaction_that_may_be_rolled_back(
    wang: Resident, officer: Actor
) -> None:
    with pytest.raises(RuntimeError, match="durable"), transaction.atomic():
        reveal(wang, by=officer, reason=REASON)


@pytest.mark.parametrize("reason", ["", "   ", "看看", "工作1", "。。。。。。", "aaaaaa", "....看看"])
def test_without_a_real_reason_nothing_is_shown_and_nothing_recorded(
    wang: Resident, officer: Actor, reason: str
) -> None:
    with pytest.raises(BadAnswer, match="理由") as refusal:
        reveal(wang, by=officer, reason=reason)
    assert set(refusal.value.fields) == {"reason"}
    assert not Look.objects.exists()


def test_a_reason_is_no_essay(wang: Resident, officer: Actor) -> None:
    with pytest.raises(BadAnswer, match="200"):
        reveal(wang, by=officer, reason="电话核实漏水位置" * 30)


@pytest.mark.parametrize(
    "functions", [(), (Function.VOLUNTEER,), (Function.AUDITOR,), (Function.ADMINISTRATOR,)]
)
def test_who_needs_no_contact_is_refused(
    wang: Resident, village: Unit, functions: tuple[Function, ...]
) -> None:
    with pytest.raises(NotAllowed):
        reveal(wang, by=person("张伟", village, *functions), reason=REASON)
    assert not Look.objects.exists()


def test_the_clock_never_looks(wang: Resident) -> None:
    with pytest.raises(NotAllowed):
        reveal(wang, by=CLOCK, reason=REASON)


def test_the_post_in_which_somebody_looks_must_be_theirs_and_fit(wang: Resident, village: Unit) -> None:
    zhao = person("赵敏", village, Function.VOLUNTEER, Function.SECURITY)
    volunteer, security = zhao.posts

    assert reveal(wang, by=zhao, reason=REASON, post=security)
    assert reveal(wang, by=zhao, reason=REASON)
    with pytest.raises(NotAllowed):
        reveal(wang, by=zhao, reason=REASON, post=volunteer)
    assert {look.post for look in looks_at(wang)} == {security}


def test_looks_cannot_be_changed_deleted_or_emptied(wang: Resident, officer: Actor) -> None:
    reveal(wang, by=officer, reason=REASON)

    with pytest.raises(Error, match="append-only"), transaction.atomic():
        Look.objects.update(reason="别的理由")
    with pytest.raises(Error, match="append-only"), transaction.atomic():
        Look.objects.all().delete()
    with connection.cursor() as cursor, pytest.raises(Error, match="append-only"), transaction.atomic():
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE residents_look CASCADE")
    assert looks_at(wang).get().reason == REASON


def test_an_erased_resident_shows_nothing_anywhere(wang: Resident, officer: Actor) -> None:
    reveal(wang, by=officer, reason=REASON)
    phone_index = bytes(wang.phone_index or b"")

    erase(wang, by=officer, reason="本人来电要求删除")

    gone = Resident.objects.get(pk=wang.pk)
    assert [gone.name, gone.phone, gone.id_number, gone.address, gone.phone_index] == [None] * 5
    assert str(vault.masked(gone)) == "已应本人要求删除"
    assert vault.masked(gone).phone == ""
    assert not Resident.objects.filter(phone_index=phone_index).exists()
    assert not vault.phone_ends_with(gone, "0000")
    with pytest.raises(AlreadyErased):
        reveal(wang, by=officer, reason=REASON)
    with pytest.raises(AlreadyErased):
        vault.amend(wang, phone="13900001111")
    assert looks_at(gone).count() == 1


def test_erasing_twice_leaves_the_first_record(wang: Resident, officer: Actor) -> None:
    first = erase(wang, by=officer, reason="本人来电要求删除")

    assert erase(wang, by=officer, reason="又要求了一次删除") == first
    assert first.reason == "本人来电要求删除"


def test_a_resident_may_erase_themself_and_nobody_else(wang: Resident) -> None:
    account = User.objects.create_user(username="wang", name="王秀英")
    vault_of_another = vault.record(name="李梅")
    Resident.objects.filter(pk=wang.pk).update(account=account)

    with pytest.raises(NotAllowed):
        erase(vault_of_another, by=Actor.of(account), reason="不想再留信息了")
    erasure = erase(wang, by=Actor.of(account), reason="不想再留信息了")

    assert erasure.post is None
    assert Resident.objects.get(pk=wang.pk).account is None


def test_neither_the_clock_nor_a_volunteer_erases(wang: Resident, village: Unit) -> None:
    for actor in (CLOCK, person("张伟", village, Function.VOLUNTEER)):
        with pytest.raises(NotAllowed):
            erase(wang, by=actor, reason="想删就删一下")


def test_an_erasure_is_for_good(wang: Resident, officer: Actor) -> None:
    erasure = erase(wang, by=officer, reason="本人来电要求删除")

    with pytest.raises(Error, match="stays erased"), transaction.atomic():
        Resident.objects.filter(pk=wang.pk).update(erased_at=None)
    with pytest.raises(Error), transaction.atomic():
        Resident.objects.filter(pk=wang.pk).update(name=b"again")
    with pytest.raises(Error, match="append-only"), transaction.atomic():
        erasure.delete()
