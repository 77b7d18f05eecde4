"""Background work: each night what is over is forgotten."""

from __future__ import annotations

from procrastinate.contrib.django import app

from wolaiban.retention.forgetting import forget_all


@app.periodic(cron="11 20 * * *")  # 4:11 in Beijing: the worker reads cron in UTC
@app.task(name="retention.forget", queueing_lock="retention.forget", pass_context=False)
def forget(timestamp: int) -> dict[str, int]:
    """A night that was missed is made up for by the next: all that is over is looked for, not only what is over since."""
    return dict(forget_all().erased)
