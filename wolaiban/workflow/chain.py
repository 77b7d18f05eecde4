"""The hash of an event and the commitment to words: what makes the history of a subject evidence, of whatever kind.

The hash is domain-separated. How texts are written and which ways of hashing there are stands in `traces.chain`.
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from functools import lru_cache
from hashlib import sha256
from typing import Any

from wolaiban.traces.chain import ALGS, AS_WE_WANT, Alg, alg_of_today, canonical, joined, plain

__all__ = [
    "ALGS",
    "AS_WE_WANT",
    "Alg",
    "alg_of_today",
    "canonical",
    "commitment",
    "commitments",
    "digest",
    "event_hash",
    "plain",
]

STATEMENT_DOMAIN = b"wolaiban/statement/1"


def event_hash(*, alg: str, number: str, seq: int, prev: bytes, body: bytes) -> bytes:
    how = ALGS[alg]
    told = how.digest(body) if how.by_digest else body
    return how.digest(_beginning(how.domain, alg, number) + joined(seq.to_bytes(8, "big"), prev, told))


@lru_cache(maxsize=16)
def _beginning(domain: bytes, alg: str, number: str) -> bytes:
    """The same for all events of a subject, which are hashed one after the other."""
    return joined(domain, alg.encode(), number.encode())


def digest(value: Mapping[str, object]) -> str:
    """One digest of all that a value says, as an event can hold it."""
    return sha256(canonical(value)).hexdigest()


def commitments(*statements: Any) -> list[bytes]:
    """Of several words that are kept elsewhere, in order; empty where there are none."""
    return [bytes(statement.commitment) if statement else b"" for statement in statements]


def commitment(salt: bytes, words: str) -> bytes:
    """Binds an event to words kept elsewhere; without the salt it says nothing about them."""
    return hmac.digest(salt, joined(STATEMENT_DOMAIN, words.encode()), "sha256")
