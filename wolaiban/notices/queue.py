"""Jobs for deliveries: one each, after everything else that waits."""

from __future__ import annotations

from collections.abc import Iterable

from procrastinate.contrib.django import app

from wolaiban.notices.models import Delivery

SENDER = "notices.deliver"
AFTER_ALL_ELSE = -10


def put_out(deliveries: Iterable[Delivery]) -> None:
    """Put a job out for each, in the caller's transaction.

    No job is set for later, and none has a procrastinate lock: what must wait stands in its row until the sweep
    puts it out, and gateways take turns by themselves (`draining`), without a poll between one job and the next.
    """
    for delivery in deliveries:
        app.configure_task(SENDER, priority=AFTER_ALL_ELSE).defer(delivery=delivery.pk)
