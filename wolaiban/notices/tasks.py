"""Background work of notices: deliver a message, and look each minute for what is due."""

from __future__ import annotations

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from wolaiban.notices import composing as writing
from wolaiban.notices import deputies, inviting, reminding, retrying, shifts
from wolaiban.notices import gateway_lock as draining
from wolaiban.notices import morning_digest as mornings


@app.task(
    name="notices.tell", retry=RetryStrategy(max_attempts=8, wait=5, exponential_wait=4), pass_context=False
)
def tell(event: int) -> int:
    """For jobs that an earlier version put out with each event; by now events are read (`telling`)."""
    return writing.tell(event)


@app.task(name="notices.deliver", pass_context=False)
def deliver(delivery: int) -> int:
    """Its own retries are in the row, and put out by the sweep: a job that failed is simply over."""
    return draining.drain(delivery)


@app.task(
    name="notices.invite",
    retry=RetryStrategy(max_attempts=5, wait=20, exponential_wait=4),
    pass_context=False,
)
def invite(user: int, by: int) -> str:
    """A crash in between sends a second code, and the first opens nothing."""
    return inviting.send_invitation(user, by)


@app.periodic(cron="* * * * *")
@app.task(name="notices.sweep", queueing_lock="notices.sweep", pass_context=False)
def sweep(timestamp: int) -> int:
    return retrying.sweep()


@app.periodic(cron="*/5 * * * *")
@app.task(name="notices.remind", queueing_lock="notices.remind", pass_context=False)
def remind(timestamp: int) -> int:
    return reminding.remind() + deputies.tell() + shifts.tell_tomorrow() + shifts.tell_missing()


@app.periodic(cron="*/5 * * * *")
@app.task(name="notices.greet", queueing_lock="notices.greet", pass_context=False)
def greet(timestamp: int) -> int:
    """The hour is asked there: a worker that was down at half past eight makes up for it until noon."""
    return mornings.greet()
