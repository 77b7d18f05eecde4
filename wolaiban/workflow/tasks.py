"""Background work of every minute: each reader reads, and tries again what it set aside; the clock looks at every kind."""

from __future__ import annotations

import logging

from procrastinate.contrib.django import app

from wolaiban.workflow.clock import sweep
from wolaiban.workflow.reader import READERS

log = logging.getLogger(__name__)


@app.periodic(cron="* * * * *")
@app.task(name="workflow.read", queueing_lock="workflow.read", pass_context=False)
def read(timestamp: int) -> int:
    """What has not settled yet is read by the next. A reader that fails does not hold up the others."""
    faults = list[Exception]()
    for reader in list(READERS.values()):
        try:
            reader.read_all()
            reader.try_again()
        except Exception as fault:
            log.exception("%s could not read", reader.name)
            faults.append(fault)
    if faults:
        raise faults[0]
    return len(READERS)


@app.periodic(cron="* * * * *")
@app.task(name="workflow.run_clock", queueing_lock="workflow.run_clock", pass_context=False)
def run_clock(timestamp: int) -> int:
    """A sweep that is still waiting is not queued twice; one that died is repeated by the next."""
    return sweep().taken
