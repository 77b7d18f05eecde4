"""Jobs for deliveries: one each, after everything else that waits; and many jobs that tell of events, taken as one."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection

from wolaiban.notices.models import Delivery

SENDER = "notices.deliver"
AFTER_ALL_ELSE = -10
TELLER = "notices.tell"
# One that is tried again has a time, and is left to itself.
TAKE = """
    DELETE FROM procrastinate_jobs WHERE id = ANY(ARRAY(  -- chosen once; IN may choose again for each row, and take more
        SELECT id FROM procrastinate_jobs
        WHERE task_name = %s AND status = 'todo' AND scheduled_at IS NULL
        ORDER BY priority DESC, id LIMIT %s FOR UPDATE SKIP LOCKED
    )) RETURNING (args->>'event')::bigint
"""


def taken(most: int) -> list[int]:
    """The events of jobs that wait to tell of them. In the caller's transaction: if it fails, the jobs are there again.

    Each job by itself costs its worker four round trips and two commits, about as much as the telling.
    """
    with connection.cursor() as cursor:
        cursor.execute(TAKE, [TELLER, most])
        return sorted(event for (event,) in cursor.fetchall())


# Through Django's own connection: inside the worker procrastinate's goes another way, and a job that is there before
# its delivery is committed finds nothing to send, and leaves it to the sweep some minutes later.
PUT_OUT = """
    SELECT procrastinate_defer_jobs_v1(ARRAY(
        SELECT ROW(
            'default', %s, %s, NULL, NULL, jsonb_build_object('delivery', delivery), NULL
        )::procrastinate_job_to_defer_v1
        FROM unnest(%s::bigint[]) AS delivery
    ))
"""


def put_out(deliveries: Iterable[Delivery]) -> None:
    """Put a job out for each, in the caller's transaction.

    No job is set for later, and none has a procrastinate lock: what must wait stands in its row until the sweep
    puts it out, and gateways take turns by themselves (`draining`), without a poll between one job and the next.
    """
    if keys := [delivery.pk for delivery in deliveries]:
        with connection.cursor() as cursor:
            cursor.execute(PUT_OUT, [SENDER, AFTER_ALL_ELSE, keys])
