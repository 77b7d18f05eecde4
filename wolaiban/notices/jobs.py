"""Jobs for deliveries: one each, after everything else that waits, in the caller's transaction."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from procrastinate import App
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.types import JSONDict

from wolaiban.notices.models import Delivery

SENDER = "notices.deliver"
AFTER_ALL_ELSE = -10


@cache
def queue() -> App:
    """The queue by Django's own connection. The worker's own App goes by another, and a job that is there before
    its delivery is committed finds nothing to send, and leaves it to the sweep some minutes later."""
    return App(connector=DjangoConnector())


def put_out(deliveries: Iterable[Delivery]) -> None:
    """Put a job out for each; they are there if and only if the caller's transaction is.

    No job is set for later, and none has a procrastinate lock: what must wait stands in its row until the sweep
    puts it out, and gateways take turns by themselves (`gateway_lock`), without a poll between one job and the next.
    """
    if keys := [delivery.pk for delivery in deliveries]:
        jobs = queue().configure_task(SENDER, priority=AFTER_ALL_ELSE)
        told: list[JSONDict] = [{"delivery": key} for key in keys]
        jobs.batch_defer(*told)
