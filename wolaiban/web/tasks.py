"""Background work of the faces: counters that no longer count are forgotten; administrators are told of the night."""

from __future__ import annotations

from procrastinate.contrib.django import app

from wolaiban.web.limits import rate_limit
from wolaiban.web.running import night, slowness


@app.periodic(cron="17 * * * *")
@app.task(queueing_lock="sweep_tallies", pass_context=False)
def sweep_tallies(timestamp: int) -> int:
    """Every hour. Safe to run twice."""
    return rate_limit.sweep()


@app.periodic(cron="23 4 * * *")
@app.task(queueing_lock="sweep_slow_pages", pass_context=False)
def sweep_slow_pages(timestamp: int) -> int:
    """Once a day. Safe to run twice."""
    return slowness.sweep()


@app.periodic(cron="*/5 * * * *")
@app.task(queueing_lock="tell_of_the_night", pass_context=False)
def tell_of_the_night(timestamp: int) -> int:
    """The hour is asked there: a worker that was down makes up for it until noon."""
    return night.tell()
