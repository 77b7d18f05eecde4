"""The key under which something is sent: the `Idempotency-Key` header, and a digest of what came with it."""

from __future__ import annotations

from typing import Any

from django.utils.crypto import salted_hmac

from wolaiban.api.entrance import ApiRequest
from wolaiban.process.errors import BadAnswer
from wolaiban.workflow.idempotency import Once

HEADER = "Idempotency-Key"
LONGEST = 200
PARAMETER: dict[str, Any] = {
    "in": "header",
    "name": HEADER,
    "required": False,
    "schema": {"type": "string", "minLength": 1, "maxLength": LONGEST},
    "description": "同一编号、同样的内容再发一次，只办一次，回答相同；内容不同则拒绝（422）。",
}


def once_of(request: ApiRequest) -> Once | None:
    """None without a key. Both parts are keyed hashes: keys and bodies may hold words about people."""
    key = request.headers.get(HEADER)
    if key is None:
        return None
    if not 0 < len(key.strip()) <= LONGEST:
        raise BadAnswer({HEADER: f"提交编号须有 1 到 {LONGEST} 个字符。"})
    user = request.actor.user
    assert user is not None
    sent = request.path.encode() + b"\n" + request.body
    return Once(key=_digest("key", f"{user.pk}:{key}".encode()), digest=_digest("content", sent))


def _digest(what: str, content: bytes) -> bytes:
    return salted_hmac(f"wolaiban.api.{what}", content, algorithm="sha256").digest()
