"""Canonical texts and the ways to hash them: what a chain of any kind is made of.

Canonical: UTF-8 JSON, keys sorted, no spaces, no floats. Every part of what is hashed is length-prefixed, so no two
different texts have the same preimage. `alg` is stored with each link: it names all that its evidence stands on, the
hash of the chain and the signature of the checkpoints over its head, so that a stronger one can follow without touching
what is there. Each link is checked under its own (docs/decisions/0050-checkpoints.md).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache, cached_property
from typing import Any

import orjson
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured


def plain(value: object) -> Any:
    """A value as the canonical text can hold it. Raises TypeError on floats and on objects nobody has named."""
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, str):
        return str(value)  # a Word becomes its value
    if isinstance(value, datetime):
        moment = value if value.tzinfo is UTC else value.astimezone(UTC)
        return moment.isoformat(timespec="microseconds")
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
    """The one text of a value. orjson writes the same bytes as `json` in a fraction of the time, but would let floats
    and a few other objects pass; what it is not certain to write as we want goes the plain way.
    """
    if _is_simple(value.values()):
        try:
            return orjson.dumps(value, default=plain, option=AS_WE_WANT)
        except TypeError:  # a key that is no text, a number beyond 64 bits, half a character
            pass
    return json.dumps(plain(value), ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


AS_WE_WANT = (
    orjson.OPT_SORT_KEYS | orjson.OPT_PASSTHROUGH_DATETIME | orjson.OPT_PASSTHROUGH_SUBCLASS
)  # moments and words are written by `plain`
CONTAINERS = frozenset({dict, list, tuple})


def _is_simple(values: Iterable[Any]) -> bool:
    """Spelt out as a loop: this runs for every event."""
    kinds = set(map(type, values))
    if not kinds.isdisjoint(CONTAINERS):
        for value in values:
            if type(value) in CONTAINERS and not _is_simple(value.values() if type(value) is dict else value):
                return False
    return all(map(_is_known, kinds))


@cache
def _is_known(kind: type) -> bool:
    return kind in CONTAINERS or issubclass(
        kind, bool | int | str | datetime | date | bytes | memoryview | None
    )


def joined(*parts: bytes) -> bytes:
    return b"".join([len(part).to_bytes(8, "big") + part for part in parts])


@dataclass(frozen=True)
class Alg:
    """A way to hash an event. With `by_digest` the text itself enters only as its own hash: then a chain can be
    followed by somebody who may not read every text in it, such as a resident with a receipt."""

    hash: str  # as hashlib calls it
    domain: bytes
    by_digest: bool = True

    @cached_property
    def is_here(self) -> bool:
        """SM3 (GB/T 32905) is there where OpenSSL was built with it."""
        return self.hash in hashlib.algorithms_available

    def digest(self, content: bytes) -> bytes:
        if self.hash == "sha256":  # by its name it would be looked up for each of millions of events
            return hashlib.sha256(content).digest()
        return hashlib.new(self.hash, content).digest()


ALGS = {
    "sha256": Alg(
        "sha256", b"wolaiban/event/1", by_digest=False
    ),  # the first events, before there were checkpoints
    "sha256+ed25519": Alg("sha256", b"wolaiban/event/2"),
    "sm3+ed25519": Alg("sm3", b"wolaiban/event/2"),
}


def alg_of_today() -> str:
    """What new events are written under; those that are there stay under theirs."""
    return _chosen(settings.LEDGER_ALG)


@cache
def _chosen(name: str) -> str:
    alg = ALGS.get(name)
    if alg is None or not alg.by_digest:
        possible = "、".join(name for name, alg in ALGS.items() if alg.by_digest)
        raise ImproperlyConfigured(f"LEDGER_ALG 只能是 {possible}。")
    if not alg.is_here:
        raise ImproperlyConfigured(f"LEDGER_ALG：这台机器的 OpenSSL 没有 {alg.hash}。")
    return name


TRACE_DOMAIN = b"wolaiban/trace/1"


def trace_hash(*, alg: str, seq: int, prev: bytes, body: bytes) -> bytes:
    how = ALGS[alg]
    return how.digest(joined(TRACE_DOMAIN, alg.encode(), seq.to_bytes(8, "big"), prev, how.digest(body)))
