"""Background work of duty: next month's rosters, and the days that posted ones open for booking."""

from __future__ import annotations

from django.utils.timezone import localdate
from procrastinate.contrib.django import app

from wolaiban.duty.actions import opening_days
from wolaiban.duty.actions.next_month import draw_up_when_due


@app.periodic(cron="17 * * * *")
@app.task(name="duty.draw_up", queueing_lock="duty.draw_up", pass_context=False)
def draw_up(timestamp: int) -> int:
    """The day is asked there."""
    return draw_up_when_due(localdate()).number


@app.periodic(cron="*/10 * * * *")
@app.task(name="duty.open_days", queueing_lock="duty.open_days", pass_context=False)
def open_days(timestamp: int) -> int:
    """A roster that was just posted opens its days within minutes."""
    return opening_days.open_days(localdate())
