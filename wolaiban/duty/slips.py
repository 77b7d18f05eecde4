"""The slip of a booking: its code, opened again with the last four digits of the telephone, like a receipt.

The code is computed of the number of the booking under RECEIPT_KEY, which is not in the database: the same booking has
the same slip, and the database keeps only a keyed hash of it.
"""

from __future__ import annotations

import hmac
from functools import lru_cache

from django.conf import settings
from django.views.decorators.debug import sensitive_variables

from wolaiban.cases.receipt_codes import code_from
from wolaiban.duty.booked import Booking
from wolaiban.residents import vault
from wolaiban.residents.models import Resident


@sensitive_variables()
def code_of(number: str) -> str:
    """28 digits. Whether somebody may be shown it is for the caller."""
    return code_from(_keyed("code of", number))


@sensitive_variables()
def kept_as(code: str) -> str:
    return _keyed("kept", code).hex()


@sensitive_variables()
def opened_by(code: str, digits: str) -> Booking | None:
    """The booking whose slip this is, or None; a wrong code and wrong digits cost the same work. `code` is tidy."""
    found = Booking.objects.select_related("resident").filter(code=kept_as(code)).first()
    fits = vault.phone_ends_with(found.resident if found else _nobody(), digits)
    return found if found is not None and fits else None


@lru_cache(maxsize=1)
def _nobody() -> Resident:
    """Somebody to look up in vain, so that a code nobody holds takes as long as one that is held."""
    return vault.build(phone="13800000000")


@sensitive_variables()
def _keyed(purpose: str, text: str) -> bytes:
    told = f"wolaiban booking {purpose}\0{text}".encode()
    return hmac.digest(settings.RECEIPT_KEY.encode(), told, "sha256")
