"""Sending again by hand what did not get through."""

from __future__ import annotations

from django.db import transaction
from django.utils.timezone import now

from wolaiban.notices.jobs import put_out
from wolaiban.notices.models import Delivery
from wolaiban.notices.rules import may_resend
from wolaiban.notices.words import DeliveryState
from wolaiban.people.actor import Actor
from wolaiban.process.errors import NotAllowed, NotNow


@transaction.atomic(durable=True)
def resend(delivery: Delivery, *, by: Actor) -> Delivery:
    """Begin anew under the same key, so that a gateway which has it after all can drop the repeat."""
    locked = Delivery.objects.select_for_update(of=("self",)).select_related("message").get(pk=delivery.pk)
    if not may_resend(by, locked):
        raise NotAllowed(what="重新发送", who="能看到此件的工作人员")
    if locked.state != DeliveryState.FAILED:
        raise NotNow(f"这一条现在是“{locked.state_word.label}”，不用重新发送。")
    moment = now()
    locked.state, locked.attempts, locked.error = DeliveryState.WAITING, 0, ""
    locked.created_at = locked.next_try = locked.queued_at = moment
    locked.save(update_fields=["state", "attempts", "error", "created_at", "next_try", "queued_at"])
    put_out([locked])
    return locked
