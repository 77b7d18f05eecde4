"""What the demo would have sent outside: text messages, mail and posts in groups, newest first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from wolaiban.demo.pages.guards import demo_only
from wolaiban.notices.models import Delivery
from wolaiban.notices.queries import deliveries
from wolaiban.notices.rendering import outgoing
from wolaiban.notices.words import DeliveryState, Way
from wolaiban.residents import vault
from wolaiban.residents.masking import mask_phone
from wolaiban.web.pages import cursor

A_PAGE = 30


@dataclass(frozen=True)
class Sent:
    """One message as it would have looked on somebody's phone."""

    way: Way
    state: DeliveryState
    to: str
    address: str
    words: str
    at: datetime
    waits_until: datetime | None
    key: str


@login_not_required
@require_GET
@demo_only
def outbox(request: HttpRequest) -> HttpResponse:
    before = cursor(request, "before")
    found = deliveries(after=before, most=A_PAGE + 1)
    more = found[A_PAGE - 1].pk if len(found) > A_PAGE else None
    context = {
        "sent": [_sent(delivery) for delivery in found[:A_PAGE]],
        "more": more,
        "first": before is None,
    }
    return render(request, "demo/outbox.html", context)


def _sent(delivery: Delivery) -> Sent:
    to, address = _recipient(delivery)
    waits = delivery.state_word in {DeliveryState.WAITING, DeliveryState.GATHERED}
    return Sent(
        way=delivery.way_word,
        state=delivery.state_word,
        to=to,
        address=address,
        words=outgoing(delivery.message),
        at=delivery.sent_at or delivery.created_at,
        waits_until=delivery.next_try if waits else None,
        key=delivery.short_key,
    )


def _recipient(delivery: Delivery) -> tuple[str, str]:
    """Masked, as everywhere: the demo is no reason to get used to reading numbers."""
    message = delivery.message
    if message.unit is not None:
        return f"{message.unit}工作群", ""
    if message.user is not None:
        return message.user.name, message.user.email if delivery.way == Way.MAIL else mask_phone(
            message.user.phone
        )
    whose = message.resident or (message.complainant.resident if message.complainant else None)
    assert whose is not None
    masked = vault.masked(whose)
    return masked.name, masked.phone
