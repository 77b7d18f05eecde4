"""Jobs for deliveries: one each, one at a time per gateway, and after everything else that waits."""

from __future__ import annotations

from collections.abc import Iterable

from procrastinate.contrib.django import app

from wolaiban.notices.models import Delivery

SENDER = "notices.deliver"
AFTER_ALL_ELSE = -10


def put_out(deliveries: Iterable[Delivery]) -> None:
    """Put a job out for each, in the caller's transaction.

    The lock keeps a gateway to one delivery at a time, so that a slow one holds up one job and nothing else.
    Jobs are never set for later: what must wait is put out by the sweep when its time has come.
    """
    for delivery in deliveries:
        job = app.configure_task(SENDER, lock=f"gateway {delivery.gateway}", priority=AFTER_ALL_ELSE)
        job.defer(delivery=delivery.pk)
