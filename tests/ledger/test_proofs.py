"""The proof of a real case: what it proves, whose words are in it, and whose are not."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import pytest
from django.conf import LazySettings

from tests.cast import Cast
from tests.ledger.forging import forge, verified
from wolaiban.cases.models import Case, Complainant, Statement
from wolaiban.cases.proofs import proof_for
from wolaiban.cli import ledger_key, main
from wolaiban.ledger import signing, verifier
from wolaiban.ledger.checkpoints import make
from wolaiban.ledger.verifier import Proven
from wolaiban.workflow import chain


@pytest.fixture(autouse=True)
def _folder(settings: LazySettings, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path
    settings.CHECKPOINTS_DIR = tmp_path / "checkpoints"


def proven(case: Case, complainant: Complainant | None = None) -> Proven:
    proof = proof_for(case, complainant)
    assert proof is not None
    return verifier.check(proof, str(signing.public_key()))


def only(case: Case) -> Complainant:
    return Complainant.objects.get(case=case)


def test_a_proof_holds_everything_up_to_the_checkpoint(cast: Cast, rail: Case) -> None:
    case = cast.report()
    make()
    cast.take("note", case, "qin")

    found = proven(case)
    assert (found.number, found.events, found.cases) == (case.number, 1, 4)  # three cases and an edition
    assert proven(rail).head == bytes(rail.head).hex()


@pytest.mark.skipif(not chain.ALGS["sm3+ed25519"].is_here, reason="this OpenSSL has no SM3")
def test_a_case_that_goes_on_under_another_alg_is_followed_under_each(
    cast: Cast, rail: Case, settings: LazySettings
) -> None:
    case = cast.report()
    make()
    settings.LEDGER_ALG = "sm3+ed25519"
    cast.take("note", case, "qin")
    fresh = cast.report()
    make()
    settings.LEDGER_ALG = "sha256+ed25519"
    cast.take("note", case, "qin")
    make()

    assert [event.alg for event in case.events.order_by("seq")] == [
        "sha256+ed25519", "sm3+ed25519", "sha256+ed25519",
    ]  # fmt: skip
    assert not wrong_with(case) | wrong_with(fresh)
    assert proven(case).events == 3
    assert proven(fresh, only(fresh)).words
    forge("UPDATE cases_event SET alg = 'sha256+ed25519' WHERE case_id = %s AND seq = 2", case.pk)
    assert ("hash", 2) in wrong_with(case)


def wrong_with(case: Case) -> set[tuple[str, int | None]]:
    """The files of other cases are not here."""
    return {(str(finding.fault), finding.seq) for finding in verified() if finding.number == case.number}


def test_there_is_none_before_the_first_checkpoint_after_registering(cast: Cast, rail: Case) -> None:
    assert proof_for(rail) is None
    make()
    assert proof_for(cast.report()) is None


def test_ones_own_words_are_in_it(cast: Cast, rail: Case) -> None:
    make()
    said = proven(rail, only(rail)).words

    assert {words.step for words in said} >= {"register", "dispute"}
    assert said[0].words == Statement.objects.filter(case=rail).earliest("pk").words


def test_erased_words_are_not(cast: Cast, rail: Case) -> None:
    make()
    Statement.objects.filter(case=rail).update(words=None, salt=None, erased_at=rail.registered_at)

    assert proven(rail, only(rail)).words == ()


def test_in_a_joint_matter_no_text_is_in_it(cast: Cast, rail: Case) -> None:
    case = cast.report(reporters=("wang", "li"))
    make()
    for complainant in case.complainants.all():
        proof = proof_for(case, complainant)
        assert proof is not None
        assert json.loads(proof)["words"] == []


def test_without_a_complainant_nobodys_words_are_in_it(rail: Case) -> None:
    make()

    assert proven(rail).words == ()


def test_what_does_not_hold_is_given_to_nobody(rail: Case) -> None:
    make()
    forge("UPDATE cases_event SET body = body || ' ' WHERE case_id = %s AND seq = 3", rail.pk)

    assert proof_for(rail) is None


def test_events_of_the_first_kind_have_no_proof(rail: Case) -> None:
    make()
    forge("UPDATE cases_event SET alg = 'sha256' WHERE case_id = %s AND seq = 3", rail.pk)

    assert proof_for(rail) is None


def test_the_command_needs_only_the_file_and_the_key(
    rail: Case, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make()
    file = tmp_path / "proof.json"
    file.write_bytes(proof_for(rail, only(rail)) or b"")

    assert main.run(["verify-receipt", str(file), "--key", str(signing.public_key())]) == 0
    assert f"事项 {rail.number} 当时共有 16 条记录" in capsys.readouterr().out


def test_the_key_is_printed(rail: Case, capsys: pytest.CaptureFixture[str]) -> None:
    ledger_key.run(argparse.Namespace(verb="key"))
    assert capsys.readouterr().out == f"{signing.public_key()}\n"
