"""Receipts: given to a complainant, and opened again by code and last four digits of the phone (or PIN).

Codes and PINs are shown once and kept only as HMACs under RECEIPT_KEY, which is not in the database.
"""

from __future__ import annotations

import hmac
import logging
import secrets
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils.timezone import now
from django.views.decorators.debug import sensitive_variables

from wolaiban.cases.models import Case, Complainant, Receipt
from wolaiban.cases.receipt_codes import code_from
from wolaiban.cases.receipt_marks import MARKED, is_marked, mark_of
from wolaiban.people.actor import Actor
from wolaiban.process.errors import ProcessError
from wolaiban.residents import vault
from wolaiban.residents.models import Resident

log = logging.getLogger(__name__)

PIN_DIGITS = 4


class Replaced(ProcessError):
    """Nothing is wrong: the resident has got a newer slip since."""

    status = 409
    code = "receipt_replaced"
    message = "您的反映已收到。这张回执后来换发过新的，请用新的那张查进展；找不到的，可以到工作室再领。"


@dataclass(frozen=True)
class Slip:
    """What is shown once: the code, and the PIN where there is no phone. Never logged, never stored."""

    complainant: Complainant
    code: str = field(repr=False)
    pin: str = field(repr=False)
    replaced: bool = False  # there was another, which opens nothing any more


@sensitive_variables()
def issue(complainant: Complainant, *, by: Actor, key: str | None = None, at: datetime | None = None) -> Slip:
    """Give a complainant a receipt; an older one opens nothing from now on.

    With `key`, the secret under which a report was sent (at least 128 random bits), the same receipt is given
    again as long as no other replaced it: whoever lost the connection while it was being shown asks once more.
    Raises `Replaced` where another did, so that the newer one goes on opening. Whether `by` may do so is for the
    caller.
    """
    seed = secrets.token_bytes(32) if key is None else _hmac("seed", f"{key}/{complainant.pk}")
    code = code_from(seed)
    pin = (
        ""
        if complainant.resident.phone is not None
        else f"{int.from_bytes(_hmac('pin', code)) % 10**PIN_DIGITS:04d}"
    )
    kept = _hmac("code", code)
    with transaction.atomic():
        Complainant.objects.select_for_update(of=("self",)).get(pk=complainant.pk)
        standing = complainant.receipts.filter(void_at=None).first()
        if standing is None or bytes(standing.code) != kept:
            if complainant.receipts.filter(code=kept).exists():
                raise Replaced
            moment = at or now()
            if standing is not None:
                standing.void_at = moment
                standing.mark = mark_of(standing.__dict__)
                standing.save(update_fields=["void_at", "mark"])
            fresh = Receipt(
                complainant=complainant,
                code=kept,
                pin=_hmac("pin of", code + pin) if pin else None,
                issued_at=moment,
                issued_by=by.user,
            )
            fresh.mark = mark_of(fresh.__dict__)
            fresh.save()
        replaced = complainant.receipts.exclude(code=kept).exists()
    return Slip(complainant, code, pin, replaced=replaced)


def that_open() -> QuerySet[Receipt]:
    """Receipts that were not replaced, and were not given before their owner asked to be forgotten.

    Who has been erased may get a new one at the counter, with a PIN: it leads to the matter and to nobody.
    """
    forgotten = Q(complainant__resident__erased_at__gte=F("issued_at"))
    return Receipt.objects.filter(void_at=None).exclude(forgotten)


@sensitive_variables()
def opened_by(code: str, digits: str) -> Complainant | None:
    """The complaint whose receipt this is, or None; a wrong code and wrong digits cost the same work.

    `code` is tidy (`receipt_codes.tidy`). A matter that was merged is found through its complaint, wherever
    that stands now.
    """
    whose = ("complainant__resident__uuid", "complainant__resident__phone")
    row = that_open().filter(code=_hmac("code", code)).values("mark", *MARKED, *whose).first()
    if row is not None and not is_marked(row):
        log.error("a receipt of complainant %s does not bear its mark", row["complainant_id"])
        row = None
    complaint, pin = (row["complainant_id"], row["pin"]) if row else (None, None)
    uuid, phone = (row[name] for name in whose) if row else (None, None)
    resident = _nobody() if uuid is None or phone is None else Resident(uuid=uuid, phone=phone)
    by_pin = hmac.compare_digest(_hmac("pin of", code + digits), bytes(pin or b""))
    by_phone = vault.phone_ends_with(resident, digits) and phone is not None
    if complaint is None or not (by_pin or by_phone):
        return None
    return Complainant.objects.select_related("resident", "case").get(pk=complaint)


def first_complainants(case: Case) -> QuerySet[Complainant]:
    """Those who reported this matter, wherever their complaints stand now that it may have been merged."""
    theirs = Complainant.objects.filter(Q(case=case, home_case=None) | Q(home_case=case))
    return theirs.select_related("resident").order_by("pk")


@lru_cache(maxsize=1)
def _nobody() -> Resident:
    """Somebody to look up in vain, so that a code nobody holds takes as long as one that is held."""
    return vault.build(phone="13800000000")


def _hmac(purpose: str, text: str) -> bytes:
    return hmac.digest(
        settings.RECEIPT_KEY.encode(), f"wolaiban receipt {purpose}\0{text}".encode(), "sha256"
    )
