"""Background work: count what happened, every minute."""

from __future__ import annotations

from procrastinate.contrib.django import app

from wolaiban.statistics import counting


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="count", pass_context=False)
def count(timestamp: int) -> int:
    """Every minute. What had not settled yet is counted by the next."""
    return counting.sweep().counted_to
