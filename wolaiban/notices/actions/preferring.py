"""What people want to be sent: said by themselves."""

from __future__ import annotations

from django.db import transaction

from wolaiban.notices.models import Preference
from wolaiban.people.models import User
from wolaiban.residents.models import Resident


@transaction.atomic(durable=True)
def prefer(*, by: User, sms: bool, mail: bool, digest: bool) -> Preference:
    """Whatever is switched off is still told inside the system. What presses is never held back for the digest."""
    wanted = {"sms": sms, "mail": mail, "digest": digest}
    preference, _ = Preference.objects.update_or_create(user=by, defaults=wanted)
    return preference


@transaction.atomic(durable=True)
def prefer_for(resident: Resident, *, sms: bool) -> Preference:
    """A resident wants text messages, or no more of them; whoever shows the receipt says so."""
    preference, _ = Preference.objects.update_or_create(resident=resident, defaults={"sms": sms})
    return preference
