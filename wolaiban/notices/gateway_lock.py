"""One at a time through each gateway: whoever has its turn sends all that is due, everybody else goes home at once.

The turn is an advisory lock of the database session: it ends with the process that held it, however that ends. So a slow
gateway holds one thread of the worker, and a killed worker holds up nothing.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from wolaiban.notices.delivering import deliver
from wolaiban.notices.jobs import put_out
from wolaiban.notices.models import Delivery

AT_A_STRETCH = 5.0  # seconds; a worker that is told to stop waits for what is in hand


def drain(pk: int) -> int:
    """Send what is due through the gateway of this delivery; how many were taken in hand.

    After letting go of the turn we look once more: whoever came in between and went home left theirs to us.
    """
    gateway = Delivery.objects.values_list("gateway", flat=True).get(pk=pk)
    end, taken = time.monotonic() + AT_A_STRETCH, 0
    while (due := _next_due(gateway)) is not None:
        if time.monotonic() >= end:
            put_out([due])
            return taken
        with turn_at(gateway) as mine:
            if not mine:
                return taken
            while due is not None and time.monotonic() < end:
                deliver(due.pk)
                taken += 1
                due = _next_due(gateway)
    return taken


def _next_due(gateway: str) -> Delivery | None:
    return Delivery.objects.waiting().due().filter(gateway=gateway).order_by("next_try", "pk").first()


@contextmanager
def turn_at(gateway: str) -> Iterator[bool]:
    """Whether it is our turn; nobody waits for it."""
    key = f"notices gateway {gateway}"
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtextextended(%s, 0))", [key])
        (mine,) = cursor.fetchone()
        try:
            yield mine
        finally:
            if mine:
                cursor.execute("SELECT pg_advisory_unlock(hashtextextended(%s, 0))", [key])
