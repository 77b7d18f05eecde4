"""The secret address of a ticket: who holds the slip sees how many stand before them, and nobody can guess another's.

It is made of the key of the row and the secret of this installation, so that neither the table nor its events hold it.
"""

from __future__ import annotations

import base64

from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.timezone import localdate

from wolaiban.duty.models import Ticket

BYTES = 15  # 120 bits, without padding
LARGEST = 2**63 - 1


def wait_code_of(ticket: Ticket) -> str:
    return f"{ticket.pk}-{_secret(ticket.pk)}"


def _secret(pk: int) -> str:
    digest = salted_hmac("wolaiban.duty.wait", str(pk), algorithm="sha256").digest()
    return base64.b32encode(digest[:BYTES]).decode().lower()


def ticket_of(code: str) -> Ticket | None:
    """The ticket of today that a code opens: a day later it opens nothing."""
    number, _, secret = code.partition("-")
    if not (number.isascii() and number.isdigit()) or int(number) > LARGEST:
        return None
    if not constant_time_compare(secret, _secret(int(number))):
        return None
    of_today = Ticket.objects.filter(pk=int(number), day=localdate())
    return of_today.select_related("unit__studio", "unit__township").first()
