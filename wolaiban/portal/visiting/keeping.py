"""Which booking a browser has opened: by its slip, forgotten after half an hour of silence."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.timezone import now

from wolaiban.duty.booked import Booking
from wolaiban.portal.tracking.keeping import SILENCE, WRITTEN_EVERY

OPENED, SEEN = "opened_visit", "opened_visit_seen"
RELATED = ("reception_day__unit__studio", "unit__studio", "topic", "resident")


def keep(request: HttpRequest, booking: Booking) -> None:
    """Remember it, under a session key that nobody knew before."""
    request.session.cycle_key()
    request.session[OPENED] = booking.number
    request.session[SEEN] = now().timestamp()


def opened(request: HttpRequest) -> Booking | None:
    number, silent_for = request.session.get(OPENED), now().timestamp() - request.session.get(SEEN, 0)
    if number is None:
        return None
    found = Booking.objects.filter(number=number, resident__erased_at=None).select_related(*RELATED).first()
    if found is None or silent_for > SILENCE.total_seconds():
        forget(request)
        return None
    if silent_for > WRITTEN_EVERY.total_seconds():
        request.session[SEEN] = now().timestamp()
    return found


def forget(request: HttpRequest) -> None:
    request.session.pop(OPENED, None)
    request.session.pop(SEEN, None)
