"""Check a proof (凭证) without trusting who gave it: python verifier.py FILE --key PUBLIC_KEY

This file alone is enough, with Python and the `cryptography` package. It shares nothing with the program that makes
proofs. What holds afterwards: whoever has the private key signed, at the time it says, that the matter of this number
had exactly these events, of these texts; where words are given, that they are what one of these events was about.
Every byte counts: a proof is refused after any one was changed. The format is described in docs/handbook/verify.md.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import sys
from typing import Any, NamedTuple

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

FORMAT = "wolaiban-proof/1"
EVENT, HEAD, STATEMENT = b"wolaiban/event/2", b"wolaiban/head/1", b"wolaiban/statement/1"
SHAPE = {
    "checkpoint": str,
    "events": list,
    "format": str,
    "index": int,
    "number": str,
    "path": list,
    "words": list,
}
WORDS = {"body": str, "salt": str, "seq": int, "words": str}
HASHES = {"sha256+ed25519": "sha256", "sm3+ed25519": "sm3"}


class Refused(Exception):
    """Why a proof does not hold."""


class Words(NamedTuple):
    """What somebody said, and the event that was about it."""

    seq: int
    step: str
    at: str
    words: str


class Proven(NamedTuple):
    """What is certain, if one believes the key."""

    origin: str
    checkpoint: str
    time: str
    cases: int
    number: str
    events: int
    head: str
    words: tuple[Words, ...]


def check(proof: bytes, key: str) -> Proven:
    """What a proof proves under this public key; Refused if it does not."""
    try:
        return _checked(proof, key)
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        raise Refused("写法不对，或文件不完整") from None


def _checked(proof: bytes, key: str) -> Proven:
    told = _read(proof)
    origin, size, root, said = _opened(told["checkpoint"], key)
    hashes = _chain(told["number"], told["events"])
    leaf = _sha256(b"\0" + _joined(HEAD, told["number"].encode(), _eight(len(hashes)), hashes[-1]))
    if _climbed(leaf, told["index"], size, told["path"]) != root:
        raise Refused("这件事项不在这个检查点里")
    words = tuple(_heard(told["events"], one) for one in told["words"])
    head = hashes[-1].hex()
    return Proven(origin, said["checkpoint"], said["time"], size, told["number"], len(hashes), head, words)


def _read(proof: bytes) -> dict[str, Any]:
    """The one way to write what it says, and the shape it has to have."""
    told: dict[str, Any] = json.loads(proof.decode())
    again = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode() + b"\n"
    shape = {name: type(value) for name, value in told.items()}
    if again != proof or told["format"] != FORMAT or shape != SHAPE:
        raise Refused("不是规范写法：文件被改动过")
    return told


def _opened(note: str, key: str) -> tuple[str, int, bytes, dict[str, str]]:
    """Who signed which root over how many cases, and what else they said."""
    name, _, encoded = key.strip().split("+", 2)
    kind_and_public = base64.b64decode(encoded)
    key_id = _sha256(name.encode() + b"\n" + kind_and_public)[:4]
    if kind_and_public[:1] != b"\1" or key.strip() != f"{name}+{key_id.hex()}+{_base64(kind_and_public)}":
        raise Refused("公钥写得不对")
    text, _, line = note.partition("\n\n")
    text += "\n"
    signature = base64.b64decode(line.rpartition(" ")[2])[4:]
    if line != f"— {name} {_base64(key_id + signature)}\n":
        raise Refused("检查点不是由这把密钥签的")
    try:
        Ed25519PublicKey.from_public_bytes(kind_and_public[1:]).verify(signature, text.encode())
    except InvalidSignature:
        raise Refused("检查点的签名不对：被改动过，或不是由这把密钥签的") from None
    origin, size, root, *more = text.splitlines()
    if origin != name:
        raise Refused("检查点是别处的")
    return origin, int(size), base64.b64decode(root), dict(line.partition(" ")[::2] for line in more)


def _chain(number: str, events: list[Any]) -> list[bytes]:
    """The hash of each event, over the hash of the one before and the digest of its text."""
    hashes: list[bytes] = []
    for event in events:
        alg, digest = event
        prev = hashes[-1] if hashes else b""
        parts = (alg.encode(), number.encode(), _eight(len(hashes) + 1), prev, _unhex(digest))
        hashes.append(hashlib.new(HASHES[alg], _joined(EVENT, *parts)).digest())
    return hashes


def _climbed(node: bytes, index: int, size: int, path: list[Any]) -> bytes:
    """The root above a leaf (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < size:
        raise Refused("位置超出检查点的范围")
    last = size - 1
    for beside in path:
        if last == 0:
            raise Refused("路径太长")
        if index & 1 or index == last:
            node = _sha256(b"\1" + _unhex(beside) + node)
            while not index & 1 and index:
                index, last = index >> 1, last >> 1
        else:
            node = _sha256(b"\1" + node + _unhex(beside))
        index, last = index >> 1, last >> 1
    if last:
        raise Refused("路径太短")
    return node


def _heard(events: list[Any], one: Any) -> Words:
    """Words that are what the text of one of the events commits to."""
    if {name: type(value) for name, value in one.items()} != WORDS:
        raise Refused("原话的写法不认识")
    if one["seq"] < 1:
        raise Refused("原话不属于任何一条记录")
    alg, digest = events[one["seq"] - 1]
    if hashlib.new(HASHES[alg], one["body"].encode()).hexdigest() != digest:
        raise Refused(f"第 {one['seq']} 条的正文与记录不符")
    told = json.loads(one["body"])
    committed = hmac.new(
        _unhex(one["salt"]), _joined(STATEMENT, one["words"].encode()), hashlib.sha256
    ).hexdigest()
    if not any(isinstance(a, dict) and a.get("commitment") == committed for a in told["answers"].values()):
        raise Refused(f"第 {one['seq']} 条说的不是这些话")
    return Words(one["seq"], told["step"], told["at"], one["words"])


def _joined(*parts: bytes) -> bytes:
    return b"".join(_eight(len(part)) + part for part in parts)


def _eight(number: int) -> bytes:
    return number.to_bytes(8, "big")


def _sha256(content: bytes) -> bytes:
    return hashlib.sha256(content).digest()


def _base64(content: bytes) -> str:
    return base64.b64encode(content).decode()


def _unhex(text: Any) -> bytes:
    """Lower case and nothing between, since every byte counts."""
    content = bytes.fromhex(text)
    if content.hex() != text:
        raise Refused("校验值写得不对")
    return content


def told(proven: Proven) -> str:
    """In words, for a person."""
    lines = [
        f"成立：{proven.origin} 在 {proven.time} 签名确认（第 {proven.checkpoint} 号检查点，共 {proven.cases} 项）：",
        f"事项 {proven.number} 当时共有 {proven.events} 条记录，最后一条的校验值是 {proven.head}。",
        *(f"第 {said.seq} 条（{said.at}）记的原话是：{said.words}" for said in proven.words),
    ]
    return "\n".join(lines)


def main(arguments: list[str]) -> int:
    if len(arguments) != 3 or arguments[1] != "--key":
        print("python verifier.py FILE --key PUBLIC_KEY", file=sys.stderr)
        return 2
    try:
        with open(arguments[0], "rb") as file:
            print(told(check(file.read(), arguments[2])))
    except (Refused, OSError) as why:
        print(f"不成立：{why}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
