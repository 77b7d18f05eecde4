"""Envelopes: what is sealed opens again, only in its place, only whole, only with its key."""

from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.residents.invented import NEW, OLD
from wolaiban.residents.envelope import index_of, key_id_of, seal, unseal
from wolaiban.residents.errors import Damaged, KeyMissing, KeysUnfit
from wolaiban.residents.keys import Keyring, _parse, keyring, new_key

HERE = UUID("6f1c9d1e-5a0b-4d53-9d3c-0a6b1f6f2d11")
KEYS = _parse(f"{NEW},{OLD}")


def sealed(text: str) -> bytes:
    return seal(text, field="name", uuid=HERE, key=KEYS.current)


def opened(envelope: bytes, *, field: str = "name", uuid: UUID = HERE, keys: Keyring = KEYS) -> str:
    return unseal(envelope, field=field, uuid=uuid, keyring=keys)


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_what_is_sealed_opens_again(text: str) -> None:
    assert opened(sealed(text)) == text


def test_sealing_twice_never_gives_the_same_envelope() -> None:
    assert len({sealed("王秀英") for _ in range(200)}) == 200


def test_the_length_of_a_name_does_not_show() -> None:
    assert len(sealed("王")) == len(sealed("欧阳秀华"))


@given(st.integers(min_value=0), st.integers(0, 7))
def test_one_flipped_bit_and_nothing_opens(place: int, bit: int) -> None:
    envelope = bytearray(sealed("王秀英"))
    envelope[place % len(envelope)] ^= 1 << bit

    with pytest.raises((Damaged, KeyMissing)) as refusal:
        opened(bytes(envelope))
    assert "王秀英" not in str(refusal.value)


@given(st.integers(min_value=0, max_value=200))
def test_a_cut_envelope_does_not_open(length: int) -> None:
    envelope = sealed("王秀英")

    with pytest.raises((Damaged, KeyMissing)):
        opened(envelope[: length % len(envelope)])


@given(st.binary(max_size=200))
def test_rubbish_is_refused_politely(rubbish: bytes) -> None:
    with pytest.raises((Damaged, KeyMissing)):
        opened(rubbish)


def test_an_envelope_opens_only_in_its_row_and_its_column() -> None:
    envelope = sealed("王秀英")

    with pytest.raises(Damaged):
        opened(envelope, field="address")
    with pytest.raises(Damaged):
        opened(envelope, uuid=uuid4())


def test_a_key_of_the_same_name_but_other_content_opens_nothing() -> None:
    impostor = _parse(NEW.replace("k2:", "k1:"))
    envelope = seal("王秀英", field="name", uuid=HERE, key=_parse(OLD).current)

    with pytest.raises(Damaged):
        opened(envelope, keys=impostor)


def test_older_keys_still_open_and_the_envelope_names_its_key() -> None:
    envelope = seal("王秀英", field="name", uuid=HERE, key=_parse(OLD).current)

    assert key_id_of(envelope) == "k1"
    assert opened(envelope) == "王秀英"


def test_a_missing_key_is_named() -> None:
    with pytest.raises(KeyMissing, match="k2"):
        opened(sealed("王秀英"), keys=_parse(OLD))


def test_the_index_depends_on_the_key_and_on_nothing_else() -> None:
    assert index_of("13812340000", KEYS.keys[0]) == index_of("13812340000", KEYS.keys[0])
    assert index_of("13812340000", KEYS.keys[0]) != index_of("13812340000", KEYS.keys[1])


@pytest.mark.parametrize(
    ("keys", "why"),
    [
        ("", "没有设置"),
        ("   ,", "没有设置"),
        ("c2VjcmV0LXNlY3JldA==", "第 1 项"),
        (f"{OLD},K2:abc", "第 2 项"),
        ("k1:not base64!", "base64"),
        ("k1:c2hvcnQ=", "5 字节"),
        (f"{OLD},{NEW.replace('k2:', 'k1:')}", "编号相同"),
    ],
)
def test_unfit_keys_are_refused_in_words_that_do_not_repeat_them(keys: str, why: str) -> None:
    with pytest.raises(KeysUnfit, match=why) as refusal:
        _parse(keys)

    assert "c2VjcmV0" not in str(refusal.value)


def test_a_new_key_is_fit_for_use() -> None:
    entry = new_key("2027-spring")

    assert _parse(entry).current.id == "2027-spring"
    assert new_key("2027-spring") != entry
    with pytest.raises(KeysUnfit, match="编号"):
        new_key("Key:1")


def test_a_keyring_shows_no_key() -> None:
    shown = repr(keyring())

    assert "k1" in shown
    assert OLD.partition(":")[2] not in shown
    assert "\\x" not in shown
