"""A checkpoint as a signed text that anybody can keep and check: C2SP tlog-checkpoint in a C2SP signed note.

    wolaiban/FS                     who: the origin, also the name of the key
    1284                            over how many subjects: cases and all else
    <base64>                        the root of the tree over their heads
    checkpoint 42                   which in the row of checkpoints
    previous <base64>               the root of the 41st
    time 2026-11-24T09:05:00Z
                                    (and "restored", where the database was restored from a backup before it)
    — wolaiban/FS <base64>          Ed25519 over all of the above

Pure. https://c2sp.org/tlog-checkpoint, https://c2sp.org/signed-note
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

ED25519 = b"\1"
COSIGNATURE = b"\4"  # a witness's, over the time as well: https://c2sp.org/tlog-cosignature
RESTORED = "restored"
TIME = "%Y-%m-%dT%H:%M:%SZ"
LATEST = 253_402_300_799  # the last second that a date can be written of


class Unreadable(ValueError):
    """A note, a key or a checkpoint that is not written as it should be."""


@dataclass(frozen=True)
class Verifying:
    """A public key under the name of whose it is."""

    name: str
    public: bytes
    kind: bytes = ED25519

    @property
    def id(self) -> bytes:
        return sha256(self.name.encode() + b"\n" + self.kind + self.public).digest()[:4]

    def __str__(self) -> str:
        return f"{self.name}+{self.id.hex()}+{base64.b64encode(self.kind + self.public).decode()}"

    @classmethod
    def read(cls, text: str) -> Verifying:
        try:
            name, _, key = text.strip().split("+", 2)
            raw = base64.b64decode(key, validate=True)
        except (ValueError, binascii.Error):
            raise Unreadable("不是公钥") from None
        found = cls(name, raw[1:], raw[:1])
        if str(found) != text.strip() or len(found.public) != 32:
            raise Unreadable("不是公钥")
        return found

    def has_signed(self, signature: bytes, message: bytes) -> bool:
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, message)
        except InvalidSignature:
            return False
        return True


@dataclass(frozen=True)
class Signing:
    """A private key under the name of whose it is."""

    name: str
    private: Ed25519PrivateKey
    kind: bytes = ED25519

    @property
    def verifying(self) -> Verifying:
        return Verifying(self.name, self.private.public_key().public_bytes_raw(), self.kind)

    def signed(self, text: str) -> str:
        return f"{text}\n{self.line(self.private.sign(text.encode()))}"

    def cosigned(self, text: str, at: datetime) -> str:
        """The line of a witness who has seen this checkpoint at that time."""
        seconds = int(at.timestamp())
        signature = self.private.sign(cosigned_message(text, seconds))
        return self.line(seconds.to_bytes(8, "big") + signature)

    def line(self, signature: bytes) -> str:
        return f"— {self.name} {base64.b64encode(self.verifying.id + signature).decode()}\n"


def cosigned_message(text: str, seconds: int) -> bytes:
    return f"cosignature/v1\ntime {seconds}\n{text}".encode()


@dataclass(frozen=True)
class Claim:
    """What a checkpoint says."""

    origin: str
    size: int
    root: bytes
    number: int
    previous: bytes | None
    at: datetime
    restored: bool = False

    @property
    def text(self) -> str:
        lines = [self.origin, str(self.size), _base64(self.root), f"checkpoint {self.number}"]
        lines += [f"previous {_base64(self.previous)}"] if self.previous is not None else []
        lines += [f"time {self.at.astimezone(UTC).strftime(TIME)}"]
        lines += [RESTORED] if self.restored else []
        return "".join(f"{line}\n" for line in lines)

    def follows(self, before: Claim) -> bool:
        """Whether this is the next after another. Only after a restore may there be fewer subjects."""
        return (
            self.number == before.number + 1
            and self.previous == before.root
            and self.at >= before.at
            and (self.size >= before.size or self.restored)
        )

    @classmethod
    def read(cls, text: str) -> Claim:
        origin, size, root, *extensions = text.split("\n")[:-1] + [""] * 3
        said = dict(line.partition(" ")[::2] for line in extensions if line)
        try:
            claim = cls(
                origin=origin,
                size=int(size),
                root=base64.b64decode(root),
                number=int(said["checkpoint"]),
                previous=base64.b64decode(said["previous"]) if "previous" in said else None,
                at=datetime.strptime(said["time"], TIME).replace(tzinfo=UTC),
                restored=RESTORED in said,
            )
        except (ValueError, KeyError):
            raise Unreadable("不是检查点") from None
        if claim.text != text:
            raise Unreadable("不是检查点的规范写法")
        return claim


def text_of(note: str) -> str:
    """What was signed; a blank line stands between it and the signatures."""
    text, blank, signatures = note.rpartition("\n\n")
    if not blank or not signatures:
        raise Unreadable("没有签名")
    return text + "\n"


def opened(note: str, *keys: Verifying) -> Claim:
    """What a checkpoint says, if one of these keys has signed it; else Unreadable."""
    return _opened(note, keys)[0]


def original(note: str, *keys: Verifying) -> str:
    """A checkpoint as it was first signed, without what others added."""
    claim, line = _opened(note, keys)
    return f"{claim.text}\n{line}\n"


def _opened(note: str, keys: tuple[Verifying, ...]) -> tuple[Claim, str]:
    text = text_of(note)
    claim = Claim.read(text)
    for line, name, key_id, signature in _signatures(note):
        for key in keys:
            if (
                key.kind == ED25519
                and (key.name, key.id) == (name, key_id)
                and name == claim.origin
                and key.has_signed(signature, text.encode())
            ):
                return claim, line
    raise Unreadable("签名不是由认可的密钥所签")


def is_signed(note: str, *keys: Verifying) -> bool:
    """Whether one of these keys has signed a text, whatever it says. Raises Unreadable."""
    text = text_of(note).encode()
    return any(
        (key.name, key.id) == (name, key_id) and key.has_signed(signature, text)
        for _, name, key_id, signature in _signatures(note)
        for key in keys
        if key.kind == ED25519
    )


@dataclass(frozen=True)
class Cosignature:
    """A witness has seen a checkpoint at that time, and everything before it that they signed for leads to it."""

    witness: Verifying
    at: datetime
    line: str


def cosignatures(note: str, *witnesses: Verifying) -> Iterator[Cosignature]:
    """Those that hold. Over whatever text: whose checkpoint it is, is another question."""
    text = text_of(note)
    for line, name, key_id, stamped in _signatures(note):
        seconds, signature = int.from_bytes(stamped[:8], "big"), stamped[8:]
        for key in witnesses:
            if (
                key.kind == COSIGNATURE
                and (key.name, key.id) == (name, key_id)
                and seconds <= LATEST
                and key.has_signed(signature, cosigned_message(text, seconds))
            ):
                yield Cosignature(key, datetime.fromtimestamp(seconds, UTC), line)


def _signatures(note: str) -> Iterator[tuple[str, str, bytes, bytes]]:
    """Each line below the text: as it is, whose name it bears, the id of the key, what follows."""
    for line in note[len(text_of(note)) + 1 :].split("\n"):
        try:
            dash, name, encoded = line.split(" ")
            raw = base64.b64decode(encoded, validate=True)
        except (ValueError, binascii.Error):
            continue
        if dash == "—" and _base64(raw) == encoded:
            yield line, name, raw[:4], raw[4:]


def _base64(content: bytes) -> str:
    return base64.b64encode(content).decode()
