"""Proofs to hold a verifier to: written by the product's own pieces, without a database, under a key that is known."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from wolaiban.cases import proofs
from wolaiban.ledger import tree
from wolaiban.ledger.notes import Claim, Signing
from wolaiban.ledger.tree import WIDTH
from wolaiban.workflow import chain

KEY = Signing("wolaiban/FS", Ed25519PrivateKey.from_private_bytes(bytes(range(32))))
PUBLIC = str(KEY.verifying)
NUMBER = "FS-2026-000007"
ALG = "sha256+ed25519"
SALT = b"sixteen bytes..."
SAID = "3 号楼前台阶没有扶手。"
AT = "2026-11-24T01:00:00.000000+00:00"
BODIES = [
    chain.canonical({"step": "register", "at": AT, "answers": {"words": {"commitment": chain.commitment(SALT, SAID)}}}),
    chain.canonical({"step": "note", "at": AT, "answers": {"photos": []}}),
    chain.canonical({"step": "accept", "at": AT, "answers": {}}),
]  # fmt: skip
HEARD: dict[str, Any] = {"seq": 1, "body": BODIES[0].decode(), "salt": SALT.hex(), "words": SAID}


def head_of(bodies: Sequence[bytes], algs: Sequence[str]) -> bytes:
    head = b""
    for seq, (alg, body) in enumerate(zip(algs, bodies, strict=True), 1):
        head = chain.event_hash(alg=alg, number=NUMBER, seq=seq, prev=head, body=body)
    return head


def proof(
    *,
    size: int = 5,
    index: int = 3,
    bodies: Sequence[bytes] = BODIES,
    algs: Sequence[str] = (ALG,) * 3,
    words: Sequence[dict[str, Any]] = (HEARD,),
    key: Signing = KEY,
    origin: str = KEY.name,
) -> bytes:
    """A proof that holds, unless it is asked for one that does not."""
    leaves = [tree.leaf(f"FS-{n}", 1, bytes([n]) * 32) for n in range(size)]
    leaves[index] = tree.leaf(NUMBER, len(bodies), head_of(bodies, algs))
    levels = tree.grown(b"".join(leaves))
    at = datetime(2026, 11, 24, 1, 5, tzinfo=UTC)
    claim = Claim(origin, size, tree.root_of(levels), number=42, previous=bytes(32), at=at)
    return proofs.written(
        NUMBER,
        [(alg, chain.ALGS[alg].digest(body)) for alg, body in zip(algs, bodies, strict=True)],
        index=index,
        path=[
            bytes(levels[level][WIDTH * at : WIDTH * (at + 1)])
            for level, at in tree.path(index, tree.widths(size))
        ],
        note=key.signed(claim.text),
        words=words,
    )


def changed(proof: bytes, **parts: Any) -> bytes:
    """The same proof with other parts, written as it should be."""
    return canonical(json.loads(proof) | parts)


def canonical(told: Any) -> bytes:
    return json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode() + b"\n"
