"""Background work of imports: take one further, and each night forget what was left lying."""

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


@app.periodic(cron="41 3 * * *")
@app.task(name="importing.forget", queueing_lock="importing.forget", pass_context=False)
def forget(timestamp: int) -> int:
    return forgetting.forget_old()
