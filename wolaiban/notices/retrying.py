"""Once a minute: take back what the dead had claimed, put out what is due, sum up what was gathered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import groupby

from django.db import transaction
from django.db.models import Q
from django.utils.timezone import now

from wolaiban.notices.delivering import CLAIM_HOLDS
from wolaiban.notices.gateways.configured import gateway_for
from wolaiban.notices.jobs import put_out
from wolaiban.notices.models import Delivery, Gateway, Message
from wolaiban.notices.quiet_hours import not_before
from wolaiban.notices.rendering import Placeholders, render, words_of
from wolaiban.notices.table import SUMMARY, SUMMARY_OUTSIDE
from wolaiban.notices.words import DeliveryState, Way

JOB_SURELY_LOST = timedelta(minutes=3)
A_TIME = 500


def sweep(at: datetime | None = None) -> int:
    """Safe to run twice, and side by side. The number of deliveries put out."""
    moment = at or now()
    take_back(moment)
    sum_up(moment)
    return put_out_due(moment)


def take_back(moment: datetime) -> int:
    """A claim so old was held by somebody who died before recording: it is sent again, under the same key."""
    abandoned = Delivery.objects.filter(state=DeliveryState.SENDING, claimed_at__lt=moment - CLAIM_HOLDS)
    return abandoned.update(state=DeliveryState.WAITING, claimed_at=None, queued_at=None, next_try=moment)


@transaction.atomic(durable=True)
def put_out_due(moment: datetime) -> int:
    """Those without a job, or whose job must have been lost; none for gateways that rest."""
    resting = Gateway.objects.filter(rests_until__gt=moment).values("name")
    jobless = Q(queued_at=None) | Q(queued_at__lt=moment - JOB_SURELY_LOST)
    due = Delivery.objects.waiting().due(moment).filter(jobless).exclude(gateway__in=resting)
    chosen = list(due.select_for_update(skip_locked=True).order_by("next_try")[:A_TIME])
    Delivery.objects.filter(pk__in=[delivery.pk for delivery in chosen]).update(queued_at=moment)
    put_out(chosen)
    return len(chosen)


@transaction.atomic(durable=True)
def sum_up(moment: datetime) -> int:
    """One message for all that was gathered for one person and way; the number of summaries."""
    due = Delivery.objects.gathered().due(moment).select_related("message")
    chosen = due.select_for_update(of=("self",), skip_locked=True)
    groups = list(_by_recipient(chosen))
    for deliveries in groups:
        _sum_up(deliveries, moment)
    return len(groups)


def _by_recipient(deliveries: Iterable[Delivery]) -> Iterator[list[Delivery]]:
    def whose(delivery: Delivery) -> tuple[int, int, int, str]:
        message = delivery.message
        return message.user_id or 0, message.complainant_id or 0, message.resident_id or 0, delivery.way

    for _, group in groupby(sorted(deliveries, key=whose), key=whose):
        yield list(group)


def _sum_up(deliveries: list[Delivery], moment: datetime) -> None:
    first = deliveries[0].message
    text = SUMMARY if first.user_id is not None else SUMMARY_OUTSIDE
    way = Way(deliveries[0].way)
    message = Message.objects.create(
        key=f"s{max(delivery.pk for delivery in deliveries)}",
        text=text,
        words=render(words_of(text), Placeholders(count=str(len(deliveries)))),
        user_id=first.user_id,
        complainant_id=first.complainant_id,
        resident_id=first.resident_id,
        at=moment,
        read_at=moment,  # inside, each of them is told by itself
    )
    start = not_before(way, moment, urgent=False)
    gateway = gateway_for(way) or deliveries[0].gateway
    summary = Delivery.objects.create(
        message=message, way=way, gateway=gateway, created_at=moment, next_try=start
    )
    Delivery.objects.filter(pk__in=[delivery.pk for delivery in deliveries]).update(
        state=DeliveryState.SUMMED_UP, summary=summary
    )
