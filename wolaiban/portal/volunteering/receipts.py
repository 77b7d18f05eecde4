"""The receipt of an offer: its number with a code that nobody can guess. It tells how the offer stands, and not whose it is."""

from __future__ import annotations

from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

from wolaiban.associates.models import Associate

LENGTH = 20  # of 160 bits in hexadecimal, as many as a certificate of hours has


def code_of(number: str) -> str:
    return salted_hmac("wolaiban volunteer", number, algorithm="sha256").hexdigest()[:LENGTH]


def receipt_address(number: str) -> str:
    return reverse("portal:volunteered", args=[number, code_of(number)])


def opened_by(number: str, code: str) -> Associate | None:
    """Whose receipt it is; nobody's where either is wrong, in the same time."""
    is_ours = constant_time_compare(code, code_of(number))
    found = Associate.objects.select_related("unit__studio", "unit__township").filter(number=number).first()
    return found if is_ours else None
