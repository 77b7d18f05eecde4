"""What a certificate of hours says, and whether it is true: signed with the key of the ledger, naming nobody."""

from __future__ import annotations

import secrets
from datetime import date
from typing import Any

from django.conf import settings

from wolaiban.associates.models import HoursCertificate
from wolaiban.ledger.notes import Unreadable, is_signed, text_of
from wolaiban.ledger.signing import believed, signing_key

SERIAL_BYTES = 10  # nobody comes upon somebody else's by guessing
WHAT = " hours certificate"  # behind our name in the first line: the name of no key, so that it is taken for no checkpoint


def signed_columns(starts: date, ends: date, minutes: int, issued_on: date) -> dict[str, Any]:
    """Those of a new one."""
    serial = secrets.token_hex(SERIAL_BYTES)
    columns = {
        "serial": serial,
        "starts": starts,
        "ends": ends,
        "minutes": minutes,
        "issued_on": issued_on,
    }
    text = f"{settings.LEDGER_NAME}{WHAT}\n{_facts(HoursCertificate(**columns))}"
    return {**columns, "signed": signing_key().signed(text)}


def is_true(certificate: HoursCertificate) -> bool:
    """Whether we signed it, and it still says what we signed."""
    try:
        heading, _, facts = text_of(certificate.signed).partition("\n")
        says_so = heading.endswith(WHAT) and facts == _facts(certificate)
        return says_so and is_signed(certificate.signed, *believed())
    except Unreadable:
        return False


def _facts(certificate: HoursCertificate) -> str:
    lines = (
        f"serial {certificate.serial}",
        f"from {certificate.starts.isoformat()}",
        f"to {certificate.ends.isoformat()}",
        f"minutes {certificate.minutes}",
        f"issued {certificate.issued_on.isoformat()}",
    )
    return "".join(f"{line}\n" for line in lines)
