"""A checkpoint as a signed text that anybody can keep and check: C2SP tlog-checkpoint in a C2SP signed note.

    wolaiban/FS                     who: the origin, also the name of the key
    1284                            over how many cases
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
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

ED25519 = b"\1"
COSIGNATURE = b"\4"  # a witness's, over the time as well: https://c2sp.org/tlog-cosignature
RESTORED = "restored"
TIME = "%Y-%m-%dT%H:%M:%SZ"


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
    text = text_of(note)
    claim = Claim.read(text)
    for line in note[len(text) + 1 :].splitlines():
        for key in keys:
            if key.name == claim.origin and _is_signature(line, key, text):
                return claim
    raise Unreadable("签名不是由认可的密钥所签")


def _is_signature(line: str, key: Verifying, text: str) -> bool:
    try:
        dash, name, encoded = line.split(" ")
        raw = base64.b64decode(encoded, validate=True)
    except (ValueError, binascii.Error):
        return False
    return dash == "—" and name == key.name and raw[:4] == key.id and key.has_signed(raw[4:], text.encode())


def _base64(content: bytes) -> str:
    return base64.b64encode(content).decode()
