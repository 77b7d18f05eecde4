"""A witness on another machine: signs the newest checkpoint if everything it signed for before leads to it.

It needs no database, no settings and no trust in the installation. Its state is the folder of the checkpoints that it
cosigned, each with its signature: written before anybody is told, never over another, and only by one at a time.
Whoever asks again is given what was signed the first time.
"""

from __future__ import annotations

import base64
import binascii
import fcntl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Protocol

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from wolaiban.installation import durable
from wolaiban.ledger import checkpoint_files
from wolaiban.ledger.notes import COSIGNATURE, Claim, Signing, Verifying, cosignatures, opened, original

AHEAD = timedelta(minutes=10)  # so far may two clocks differ


class Refused(Exception):
    """Why a checkpoint is not cosigned. The text is for the person who runs the witness."""

    def __init__(self, number: int, why: str) -> None:
        super().__init__(f"第 {number} 号检查点没有见证：{why}")


class Forked(Refused):
    """Two checkpoints of one number, both signed: who has both can prove it."""

    def __init__(self, number: int, evidence: Path) -> None:
        super().__init__(number, f"它与此前见证过的不是同一份，记录分了岔。两份都有签名，证据存在 {evidence}")


class RolledBack(Refused):
    def __init__(self, number: int, last: int) -> None:
        super().__init__(number, f"此前已经见证到第 {last} 号，现在给出的更旧。数据库可能用旧备份换过")


class Unlinked(Refused):
    def __init__(self, number: int) -> None:
        super().__init__(number, "它与上一号接不上")


class Restored(Refused):
    def __init__(self, number: int) -> None:
        super().__init__(
            number,
            f"其中写明数据库从备份恢复过，可能少了事项。向单位问明原因后，加 --restored {number} 再运行",
        )


class FromTheFuture(Refused):
    def __init__(self, number: int, at: datetime) -> None:
        super().__init__(number, f"它的时间 {at:%Y-%m-%d %H:%M} UTC 还没有到，两台机器的时钟有一台不对")


class CheckpointSource(Protocol):
    """Where checkpoints are to be had, and cosignatures are handed back."""

    def newest(self) -> str: ...

    def note(self, number: int) -> str: ...

    def hand_back(self, cosigned: str, key: Verifying) -> None: ...


@dataclass(frozen=True)
class Seen:
    """A checkpoint, and the note of it as we cosigned it."""

    claim: Claim
    cosigned: str


@dataclass(frozen=True)
class Witness:
    folder: Path
    key: Signing

    @classmethod
    def begun(cls, folder: Path, name: str) -> Witness:
        """With a new key, unless there is one."""
        file = folder / "key"
        if not file.exists():
            seed = Ed25519PrivateKey.generate().private_bytes_raw()
            durable.make_folder(folder, mode=0o700)
            checkpoint_files.put(file, f"{name} {base64.b64encode(seed).decode()}\n", mode=0o600)
        return cls.at(folder)

    @classmethod
    def at(cls, folder: Path) -> Witness:
        """Raises OSError or ValueError where there is no key that can be read."""
        name, seed = (folder / "key").read_text(encoding="utf-8").split()
        try:
            private = Ed25519PrivateKey.from_private_bytes(base64.b64decode(seed, validate=True))
        except binascii.Error:
            raise ValueError("not base64") from None
        return cls(folder, Signing(name, private, COSIGNATURE))

    def cosign(
        self,
        source: CheckpointSource,
        issuers: Sequence[Verifying],
        *,
        at: datetime,
        restored: int | None = None,
    ) -> Seen:
        """Follow the checkpoints up to the newest, and return it cosigned; or raise Refused, with nothing signed."""
        with self._alone():
            note = source.newest()
            newest = opened(note, *issuers)
            seen = self.last()
            if seen is not None and newest.number <= seen.claim.number:
                return self._again(newest, original(note, *issuers), seen)
            for number in range(seen.claim.number + 1 if seen else newest.number, newest.number + 1):
                following = note if number == newest.number else source.note(number)
                claim = opened(following, *issuers)
                _check(number, claim, seen.claim if seen else None, at, restored)
                seen = self._signed(claim, original(following, *issuers), at)
            assert seen is not None
            return seen

    def last(self) -> Seen | None:
        """The newest we cosigned. What does not bear our signature is not ours, and nothing goes on from it."""
        number = checkpoint_files.newest_in(self._kept)
        if number == 0:
            return None
        return self._kept_as(number)

    @property
    def _kept(self) -> Path:
        return self.folder / "checkpoints"

    def _kept_as(self, number: int) -> Seen:
        cosigned = checkpoint_files.file_of(number, self._kept).read_text(encoding="utf-8")
        text = cosigned.rpartition("\n\n")[0] + "\n"
        if not any(cosignatures(cosigned, self.key.verifying)):
            raise Refused(number, "本机保存的上一份不是这个见证人所签，状态目录被动过")
        return Seen(Claim.read(text), cosigned)

    def _signed(self, claim: Claim, note: str, at: datetime) -> Seen:
        cosigned = note + self.key.cosigned(claim.text, at)
        checkpoint_files.put(checkpoint_files.file_of(claim.number, self._kept), cosigned)
        return Seen(claim, cosigned)

    def _again(self, claim: Claim, note: str, last: Seen) -> Seen:
        """The newest once more: what we answered then. Of an older one, whether it is the one we know."""
        if checkpoint_files.file_of(claim.number, self._kept).exists():
            known = self._kept_as(claim.number)
            if known.claim != claim:
                digest = sha256(note.encode()).hexdigest()[:16]
                evidence = self.folder / "forks" / f"{claim.number}.{digest}.txt"
                checkpoint_files.put(evidence, note)
                raise Forked(claim.number, evidence)
        if claim.number < last.claim.number:
            raise RolledBack(claim.number, last.claim.number)
        return last

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Two at once could each follow another branch."""
        with (self.folder / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


def _check(number: int, claim: Claim, before: Claim | None, at: datetime, restored: int | None) -> None:
    if claim.number != number or (before is not None and not claim.follows(before)):
        raise Unlinked(number)
    if claim.restored and before is not None and restored != number:
        raise Restored(number)
    if claim.at > at + AHEAD:
        raise FromTheFuture(number, claim.at)
