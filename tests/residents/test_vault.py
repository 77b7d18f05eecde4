import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from pytest_django import DjangoAssertNumQueries
from pytest_django.fixtures import Settings

from tests.residents.invented import ADDRESS, CANARIES, ID_NUMBER, NAME, NEW, NOTE, OLD, PHONE
from wolaiban.residents import vault
from wolaiban.residents.checks import find_faults
from wolaiban.residents.envelope import index_of
from wolaiban.residents.keys import keyring
from wolaiban.residents.models import SEALED_FIELDS, Resident

pytestmark = pytest.mark.django_db


def read_again(resident: Resident) -> Resident:
    return Resident.objects.get(pk=resident.pk)


def test_nothing_in_the_row_can_be_read(wang: Resident) -> None:
    vault.amend(wang, phone=f"{PHONE}（{NOTE}）")
    columns = b"".join(bytes(getattr(read_again(wang), field)) for field in (*SEALED_FIELDS, "phone_index"))

    for canary in (*CANARIES, NOTE):
        assert canary.encode() not in columns


def test_what_was_recorded_is_what_opens(wang: Resident) -> None:
    identity = vault.open_identity(read_again(wang))

    assert (identity.name, identity.phone, identity.id_number, identity.address) == CANARIES


@pytest.mark.parametrize("typed", [PHONE, "138 1234 0000", "+86-13812340000", "１３８１２３４００００"])
def test_a_resident_is_found_by_phone_however_it_is_typed(wang: Resident, typed: str) -> None:
    vault.record(name="别人", phone="13900001111")

    assert list(vault.find_by_phone(typed)) == [wang]


@pytest.mark.parametrize("typed", ["", "13812340001", "1381234", "0000", "没有"])
def test_nobody_is_found_by_half_a_number(wang: Resident, typed: str) -> None:
    assert not vault.find_by_phone(typed).exists()


def test_what_stands_beside_a_number_is_sealed_beside_it() -> None:
    zhang = vault.record(name="张三", phone="88881234（女儿）、13900001111")

    identity = vault.open_identity(read_again(zhang))
    assert (identity.phone, identity.phone_note) == ("13900001111", "010-88881234；女儿")
    assert "女儿" not in str(vault.masked(zhang))
    assert vault.same_person(name="张三", phone="139 0000 1111") == zhang

    vault.supply_note(zhang, "13900001111（女儿）")
    assert vault.open_identity(read_again(zhang)).phone_note == "010-88881234；女儿"
    vault.supply_note(zhang, "13900001111（晚上打）")
    assert vault.open_identity(read_again(zhang)).phone_note == "010-88881234；女儿；晚上打"
    assert vault.mentioned(zhang, "请打 010 8888 1234") == {"phone"}
    assert vault.mentioned(zhang, "她女儿来过") == set()

    vault.amend(zhang, phone="13900002222")
    assert vault.open_identity(read_again(zhang)).phone_note == ""


def test_a_400_number_kept_as_a_landline_once_is_still_found() -> None:
    old = vault.record(name="张三", phone="400 810 1234")
    Resident.objects.filter(pk=old.pk).update(phone_index=index_of("0400-8101234", keyring().current))

    assert list(vault.find_by_phone("+86 400 810 1234")) == [old]


def test_only_a_mobile_takes_text_messages() -> None:
    left = ("13812340000", "010-88881234", "400-810-1234", "+852 2345 6789", "")

    taken = [vault.takes_text_messages(vault.record(name="张三", phone=phone)) for phone in left]

    assert taken == [True, False, False, False, False]


def test_the_same_phone_twice_is_two_residents(wang: Resident) -> None:
    daughter = vault.record(name="李梅", phone=PHONE)

    assert set(vault.find_by_phone(PHONE)) == {wang, daughter}


def test_the_mask_shows_who_it_may_be_and_not_who_it_is(wang: Resident) -> None:
    mask = vault.masked(wang)

    assert mask.name == "王*英"
    assert mask.phone == "138****0000"
    assert mask.id_number == "110111********0024"
    assert mask.address == "北京市房山区城关街道东坟村***"
    assert str(mask) == "王*英 · 138****0000"


def test_somebody_who_would_rather_not_say_is_anonymous() -> None:
    mask = vault.masked(vault.record())

    assert mask.anonymous
    assert str(mask) == "匿名"


def test_a_phone_without_a_name_and_a_name_without_a_phone() -> None:
    assert str(vault.masked(vault.record(phone=PHONE))) == "未留姓名 · 138****0000"
    assert str(vault.masked(vault.record(name=NAME))) == "王*英"


def test_masking_many_asks_the_database_nothing(
    wang: Resident, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(20):
        vault.record(name=f"张{number}", phone=f"139000010{number:02}")

    with django_assert_num_queries(1):
        masks = vault.masked_many(Resident.objects.all())

    assert len(masks) == 21
    assert str(masks[wang.pk]) == "王*英 · 138****0000"


def test_every_field_that_will_not_do_is_named_at_once() -> None:
    with pytest.raises(ValidationError) as refusal:
        vault.record(name=NAME, phone="123", id_number="456")

    assert set(refusal.value.message_dict) == {"phone", "id_number"}
    assert not Resident.objects.exists()


def test_a_number_supplied_later_can_be_found_and_the_rest_stays(wang: Resident) -> None:
    vault.amend(wang, phone="010-88881234", address="")

    assert not vault.find_by_phone(PHONE).exists()
    assert vault.find_by_phone("01088881234").get() == wang
    assert vault.masked(read_again(wang)).phone == "010-****1234"
    assert vault.masked(wang).address == ""
    assert vault.open_identity(wang).name == NAME


def test_the_same_name_and_number_is_the_same_person(wang: Resident) -> None:
    vault.record(name="李梅", phone=PHONE)

    assert vault.same_person(name=" 王秀英 ", phone="138 1234 0000") == wang
    assert vault.same_person(name="王秀兰", phone=PHONE) is None
    assert vault.same_person(name=NAME, phone="13900001111") is None
    assert vault.same_person(name="", phone=PHONE) is None
    assert vault.same_person(name=NAME, phone="") is None


def test_a_damaged_row_is_nobody_and_stops_nobody(wang: Resident) -> None:
    Resident.objects.filter(pk=wang.pk).update(name=wang.address)

    assert vault.same_person(name=NAME, phone=PHONE) is None


def test_what_is_supplied_later_is_added_and_replaces_nothing(
    wang: Resident, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    zhang = vault.record(name="张伟", phone=PHONE)

    vault.supply(zhang, id_number=ID_NUMBER, phone="13900001111", address="")
    with django_assert_num_queries(0):
        vault.supply(wang, address="东坟村一组", id_number="")

    assert vault.open_identity(read_again(zhang)).id_number == ID_NUMBER
    assert vault.find_by_phone("13900001111").count() == 0
    assert vault.open_identity(read_again(wang)).address == ADDRESS


def test_the_last_four_digits_prove_a_receipt(wang: Resident) -> None:
    assert vault.phone_ends_with(wang, "0000")
    assert not vault.phone_ends_with(wang, "0001")
    assert not vault.phone_ends_with(wang, "")
    assert not vault.phone_ends_with(wang, "40000")
    assert not vault.phone_ends_with(wang, "零零零零")
    assert not vault.phone_ends_with(vault.record(), "0000")
    assert vault.phone_ends_with(vault.record(phone="010-88881234转801"), "1234")


def test_ciphertexts_cannot_be_swapped_between_rows_or_columns(wang: Resident) -> None:
    li = vault.record(name="李梅", phone="13900001111")
    Resident.objects.filter(pk=li.pk).update(name=wang.name)
    Resident.objects.filter(pk=wang.pk).update(name=wang.address)

    assert vault.masked(read_again(li)).name == "无法读取"
    assert vault.masked(read_again(wang)).name == "无法读取"
    assert vault.masked(read_again(wang)).phone == "138****0000"


def test_a_row_that_cannot_be_opened_does_not_hide_the_list(wang: Resident, settings: Settings) -> None:
    settings.VAULT_KEYS = NEW
    li = vault.record(name="李梅")

    masks = vault.masked_many(Resident.objects.all())

    assert masks[li.pk].name == "李*"
    assert masks[wang.pk].name == "无法读取"


def test_after_a_new_key_old_rows_open_and_are_still_found(wang: Resident, settings: Settings) -> None:
    settings.VAULT_KEYS = f"{NEW},{OLD}"

    assert vault.find_by_phone(PHONE).get() == wang
    assert vault.open_identity(wang).id_number == ID_NUMBER


def test_resealing_makes_the_old_key_superfluous(wang: Resident, settings: Settings) -> None:
    anonymous = vault.record()
    others = [vault.record(phone=f"1390000100{number}") for number in range(5)]
    settings.VAULT_KEYS = f"{NEW},{OLD}"

    assert vault.reseal(batch=2) == vault.Resealed(7, ())
    assert vault.reseal(batch=2) == vault.Resealed(0, ())

    settings.VAULT_KEYS = NEW
    assert not list(find_faults())
    assert vault.find_by_phone(PHONE).get() == wang
    assert vault.open_identity(read_again(wang)).address == ADDRESS
    assert vault.masked(read_again(others[3])).phone == "139****1003"
    assert vault.masked(read_again(anonymous)).anonymous


def test_resealing_passes_over_what_it_cannot_open_and_says_so(wang: Resident, settings: Settings) -> None:
    li = vault.record(name="李梅")
    settings.VAULT_KEYS = NEW

    assert vault.reseal() == vault.Resealed(0, (wang.pk, li.pk))

    settings.VAULT_KEYS = OLD
    assert vault.open_identity(read_again(wang)).name == NAME


def test_a_phone_never_stands_without_its_index(wang: Resident) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Resident.objects.filter(pk=wang.pk).update(phone_index=None)
