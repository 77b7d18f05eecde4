"""Sending one delivery: claimed before, recorded after, so that a crash in between can repeat it and nothing else.

Whoever claims commits first; then sends with no transaction open; then records. A claim that is not followed by a
record within `CLAIM_HOLDS` belonged to somebody who died, and may be taken over: under the same key.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.timezone import now

from wolaiban.notices.composing import ask_for_a_call
from wolaiban.notices.gateways.letter import NotNeeded, Undelivered
from wolaiban.notices.gateways.posting import post
from wolaiban.notices.models import Delivery, Gateway
from wolaiban.notices.quiet_hours import MOST_ATTEMPTS, WORTH_SENDING, not_before, wait_after
from wolaiban.notices.words import DeliveryState, Way

log = logging.getLogger(__name__)

CLAIM_HOLDS = timedelta(minutes=3)  # far longer than any gateway is given to answer
FAILURES_IN_A_ROW = 3
FIRST_REST, LONGEST_REST = timedelta(seconds=30), timedelta(minutes=10)


def deliver(pk: int) -> str:
    """Send it if it is to be sent now; the state it is left in. Safe to run twice, also side by side."""
    if not _claim(pk, now()):
        return "left alone"
    delivery = Delivery.objects.select_related(
        "message__case__holder__parent", "message__user", "message__unit", "message__complainant__resident"
    ).get(pk=pk)
    try:
        post(delivery)
    except NotNeeded as why:
        if delivery.message.complainant is not None:
            ask_for_a_call(delivery.message)
        return _record(delivery, DeliveryState.DROPPED, str(why))
    except Undelivered as why:
        return _undelivered(delivery, why)
    except Exception as fault:  # a fault of ours must not keep the claim, nor stop the others
        log.exception("delivery %s", delivery.uuid)
        return _undelivered(delivery, Undelivered(f"程序出错（{type(fault).__name__}）", of_gateway=False))
    _worked(delivery.gateway)
    return _record(delivery, DeliveryState.SENT)


@transaction.atomic(durable=True)
def _claim(pk: int, moment: datetime) -> bool:
    """Take it for ourselves, or put it off: it is not due, its gateway rests, people sleep, somebody has it."""
    locked = Delivery.objects.select_for_update(of=("self",), skip_locked=True).select_related("message")
    delivery = locked.filter(pk=pk).first()
    if delivery is None or not _is_free(delivery, moment):
        return False
    if moment - delivery.created_at > WORTH_SENDING:
        delivery.state, delivery.error = DeliveryState.FAILED, delivery.error or "超过三天没有发出"
        delivery.save(update_fields=["state", "error"])
        return False
    later = _put_off_until(delivery, moment)
    if later > moment:
        delivery.state, delivery.next_try, delivery.queued_at = DeliveryState.WAITING, later, None
        delivery.save(update_fields=["state", "next_try", "queued_at"])
        return False
    delivery.state, delivery.claimed_at = DeliveryState.SENDING, moment
    delivery.attempts = F("attempts") + 1
    delivery.save(update_fields=["state", "claimed_at", "attempts"])
    return True


def _is_free(delivery: Delivery, moment: datetime) -> bool:
    if delivery.state == DeliveryState.WAITING:
        return delivery.next_try <= moment
    if delivery.state != DeliveryState.SENDING:
        return False
    return delivery.claimed_at is None or delivery.claimed_at < moment - CLAIM_HOLDS


def _put_off_until(delivery: Delivery, moment: datetime) -> datetime:
    awake = not_before(Way(delivery.way), moment, urgent=delivery.message.urgent)
    gateway = Gateway.objects.filter(name=delivery.gateway, rests_until__gt=moment).first()
    rested = gateway.rests_until if gateway and gateway.rests_until else moment
    return max(awake, rested)


def _undelivered(delivery: Delivery, why: Undelivered) -> str:
    if why.of_gateway:
        _failed(delivery.gateway)
    if why.final or delivery.attempts >= MOST_ATTEMPTS:
        return _record(delivery, DeliveryState.FAILED, why.reason)
    return _record(delivery, DeliveryState.WAITING, why.reason, now() + wait_after(delivery.attempts))


def _record(delivery: Delivery, state: DeliveryState, error: str = "", later: datetime | None = None) -> str:
    """Only while the claim is still ours: who was taken for dead does not undo what came after."""
    moment = now()
    changes: dict[str, Any] = {"state": state, "error": error[:120], "claimed_at": None, "queued_at": None}
    if state is DeliveryState.SENT:
        changes["sent_at"] = moment
    mine = Delivery.objects.filter(
        pk=delivery.pk, state=DeliveryState.SENDING, claimed_at=delivery.claimed_at
    )
    mine.update(**changes, next_try=later or moment)
    return state


def _worked(name: str) -> None:
    Gateway.objects.update_or_create(
        name=name, defaults={"failures": 0, "rests_until": None, "worked_at": now()}
    )


@transaction.atomic(durable=True)
def _failed(name: str) -> None:
    """After some failures in a row the gateway rests, longer each time; what waits for it costs no attempt."""
    Gateway.objects.get_or_create(name=name)
    gateway = Gateway.objects.select_for_update().get(name=name)
    gateway.failures = min(gateway.failures + 1, 1000)
    beyond = gateway.failures - FAILURES_IN_A_ROW
    if beyond >= 0:
        gateway.rests_until = now() + min(FIRST_REST * 2 ** min(beyond, 10), LONGEST_REST)
    gateway.save(update_fields=["failures", "rests_until"])
