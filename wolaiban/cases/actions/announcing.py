"""Telling whoever reads events that there is one more, in the very transaction that wrote it."""

from __future__ import annotations

from procrastinate.contrib.django import app

from wolaiban.cases.models import Event

READER = "notices.tell"  # by name: what reads events stands above and is not known here


def announce(event: Event) -> None:
    """Put a job for the reader of this event; it is there if and only if the event is."""
    app.configure_task(READER).defer(event=event.pk)
