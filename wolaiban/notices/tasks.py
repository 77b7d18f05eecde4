"""Background work of notices: tell of an event, deliver a message, and look each minute for what is due."""

from __future__ import annotations

import time
from contextlib import suppress

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from wolaiban.notices import composing as writing
from wolaiban.notices import gateway_lock as draining
from wolaiban.notices import morning_digest as mornings
from wolaiban.notices import reminding, retrying

# An event that cannot be told now (the database is being started again) is told later; then an operator must look.
AT_A_TIME = 50
ROUNDS = 20  # then the clock and whatever else waits has its turn
A_MOMENT = 0.3  # seconds; where events come thick and fast, so long they gather: each job by itself costs more than telling
AGAIN = RetryStrategy(max_attempts=8, wait=5, exponential_wait=4)


@app.task(name="notices.tell", retry=AGAIN, pass_context=False)
def tell(event: int) -> int:
    told = writing.tell(event)
    with suppress(Exception):  # what goes wrong with the others is said by their own jobs
        for _ in range(ROUNDS):
            if (more := writing.tell_of_others(AT_A_TIME)) is None:
                break
            told += more
            time.sleep(A_MOMENT)
    return told


@app.task(name="notices.deliver", pass_context=False)
def deliver(delivery: int) -> int:
    """Its own retries are in the row, and put out by the sweep: a job that failed is simply over."""
    return draining.drain(delivery)


@app.periodic(cron="* * * * *")
@app.task(name="notices.sweep", queueing_lock="notices.sweep", pass_context=False)
def sweep(timestamp: int) -> int:
    return retrying.sweep()


@app.periodic(cron="*/5 * * * *")
@app.task(name="notices.remind", queueing_lock="notices.remind", pass_context=False)
def remind(timestamp: int) -> int:
    return reminding.remind()


@app.periodic(cron="*/5 * * * *")
@app.task(name="notices.greet", queueing_lock="notices.greet", pass_context=False)
def greet(timestamp: int) -> int:
    """The hour is asked there: a worker that was down at half past eight makes up for it until noon."""
    return mornings.greet()
