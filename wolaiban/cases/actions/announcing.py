"""Telling whoever reads events that there is one more, in the very transaction that wrote it."""

from __future__ import annotations

from datetime import timedelta

from django.utils.timezone import now
from procrastinate.contrib.django import app

from wolaiban.cases.models import Event

READER = "notices.tell"  # by name: what reads events stands above and is not known here
HISTORY = timedelta(hours=24)


def announce(event: Event) -> None:
    """Put a job for the reader of this event; it is there if and only if the event is.

    What is played with a moment long past is history, and nobody is to be called at night because of it.
    """
    if event.at > now() - HISTORY:
        app.configure_task(READER).defer(event=event.pk)
