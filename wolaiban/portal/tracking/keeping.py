"""Which matter a browser has opened by receipt: kept in its session, and forgotten after half an hour of silence."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest
from django.utils.timezone import now

from wolaiban.cases.models import Complainant
from wolaiban.cases.receipts import that_open

OPENED, SEEN = "opened_receipt", "opened_receipt_seen"
SILENCE = timedelta(minutes=30)
WRITTEN_EVERY = timedelta(minutes=1)  # looking around is not a write each time


def keep(request: HttpRequest, complainant: Complainant) -> None:
    """Remember the receipt, under a session key that nobody knew before."""
    request.session.cycle_key()
    request.session[OPENED] = complainant.receipts.get(void_at=None).pk
    request.session[SEEN] = now().timestamp()


def opened(request: HttpRequest) -> Complainant | None:
    """The complaint whose receipt was shown here lately; None once the receipt opens nothing any more."""
    key, silent_for = request.session.get(OPENED), now().timestamp() - request.session.get(SEEN, 0)
    if key is None:
        return None
    rows = that_open().filter(pk=key).select_related("complainant__resident")
    receipt = rows.first() if silent_for <= SILENCE.total_seconds() else None
    if receipt is None:
        forget(request)
        return None
    if silent_for > WRITTEN_EVERY.total_seconds():
        request.session[SEEN] = now().timestamp()
    return receipt.complainant


def forget(request: HttpRequest) -> None:
    request.session.pop(OPENED, None)
    request.session.pop(SEEN, None)
