"""Background work of imports: take one further. What was left lying is forgotten each night (`retention`)."""

from __future__ import annotations

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from wolaiban.importing import forgetting, working

# The database is being started again: it goes on where it stood.
AGAIN = RetryStrategy(max_attempts=8, wait=5, exponential_wait=4)


@app.task(name="importing.work", retry=AGAIN, pass_context=False)
def work(job: int) -> None:
    """Safe to run again: a worker that was killed left everything noted up to its last batch."""
    working.go_on(job)


@app.task(name="importing.forget", queueing_lock="importing.forget", pass_context=False)
def forget(timestamp: int) -> int:
    """An earlier version put it out each night; the last one may still wait when the new version starts."""
    return forgetting.forget_old()
