"""Background work: the minute hand of the clock, and a second life for jobs whose worker died."""

from __future__ import annotations

from procrastinate import JobContext
from procrastinate.contrib.django import app
from procrastinate.exceptions import ConnectorException, UniqueViolation
from procrastinate.jobs import Status

from wolaiban.cases import clock

SECONDS_WITHOUT_HEARTBEAT = 30


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="clock", pass_context=False)
def run_clock(timestamp: int) -> int:
    """Every minute. A sweep that is still waiting is not queued twice; one that died is repeated by the next."""
    return clock.sweep().taken


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="retry_stalled", pass_context=True)
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
