"""What witnesses hand in, and what is shown and verified of it."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import LazySettings
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from pytest_django.live_server_helper import LiveServer

from tests.cast import Cast
from wolaiban.cli import doctor, looking_apart
from wolaiban.installation.trouble import Trouble
from wolaiban.ledger import checkpoint_files, checkpoint_sources, cosigning, notes, signing
from wolaiban.ledger.checkpoints import make
from wolaiban.ledger.models import Checkpoint
from wolaiban.ledger.notes import COSIGNATURE, Signing
from wolaiban.ledger.verifying import Verification
from wolaiban.ledger.witnessing import Witness

AT = datetime(2026, 11, 24, 9, 5, tzinfo=UTC)
NOTARY = Signing("notary.example/1", Ed25519PrivateKey.from_private_bytes(bytes(31) + b"\5"), COSIGNATURE)
STRANGER = Signing("notary.example/1", Ed25519PrivateKey.from_private_bytes(bytes(31) + b"\6"), COSIGNATURE)


@pytest.fixture
def folder(settings: LazySettings, tmp_path: Path) -> Path:
    settings.DATA_DIR = tmp_path
    settings.CHECKPOINTS_DIR = tmp_path / "checkpoints"
    settings.LEDGER_WITNESSES = [str(NOTARY.verifying)]
    return tmp_path / "checkpoints"


@pytest.fixture
def made(folder: Path, cast: Cast) -> Checkpoint:
    cast.report()
    return make()


def cosigned(checkpoint: Checkpoint, by: Signing = NOTARY, text: str | None = None) -> str:
    return checkpoint.note + by.cosigned(text or notes.text_of(checkpoint.note), AT)


def of_another_size(text: str) -> str:
    return re.sub(r"\n\d+\n", "\n99\n", text, count=1)


def handed_in(client: Client, note: str) -> int:
    return client.post("/ledger/cosignatures/", note.encode(), content_type="text/plain").status_code


def found() -> set[str]:
    return {str(finding.fault) for finding in Verification().findings()}


def test_a_witnesss_signature_is_kept_shown_and_given_away(client: Client, made: Checkpoint) -> None:
    note = cosigned(made)

    assert handed_in(client, note) == 200
    assert client.get("/ledger/checkpoint/").content.decode() == note
    assert client.get("/ledger/checkpoints/1/").content.decode() == note
    page = client.get("/ledger/").content.decode()
    assert "11月24日 17:05 见证到第 1 号" in page
    assert "1 家" in page
    assert str(NOTARY.verifying) in page
    assert found() == set()


def test_once_more_is_no_fault_and_changes_nothing(client: Client, made: Checkpoint) -> None:
    handed_in(client, cosigned(made))
    later = made.note + NOTARY.cosigned(notes.text_of(made.note), AT.replace(hour=10))

    assert handed_in(client, later) == 200
    assert [c.at for c in cosigning.of(made)] == [AT]


def test_nothing_else_is_taken(client: Client, made: Checkpoint, folder: Path) -> None:
    text = notes.text_of(made.note)
    forked = of_another_size(text)
    ahead = text.replace("checkpoint 1", "checkpoint 2")

    for note, status in (
        ("", 400),
        ("rubbish", 400),
        (made.note, 403),
        (cosigned(made, by=STRANGER), 403),
        (cosigned(made, text=text + "more\n"), 403),
        (f"{text}\n{signing.signing_key().cosigned(text, AT)}", 403),
        (f"{ahead}\n{NOTARY.cosigned(ahead, AT)}", 404),
        (f"{forked}\n{NOTARY.cosigned(forked, AT)}", 409),
        (cosigned(made) + "x" * 9000, 413),
    ):
        assert handed_in(client, note) == status, note
    assert client.post("/ledger/cosignatures/", b"\xff", content_type="text/plain").status_code == 400
    assert list(checkpoint_files.cosigned_in(folder)) == []


def test_a_folder_that_cannot_be_written_asks_to_come_again(
    client: Client, made: Checkpoint, settings: LazySettings, tmp_path: Path
) -> None:
    settings.CHECKPOINTS_DIR = tmp_path / "in the way"
    settings.CHECKPOINTS_DIR.write_text("")

    assert handed_in(client, cosigned(made)) == 503


def test_a_file_put_beside_the_checkpoint_counts_as_well(
    client: Client, made: Checkpoint, folder: Path
) -> None:
    checkpoint_sources.Folder(folder).hand_back(cosigned(made), NOTARY.verifying)

    assert "11月24日 17:05 见证到第 1 号" in client.get("/ledger/").content.decode()
    assert found() == set()


def test_verifying_looks_at_them(made: Checkpoint, folder: Path) -> None:
    file = checkpoint_files.cosigned_file(1, NOTARY.verifying.id, folder)
    text = of_another_size(notes.text_of(made.note))
    for note, fault in (
        ("rubbish", "cosignature"),
        (cosigned(made, by=STRANGER), "cosignature"),
        (made.note, "cosignature"),
        (f"{text}\n{NOTARY.cosigned(text, AT)}", "witnessed_other"),
    ):
        checkpoint_files.put(file, note)
        assert found() == {fault}
        assert list(cosigning.of(made)) == []
        file.unlink()
    checkpoint_files.put(
        file.with_name(f"2.{NOTARY.verifying.id.hex()}.cosigned"), cosigned(made).replace("x", "x")
    )
    assert found() == {"witnessed_other"}


def test_a_key_that_is_no_witnesss_is_named_at_the_start_and_by_the_doctor(settings: LazySettings) -> None:
    looking_apart.require_settings()
    for wrong in (str(signing.public_key()), "x"):
        settings.LEDGER_WITNESSES = [str(NOTARY.verifying), wrong]
        with pytest.raises(ImproperlyConfigured):
            cosigning.witnesses()
        with pytest.raises(Trouble, match="LEDGER_WITNESSES") as refusal:
            looking_apart.require_settings()
        assert f"“{wrong}”不是见证人的公钥" in str(refusal.value)
        assert str(refusal.value) in (doctor.system_checks() or "")


@pytest.mark.django_db(transaction=True)
def test_the_whole_way_over_the_network(
    live_server: LiveServer, folder: Path, settings: LazySettings, tmp_path: Path, cast: Cast
) -> None:
    witness = Witness.begun(tmp_path / "witness", "notary.example/2")
    settings.LEDGER_WITNESSES = [str(witness.key.verifying)]
    site = checkpoint_sources.at(f"{live_server.url}/ledger")
    with pytest.raises(checkpoint_sources.Unreachable, match="404"):
        site.newest()

    for _ in range(3):
        cast.report()
        newest = make()
        if newest.number != 2:
            seen = witness.cosign(site, [signing.public_key()], at=datetime.now(UTC))
            site.hand_back(seen.cosigned, witness.key.verifying)

    assert [c.witness.name for c in cosigning.of(newest)] == ["notary.example/2"]
    assert [number for number, _ in checkpoint_files.notes_in(tmp_path / "witness" / "checkpoints")] == [
        1,
        2,
        3,
    ]
    assert found() == set()
