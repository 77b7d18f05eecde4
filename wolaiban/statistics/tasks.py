"""Background work that an earlier version put out; by now events are read by every reader (`workflow.tasks`)."""

from __future__ import annotations

from procrastinate.contrib.django import app

from wolaiban.statistics import counting


@app.task(queueing_lock="count", pass_context=False)
def count(timestamp: int) -> int:
    """The last one may still wait when the new version starts."""
    return counting.sweep().read_to
