"""The history as evidence: canonical, chained, append-only, free of personal data."""

import hashlib
import hmac
import json
from datetime import UTC, date, datetime

import pytest
from django.conf import LazySettings
from django.core.exceptions import ImproperlyConfigured
from django.db import IntegrityError, connection, transaction
from hypothesis import given
from hypothesis import strategies as some

from tests.cast import Cast
from wolaiban.cases.models import Case
from wolaiban.process.words import Stage
from wolaiban.workflow import chain

TEXT = some.text(some.characters(exclude_categories=["Cs"]))
VALUES = some.recursive(
    some.none() | some.booleans() | some.integers() | TEXT | some.datetimes(timezones=some.just(UTC))
    | some.dates() | some.binary() | some.sampled_from(Stage),
    lambda inner: some.lists(inner) | some.dictionaries(TEXT, inner) | some.tuples(inner, inner),
)  # fmt: skip
BODIES = some.dictionaries(TEXT, VALUES)


def test_canonical_text_is_the_same_however_it_was_written() -> None:
    one = {"b": [1, True, None], "a": "扶手", "at": datetime(2026, 1, 2, tzinfo=UTC), "day": date(2026, 1, 2)}
    other = dict(reversed(one.items()))
    assert chain.canonical(one) == chain.canonical(other)
    assert "扶手" in chain.canonical(one).decode()


def test_words_and_bytes_have_one_form() -> None:
    assert chain.plain({"stage": Stage.WORKING, "head": b"\x01"}) == {"stage": "working", "head": "01"}


@pytest.mark.parametrize("value", [1.5, object(), {1, 2}])
def test_what_has_no_canonical_form_is_refused(value: object) -> None:
    with pytest.raises(TypeError):
        chain.canonical({"x": value})


def test_no_two_events_share_a_preimage() -> None:
    base = {"alg": "sha256+ed25519", "number": "FS-1", "seq": 1, "prev": b"", "body": b"x"}
    changes: list[dict[str, object]] = [{}, {"number": "FS-11"}, {"seq": 2}, {"prev": b"x", "body": b""}]
    changes += [{"alg": alg} for alg, how in chain.ALGS.items() if alg != base["alg"] and how.is_here]
    hashes = {chain.event_hash(**(base | change)) for change in changes}  # type: ignore[arg-type]
    assert len(hashes) == len(changes)


def test_the_first_events_are_hashed_as_they_were_then() -> None:
    number, seq, prev, body = "FS-1", 3, b"p" * 32, b"{}"
    parts = (b"wolaiban/event/1", b"sha256", number.encode(), seq.to_bytes(8, "big"), prev, body)
    preimage = b"".join(len(part).to_bytes(8, "big") + part for part in parts)

    written = chain.event_hash(alg="sha256", number=number, seq=seq, prev=prev, body=body)

    assert written == hashlib.sha256(preimage).digest()


def test_a_chain_can_be_followed_by_whoever_holds_only_the_digests_of_its_texts() -> None:
    parts = (
        b"wolaiban/event/2",
        b"sha256+ed25519",
        b"FS-1",
        bytes(7) + b"\1",
        b"",
        hashlib.sha256(b"{}").digest(),
    )
    preimage = b"".join(len(part).to_bytes(8, "big") + part for part in parts)

    written = chain.event_hash(alg="sha256+ed25519", number="FS-1", seq=1, prev=b"", body=b"{}")

    assert written == hashlib.sha256(preimage).digest()


def test_new_events_are_written_under_what_the_operator_chose(settings: LazySettings) -> None:
    assert chain.alg_of_today() == "sha256+ed25519"

    for name in (name for name, alg in chain.ALGS.items() if alg.by_digest and alg.is_here):
        settings.LEDGER_ALG = name
        assert chain.alg_of_today() == name


@pytest.mark.parametrize("name", ["", "md5", "sha256"])  # the last only for the first events there ever were
def test_what_cannot_be_chosen_is_refused_with_what_can(settings: LazySettings, name: str) -> None:
    settings.LEDGER_ALG = name

    with pytest.raises(ImproperlyConfigured, match=r"sha256\+ed25519、sm3\+ed25519"):
        chain.alg_of_today()


def test_one_that_this_machine_cannot_compute_is_refused(
    settings: LazySettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(chain.ALGS, "rare+ed25519", chain.Alg("rare", b"wolaiban/event/2"))
    settings.LEDGER_ALG = "rare+ed25519"

    with pytest.raises(ImproperlyConfigured, match="没有 rare"):
        chain.alg_of_today()


@pytest.mark.skipif(not chain.ALGS["sm3+ed25519"].is_here, reason="this OpenSSL has no SM3")
def test_sm3_is_the_standard_one() -> None:
    assert chain.ALGS["sm3+ed25519"].digest(b"abc").hex() == (
        "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"  # GB/T 32905-2016, A.1
    )


@given(salt=some.binary(max_size=130), words=TEXT)
def test_a_commitment_is_the_standard_hmac(salt: bytes, words: str) -> None:
    parts = (b"wolaiban/statement/1", words.encode())
    said = b"".join(len(part).to_bytes(8, "big") + part for part in parts)

    assert chain.commitment(salt, words) == hmac.digest(salt, said, "sha256")


def test_a_commitment_needs_its_salt() -> None:
    assert chain.commitment(b"1", "扶手") != chain.commitment(b"2", "扶手")


def test_each_event_holds_the_case_as_it_left_it(cast: Cast, rail: Case) -> None:
    event = cast.take("accept", rail, "qin")
    assert event.after["stage"] == "working"
    assert event.after["handler_id"] == cast.user("qin").pk
    assert event.after["turn"] == rail.turn
    assert bytes(rail.head) == bytes(event.hash)
    assert event.row
    assert event.row.label == "受理"


@pytest.mark.parametrize(
    "sql",
    ["UPDATE cases_event SET step = 'note'", "DELETE FROM cases_event", "TRUNCATE cases_event CASCADE"],
)
def test_the_database_refuses_to_change_an_event(cast: Cast, rail: Case, sql: str) -> None:
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic(), connection.cursor() as c:
        c.execute("SET CONSTRAINTS ALL IMMEDIATE")  # else TRUNCATE is refused for another reason
        c.execute(sql)
    assert rail.events.count() == 1


def test_free_words_stay_out_of_the_event(cast: Cast, rail: Case) -> None:
    cast.take("resolve", rail, "qin", result="王秀英家门口的扶手，电话 13800000001。")
    for event in rail.events.all():
        told = bytes(event.body).decode()
        assert not any(secret in told for secret in ("王秀英", "1380000", "扶手"))


@given(BODIES)
def test_the_fast_text_is_the_plain_text(body: dict[str, object]) -> None:
    slow = json.dumps(chain.plain(body), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert chain.canonical(body) == slow.encode()
