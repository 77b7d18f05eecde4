"""Background work of every minute: readers read, and try again what they set aside; the clock looks at every kind.

And jobs whose worker died are given a second life.
"""

from __future__ import annotations

import logging

from procrastinate import JobContext
from procrastinate.contrib.django import app
from procrastinate.exceptions import ConnectorException, UniqueViolation
from procrastinate.jobs import Status

from wolaiban.workflow.clock import sweep
from wolaiban.workflow.reader import READERS

log = logging.getLogger(__name__)
SECONDS_WITHOUT_HEARTBEAT = 30


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
@app.task(
    name="workflow.run_clock",
    aliases=["wolaiban.cases.tasks.run_clock"],  # may have been queued before it moved here
    queueing_lock="workflow.run_clock",
    pass_context=False,
)
def run_clock(timestamp: int) -> int:
    """A sweep that is still waiting is not queued twice; one that died is repeated by the next."""
    return sweep().taken


@app.periodic(cron="* * * * *")
@app.task(
    name="workflow.retry_stalled",
    aliases=["wolaiban.cases.tasks.retry_stalled"],
    queueing_lock="workflow.retry_stalled",
    pass_context=True,
)
async def retry_stalled(context: JobContext, timestamp: int) -> None:
    """Give jobs back that a killed worker left half-done; each is safe to run again.

    Where the next of its kind is already waiting, that one does the work, and the dead one is put aside.
    """
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=SECONDS_WITHOUT_HEARTBEAT):
        try:
            await manager.retry_job(job)
        except UniqueViolation:
            await manager.finish_job(job, status=Status.FAILED, delete_job=False)
        except ConnectorException:  # another of us gave it back between our look and our hand
            continue
