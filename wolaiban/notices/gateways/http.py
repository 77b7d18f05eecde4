"""A text message gateway over HTTP, for the platforms that provinces run: signed JSON, docs/handbook/gateways.md."""

from __future__ import annotations

import hashlib
import hmac
import json
import time

from django.conf import settings
from django.views.decorators.debug import sensitive_variables

from wolaiban.notices.gateways import wire
from wolaiban.notices.gateways.letter import Letter, Undelivered

# The letter itself will not do; whatever else goes wrong may be mended, and is tried again.
REFUSES_LETTER = frozenset({400, 410, 413, 422})


@sensitive_variables()
def send(letter: Letter) -> None:
    body = json.dumps(
        {"key": str(letter.key), "to": letter.to, "text": letter.text}, ensure_ascii=False
    ).encode()
    stamp = str(int(time.time()))
    headers = {
        "Idempotency-Key": str(letter.key),
        "X-Wolaiban-Timestamp": stamp,
        "X-Wolaiban-Signature": f"sha256={signature(stamp, body)}",
    }
    status, _ = wire.post(settings.NOTICE_SMS_URL, body, headers, whose="短信网关")
    if status in REFUSES_LETTER:
        raise Undelivered(f"短信网关拒收（{status}）", final=True, of_gateway=False)
    if not 200 <= status < 300:
        raise Undelivered(f"短信网关答复 {status}")


def signature(stamp: str, body: bytes) -> str:
    """HMAC-SHA256 over timestamp, a full stop and the body, in hex."""
    return hmac.new(
        settings.NOTICE_SMS_SECRET.encode(), f"{stamp}.".encode() + body, hashlib.sha256
    ).hexdigest()
