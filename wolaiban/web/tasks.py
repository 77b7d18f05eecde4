"""Background work of the faces: counters that no longer count are forgotten."""

from __future__ import annotations

from procrastinate.contrib.django import app

from wolaiban.web.limits import rate_limit


@app.periodic(cron="17 * * * *")
@app.task(queueing_lock="sweep_tallies", pass_context=False)
def sweep_tallies(timestamp: int) -> int:
    """Every hour. Safe to run twice."""
    return rate_limit.sweep()
