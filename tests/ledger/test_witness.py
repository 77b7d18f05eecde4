"""The witness: what it signs, what it never signs, and that it remembers whatever happens to it. No database here."""

from __future__ import annotations

import base64
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from itertools import pairwise
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from wolaiban.cli import witnessing as command
from wolaiban.cli.main import run
from wolaiban.installation.trouble import Trouble
from wolaiban.ledger import checkpoint_files, notes
from wolaiban.ledger.checkpoint_sources import Folder
from wolaiban.ledger.notes import Claim, Signing, Unreadable, Verifying
from wolaiban.ledger.witnessing import (
    Forked,
    FromTheFuture,
    Refused,
    Restored,
    RolledBack,
    Unlinked,
    Witness,
)

BEGAN = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
AT = datetime(2026, 11, 24, 9, 5, tzinfo=UTC)
ISSUER = Signing("wolaiban/FS", Ed25519PrivateKey.from_private_bytes(bytes(31) + b"\1"))


def row(
    length: int, *, branch: str = "", since: int = 1, key: Signing = ISSUER, restored: int = 0
) -> list[str]:
    """Checkpoints one after the other; a branch has other roots from some number on."""
    made: list[str] = []
    previous = None
    for number in range(1, length + 1):
        root = sha256(f"{number}{branch if number >= since else ''}".encode()).digest()
        at = BEGAN + timedelta(minutes=5 * number)
        claim = Claim(key.name, number, root, number, previous, at, number == restored)
        made.append(key.signed(claim.text))
        previous = root
    return made


@dataclass
class Offered:
    """A source that offers just these, the last as the newest."""

    notes: list[str]
    handed: list[str] = field(default_factory=list)

    def newest(self) -> str:
        return self.notes[-1]

    def note(self, number: int) -> str:
        return self.notes[number - 1]

    def hand_back(self, cosigned: str, key: Verifying) -> None:
        self.handed.append(cosigned)


@pytest.fixture
def witness(tmp_path: Path) -> Witness:
    return Witness.begun(tmp_path / "witness", "notary.example/1")


Cosign = Callable[..., str]


@pytest.fixture
def cosign(witness: Witness) -> Cosign:
    def cosign(offered: list[str], *, at: datetime = AT, restored: int | None = None) -> str:
        return witness.cosign(Offered(offered), [ISSUER.verifying], at=at, restored=restored).cosigned

    return cosign


def kept(witness: Witness) -> list[int]:
    return [number for number, _ in checkpoint_files.notes_in(witness.folder / "checkpoints")]


# ---- What it signs


def test_a_cosignature_is_written_as_c2sp_says(witness: Witness, cosign: Cosign) -> None:
    (note,) = row(1)

    cosigned = cosign([note])

    assert cosigned.startswith(note)
    dash, name, encoded = cosigned.removeprefix(note).removesuffix("\n").split(" ")
    raw = base64.b64decode(encoded)
    public = witness.key.private.public_key().public_bytes_raw()
    assert (dash, name) == ("—", "notary.example/1")
    assert raw[:4] == sha256(b"notary.example/1\n\x04" + public).digest()[:4]
    assert int.from_bytes(raw[4:12], "big") == int(AT.timestamp())
    text = note.partition("\n\n")[0] + "\n"
    Ed25519PublicKey.from_public_bytes(public).verify(
        raw[12:], f"cosignature/v1\ntime {int(AT.timestamp())}\n{text}".encode()
    )


def test_the_issuers_signature_still_holds_beside_it(witness: Witness, cosign: Cosign) -> None:
    cosigned = cosign(row(1))

    assert notes.opened(cosigned, ISSUER.verifying).number == 1
    assert [c.at for c in notes.cosignatures(cosigned, witness.key.verifying)] == [AT]


def test_the_first_time_it_begins_with_the_newest(witness: Witness, cosign: Cosign) -> None:
    cosign(row(7))

    assert kept(witness) == [7]


def test_after_an_absence_it_follows_each_in_between(witness: Witness, cosign: Cosign) -> None:
    cosign(row(3))
    cosign(row(7))

    assert kept(witness) == [3, 4, 5, 6, 7]


def test_signatures_of_others_are_left_out(cosign: Cosign) -> None:
    (note,) = row(1)

    assert cosign([note + "— another.example/1 AAAA\n"]).count("—") == 2


def test_asked_again_it_answers_what_it_answered(cosign: Cosign) -> None:
    first = cosign(row(3))

    assert cosign(row(3), at=AT + timedelta(hours=1)) == first


# ---- What it never signs


def test_a_fork_of_the_newest(witness: Witness, cosign: Cosign) -> None:
    cosign(row(3))
    other = row(3, branch="b", since=3)

    with pytest.raises(Forked) as refusal:
        cosign(other)
    (evidence,) = (witness.folder / "forks").iterdir()
    assert evidence.read_text() == other[-1]
    assert str(evidence) in str(refusal.value)
    assert kept(witness) == [3]


@pytest.mark.parametrize("since", [1, 2, 3])
def test_a_longer_row_that_branches_off_before(witness: Witness, cosign: Cosign, since: int) -> None:
    cosign(row(3))

    with pytest.raises(Unlinked):
        cosign(row(5, branch="b", since=since))
    assert kept(witness) == [3]


def test_of_a_row_that_breaks_off_what_follows_is_signed_and_no_more(
    witness: Witness, cosign: Cosign
) -> None:
    cosign(row(3))
    ours, other = row(7), row(7, branch="b", since=4)

    with pytest.raises(Unlinked):
        cosign([*ours[:5], *other[5:]])
    assert kept(witness) == [3, 4, 5]


def test_an_older_one(witness: Witness, cosign: Cosign) -> None:
    notes_of_five = row(5)
    cosign(notes_of_five[:3])
    cosign(notes_of_five)

    with pytest.raises(RolledBack):
        cosign(notes_of_five[:4])
    with pytest.raises(RolledBack):
        cosign(notes_of_five[:1])
    assert kept(witness) == [3, 4, 5]


def test_an_older_one_that_is_another_is_told_as_a_fork(cosign: Cosign) -> None:
    cosign(row(3))
    cosign(row(5))

    with pytest.raises(Forked):
        cosign(row(4, branch="b", since=2))


def test_one_replayed_in_the_place_of_a_later_one(cosign: Cosign) -> None:
    made = row(5)
    cosign(made[:3])

    with pytest.raises(Unlinked):
        cosign([*made[:3], made[2], made[4]])


def test_one_that_another_key_signed(witness: Witness, cosign: Cosign) -> None:
    stranger = Signing(ISSUER.name, Ed25519PrivateKey.from_private_bytes(bytes(31) + b"\2"))
    renamed = Signing("wolaiban/XX", ISSUER.private)
    cosign(row(3))

    for key in (stranger, renamed):
        with pytest.raises(Unreadable):
            cosign(row(4, key=key))
    made = row(5)
    with pytest.raises(Unreadable):  # in the middle as well
        cosign([*made[:3], row(4, key=stranger)[3], made[4]])
    assert kept(witness) == [3]


def test_one_changed_on_the_way(witness: Witness, cosign: Cosign) -> None:
    (note,) = row(1)
    for place in range(len(note)):
        changed = note[:place] + chr(ord(note[place]) ^ 1) + note[place + 1 :]
        with pytest.raises(Unreadable):
            cosign([changed])
    assert kept(witness) == []


def test_one_after_a_restore_before_a_person_asked_why(witness: Witness, cosign: Cosign) -> None:
    cosign(row(3))
    made = row(5, restored=4)

    for answer in (None, 3, 5):
        with pytest.raises(Restored):
            cosign(made, restored=answer)
    assert kept(witness) == [3]
    cosign(made, restored=4)
    assert kept(witness) == [3, 4, 5]


def test_one_from_the_future(cosign: Cosign) -> None:
    with pytest.raises(FromTheFuture):
        cosign(row(1), at=BEGAN - timedelta(minutes=6))
    cosign(row(1), at=BEGAN - timedelta(minutes=4))


def test_it_goes_on_from_nothing_that_it_has_not_signed(witness: Witness, cosign: Cosign) -> None:
    cosign(row(2))
    planted = row(3, branch="b", since=2)
    checkpoint_files.put(checkpoint_files.file_of(3, witness.folder / "checkpoints"), planted[-1])

    with pytest.raises(Refused, match="状态目录被动过"):
        cosign(row(4, branch="b", since=2))


# ---- Whatever happens to it

DIES = """
import os, sys
from datetime import datetime
from pathlib import Path
from wolaiban.installation import durable
from wolaiban.ledger.checkpoint_sources import Folder
from wolaiban.ledger.witnessing import Witness
from wolaiban.ledger.notes import Verifying
where, state, source, key, at = sys.argv[1:]
if where == "before":
    durable.os.link = lambda *names: os._exit(9)
witness = Witness.at(Path(state))
witness.cosign(Folder(Path(source)), [Verifying.read(key)], at=datetime.fromisoformat(at))
os._exit(9)
"""


def publish(made: list[str], folder: Path) -> Folder:
    for number, note in enumerate(made, 1):
        checkpoint_files.put(checkpoint_files.file_of(number, folder), note)
    return Folder(folder)


@pytest.mark.parametrize(("where", "remembered"), [("before", [1]), ("after", [1, 2])])
def test_killed_before_it_answers(
    witness: Witness, cosign: Cosign, tmp_path: Path, where: str, remembered: list[int]
) -> None:
    cosign(row(1))
    publish(row(2), tmp_path / "published")
    arguments = [where, witness.folder, tmp_path / "published", ISSUER.verifying, AT.isoformat()]

    ran = subprocess.run([sys.executable, "-c", DIES, *map(str, arguments)], check=False)

    assert ran.returncode == 9
    assert kept(witness) == remembered
    again = cosign(row(2), at=AT + timedelta(minutes=1))
    (cosignature,) = notes.cosignatures(again, witness.key.verifying)
    assert cosignature.at == (AT if where == "after" else AT + timedelta(minutes=1))
    if where == "after":  # what it signed binds it, though nobody has seen it
        with pytest.raises(Forked):
            cosign(row(2, branch="b", since=2))


def test_two_at_once_never_sign_two_branches(witness: Witness, cosign: Cosign, tmp_path: Path) -> None:
    cosign(row(1))
    branches = [row(4, branch=name, since=2) for name in "abcd"]
    arguments = []
    for name, made in zip("abcd", branches, strict=True):
        publish(made, tmp_path / name)
        arguments.append(["after", witness.folder, tmp_path / name, ISSUER.verifying, AT.isoformat()])

    running = [
        subprocess.Popen([sys.executable, "-c", DIES, *map(str, each)], stderr=subprocess.DEVNULL)
        for each in arguments
    ]
    for process in running:
        process.wait()

    row_kept = [
        notes.opened(note, ISSUER.verifying)
        for _, note in checkpoint_files.notes_in(witness.folder / "checkpoints")
    ]
    assert [claim.number for claim in row_kept] == [1, 2, 3, 4]
    assert all(after.follows(before) for before, after in pairwise(row_kept))


def test_its_key_and_its_state_are_its_own(witness: Witness) -> None:
    assert os.stat(witness.folder).st_mode & 0o777 == 0o700
    assert os.stat(witness.folder / "key").st_mode & 0o777 == 0o600
    assert Witness.begun(witness.folder, "another").key.verifying == witness.key.verifying


# ---- The command


@pytest.fixture
def fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "OLD", datetime.now(UTC) - AT + timedelta(hours=1))


def test_it_runs_where_there_is_only_this_package(tmp_path: Path) -> None:
    environment = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "WOLAIBAN_DATA": str(tmp_path / "none")}
    publish(row(2), tmp_path / "published")

    def wolaiban(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "wolaiban.cli.main", "witness", *arguments, "--state", str(tmp_path / "w")],
            env=environment, cwd=Path(command.__file__).parents[2], capture_output=True, text=True, check=False,
        )  # fmt: skip

    key = Verifying.read(wolaiban("key", "--name", "notary.example/1").stdout)
    ran = wolaiban("cosign", "--from", str(tmp_path / "published"), "--key", str(ISSUER.verifying))

    assert ran.stdout == "第 2 号检查点已见证（共 2 项）。\n"
    assert "没有新的" in ran.stderr  # it is of a day long ago
    assert ran.returncode == 1
    handed = checkpoint_files.cosigned_file(2, key.id, tmp_path / "published").read_text()
    assert any(notes.cosignatures(handed, key))
    assert not (tmp_path / "none").exists()


@pytest.mark.usefixtures("fresh")
def test_what_is_handed_back_goes_where_one_says(witness: Witness, tmp_path: Path) -> None:
    publish(row(2), tmp_path / "published")
    arguments = ["--state", str(witness.folder), "--from", str(tmp_path / "published")]

    code = run(
        ["witness", "cosign", *arguments, "--key", str(ISSUER.verifying), "--to", str(tmp_path / "out")]
    )

    assert code == 0
    assert checkpoint_files.cosigned_file(2, witness.key.verifying.id, tmp_path / "out").exists()
    assert not list((tmp_path / "published").rglob("*.cosigned"))


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["cosign", "--key", str(ISSUER.verifying), "--from", "nowhere"], "没有见证人的密钥"),
        (["key"], "起名"),
        (["key", "--name", "a name"], "起名"),
    ],
)
def test_what_is_missing_is_said(tmp_path: Path, arguments: list[str], said: str) -> None:
    with pytest.raises(Trouble, match=said):
        run(["witness", *arguments, "--state", str(tmp_path / "none")])


@pytest.mark.parametrize(
    ("place", "key", "said"),
    [
        ("empty", str(ISSUER.verifying), "没有检查点"),
        ("http://127.0.0.1:9/ledger", str(ISSUER.verifying), "连不上"),
        ("empty", "x", "不是公钥"),
    ],
)
def test_what_is_in_the_way_is_said(
    witness: Witness, tmp_path: Path, place: str, key: str, said: str
) -> None:
    with pytest.raises(Trouble, match=said):
        run(["witness", "cosign", "--state", str(witness.folder), "--from", place, "--key", key])
