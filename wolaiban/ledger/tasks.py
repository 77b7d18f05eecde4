"""Background work: a checkpoint every five minutes, one mail a day to whom the operator names, a backup drill a night."""

from __future__ import annotations

import subprocess
import sys

from django.conf import settings
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


@app.periodic(cron="30 19 * * *")  # 3:30 in Beijing: the worker reads cron in UTC
@app.task(name="ledger.drill", queueing_lock="drill", pass_context=False)
def drill(timestamp: int) -> int | None:
    """In a process of its own: it brings up a second installation. Its result is a row of `Drill`; doctor reads it."""
    if not settings.BACKUP_DIR:
        return None
    command = [sys.executable, "-m", "wolaiban.cli.main", "drill"]
    return subprocess.run(command, check=False, stdin=subprocess.DEVNULL).returncode
