"""From the receipt straight to the matter: whoever reported it just now need not type the code that was just shown.

The way is short on purpose. Half an hour after it was registered, the receipt and four digits open it, and nothing else:
a phone passes from hand to hand.
"""

from __future__ import annotations

from datetime import timedelta

from django.core import signing
from django.utils.timezone import now

from wolaiban.cases.models import Case, Complainant
from wolaiban.cases.receipts import that_open

SALT = "wolaiban.portal.following"
FRESH = timedelta(minutes=30)


def ticket_for(case: Case, complainant: Complainant) -> str:
    """Opens the matter at once, as the receipt that stands now does; "" where it was registered longer ago."""
    receipt = that_open().filter(complainant=complainant).first()
    if receipt is None or now() - case.registered_at > FRESH:
        return ""
    return signing.dumps(receipt.pk, salt=SALT)


def shown_by(ticket: str) -> Complainant | None:
    """Whose receipt was shown on this screen within half an hour; None for what is stale, forged or replaced since."""
    try:
        key = signing.loads(ticket, salt=SALT, max_age=FRESH)
    except signing.BadSignature:
        return None
    receipt = that_open().filter(pk=key).select_related("complainant").first()
    return receipt.complainant if receipt else None
