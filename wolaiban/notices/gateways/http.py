"""A text message gateway over HTTP, for the platforms that provinces run: signed JSON, docs/handbook/gateways.md."""

from __future__ import annotations

import hashlib
import hmac
import http.client
import json
import time
import urllib.error
import urllib.request
from typing import Any

from django.conf import settings
from django.views.decorators.debug import sensitive_variables

from wolaiban.notices.gateways.letter import ANSWER_WITHIN, Letter, Undelivered

# The letter itself will not do; whatever else goes wrong may be mended, and is tried again.
REFUSES_LETTER = frozenset({400, 410, 413, 422})


class NoRedirects(urllib.request.HTTPRedirectHandler):
    """A number is sent to the address that was configured and to no other."""

    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        return None


OPENER = urllib.request.build_opener(NoRedirects)


@sensitive_variables()
def send(letter: Letter) -> None:
    try:
        with OPENER.open(_request(letter), timeout=ANSWER_WITHIN):
            return
    except urllib.error.HTTPError as answer:
        status = answer.code
        answer.close()
    except (OSError, http.client.HTTPException) as trouble:
        raise Undelivered(f"短信网关没有应答（{type(trouble).__name__}）") from None
    if status in REFUSES_LETTER:
        raise Undelivered(f"短信网关拒收（{status}）", final=True, of_gateway=False)
    raise Undelivered(f"短信网关答复 {status}")


@sensitive_variables()
def _request(letter: Letter) -> urllib.request.Request:
    body = json.dumps(
        {"key": str(letter.key), "to": letter.to, "text": letter.text}, ensure_ascii=False
    ).encode()
    stamp = str(int(time.time()))
    return urllib.request.Request(  # noqa: S310 -- the operator's own address, http or https (system check)
        settings.NOTICE_SMS_URL,
        data=body,
        method="POST",
        headers={
            "Content-Type": "application/json; charset=utf-8",
            "Idempotency-Key": str(letter.key),
            "X-Wolaiban-Timestamp": stamp,
            "X-Wolaiban-Signature": f"sha256={signature(stamp, body)}",
        },
    )


def signature(stamp: str, body: bytes) -> str:
    """HMAC-SHA256 over timestamp, a full stop and the body, in hex."""
    return hmac.new(
        settings.NOTICE_SMS_SECRET.encode(), f"{stamp}.".encode() + body, hashlib.sha256
    ).hexdigest()
