"""One POST to an address that the operator configured: JSON out, the status and what was said come back."""

from __future__ import annotations

import http.client
import urllib.error
import urllib.request
from collections.abc import Mapping
from typing import Any

from django.views.decorators.debug import sensitive_variables

from wolaiban.notices.gateways.letter import ANSWER_WITHIN, Undelivered

LONGEST = 64 * 1024


class NoRedirects(urllib.request.HTTPRedirectHandler):
    """What is sent goes to the address that was configured and to no other."""

    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        return None


OPENER = urllib.request.build_opener(NoRedirects)


@sensitive_variables()
def post(url: str, body: bytes, headers: Mapping[str, str], *, whose: str) -> tuple[int, bytes]:
    """Undelivered where nothing answers, in words that name no address."""
    headers = {"Content-Type": "application/json; charset=utf-8", **headers}
    request = urllib.request.Request(url, data=body, method="POST", headers=headers)  # noqa: S310 -- the operator's own
    try:
        with OPENER.open(request, timeout=ANSWER_WITHIN) as answer:
            return answer.status, answer.read(LONGEST)
    except urllib.error.HTTPError as answer:
        status = answer.code
        answer.close()
        return status, b""
    except (OSError, http.client.HTTPException) as trouble:
        raise Undelivered(f"{whose}没有应答（{type(trouble).__name__}）") from None
