"""The canonical text of an event and its hash: what makes the history of a case evidence.

Canonical: UTF-8 JSON, keys sorted, no spaces, no floats. The hash is domain-separated and every part is
length-prefixed, so no two different events have the same preimage. `alg` is stored with each event, so that
a stronger one can follow without touching what is there.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

ALG = "sha256"
EVENT_DOMAIN = b"wolaiban/event/1"
STATEMENT_DOMAIN = b"wolaiban/statement/1"


def plain(value: object) -> Any:
    """A value as the canonical text can hold it. Raises TypeError on floats and on objects nobody has named."""
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, str):
        return str(value)  # a Word becomes its value
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes | memoryview):
        return bytes(value).hex()
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    raise TypeError(f"no canonical form for {type(value).__name__}")


def canonical(value: Mapping[str, object]) -> bytes:
    return json.dumps(plain(value), ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _joined(domain: bytes, *parts: bytes) -> bytes:
    return b"".join(len(part).to_bytes(8, "big") + part for part in (domain, *parts))


def event_hash(*, alg: str, number: str, seq: int, prev: bytes, body: bytes) -> bytes:
    parts = (alg.encode(), number.encode(), seq.to_bytes(8, "big"), prev, body)
    return hashlib.sha256(_joined(EVENT_DOMAIN, *parts)).digest()


def commitment(salt: bytes, words: str) -> bytes:
    """Binds an event to words kept elsewhere; without the salt it says nothing about them."""
    return hmac.digest(salt, _joined(STATEMENT_DOMAIN, words.encode()), "sha256")
