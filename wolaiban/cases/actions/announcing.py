"""Telling whoever reads events that there is one more, in the very transaction that wrote it."""

from __future__ import annotations

from datetime import timedelta

from django.utils.timezone import now

from wolaiban.cases.actions.writing import EVENT, After
from wolaiban.cases.models import Event

READER = "notices.tell"  # by name: what reads events stands above and is not known here
HISTORY = timedelta(hours=24)


# As procrastinate itself puts a job: by its own function, whose triggers do the rest.
JOB = f"""
    SELECT procrastinate_defer_jobs_v1(ARRAY[ROW(
        'default', '{READER}', 0, NULL, NULL, jsonb_build_object('event', {EVENT}), NULL
    )::procrastinate_job_to_defer_v1])
"""


def announced(event: Event) -> list[After]:
    """A job for the reader of this event, written after it; it is there if and only if the event is.

    What is played with a moment long past is history, and nobody is to be called at night because of it.
    """
    return [(JOB, ())] if event.at > now() - HISTORY else []
