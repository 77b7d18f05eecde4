"""Background work: a checkpoint every five minutes, and one mail a day to whom the operator names."""

from __future__ import annotations

from django.utils.timezone import localdate
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from wolaiban.ledger import checkpoints, publishing
from wolaiban.ledger.models import Checkpoint


@app.periodic(cron="*/5 * * * *")
@app.task(name="ledger.make_checkpoint", queueing_lock="checkpoint", pass_context=False)
def make_checkpoint(timestamp: int) -> int | None:
    """One that fails is made by the next; why it failed is in the log, and `wolaiban verify` says it in words."""
    before = checkpoints.latest()
    made = checkpoints.make_if_due()
    if made is None:
        return None
    if before is None or localdate(before.at) != localdate(made.at):
        mail_checkpoint.defer(number=made.number)
    return made.number


@app.task(name="ledger.mail_checkpoint", retry=RetryStrategy(max_attempts=6, exponential_wait=10))
def mail_checkpoint(number: int) -> int:
    return publishing.mail(Checkpoint.objects.get(pk=number))
