"""Which matter a browser has opened: by receipt, forgotten after half an hour of silence, or as its owner's own."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest
from django.utils.timezone import now

from wolaiban.cases.models import Complainant
from wolaiban.cases.receipts import that_open
from wolaiban.people.models import User

OPENED, SEEN = "opened_receipt", "opened_receipt_seen"
OWN = "opened_own_matter"
SILENCE = timedelta(minutes=30)
WRITTEN_EVERY = timedelta(minutes=1)  # looking around is not a write each time


def keep(request: HttpRequest, complainant: Complainant) -> None:
    """Remember the receipt, under a session key that nobody knew before."""
    forget(request)
    request.session.cycle_key()
    request.session[OPENED] = complainant.receipts.get(void_at=None).pk
    request.session[SEEN] = now().timestamp()


def keep_own(request: HttpRequest, complainant: Complainant) -> None:
    """Open a matter as the one who has signed in and complains of it."""
    forget(request)
    request.session[OWN] = complainant.pk


def own(request: HttpRequest) -> Complainant | None:
    """The complaint that was opened as one's own, as long as one is signed in as its owner."""
    key, user = request.session.get(OWN), request.user
    if key is None or not isinstance(user, User):
        return None
    return Complainant.objects.filter(pk=key, resident__account=user).select_related("resident").first()


def opened(request: HttpRequest) -> Complainant | None:
    """The complaint that is one's own, or whose receipt was shown here lately and opens something still."""
    if mine := own(request):
        return mine
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
    request.session.pop(OWN, None)
