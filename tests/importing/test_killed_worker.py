"""A real worker brings a ledger in and is killed in the middle: the next one goes on, and every row is in once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from tests import cast as people
from tests.cast import DONGFEN, unit
from tests.ground.workers import until, worker
from wolaiban.cases.models import Case, Event
from wolaiban.importing.models import Import, ImportState
from wolaiban.importing.starting import Whereto, send, start
from wolaiban.workflow.tasks import retry_stalled

pytestmark = [pytest.mark.crash, pytest.mark.django_db(transaction=True)]
ROWS = 4000
HEADER = "编号,反映时间,反映内容,状态,办结时间\n"


def test_a_killed_worker_is_followed_by_one_that_goes_on(tmp_path: Path, settings: Any) -> None:
    cast = people.assemble()
    settings.DATA_DIR = tmp_path
    rows = (f"{n},2024-05-06,第{n}件事,{'已办结,2024-05-09' if n % 2 else '办理中,'}\n" for n in range(ROWS))
    qin = cast.actor("qin")
    job = send("台账.csv", (HEADER + "".join(rows)).encode(), Whereto(unit(DONGFEN)), by=qin)
    keys = ("SECRET_KEY", "VAULT_KEYS", "RECEIPT_KEY", "LEDGER_KEY")
    data = {"WOLAIBAN_DATA": str(tmp_path), **{name: getattr(settings, name) for name in keys}}

    with worker(**data):
        until(lambda: stands(job) == ImportState.CHECKED, patience=90)
    start(job, by=qin)
    with worker(**data) as first:
        until(lambda: 0 < Case.objects.count() < ROWS)
        first.kill()
        first.wait()
    assert stands(job) == ImportState.RUNNING
    with connection.cursor() as cursor:  # as if the heartbeat had been missing for a while
        cursor.execute("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 hour'")
    retry_stalled.defer(timestamp=0)  # type: ignore[call-arg]  # periodic tasks are given their tick
    with worker(**data):
        until(lambda: stands(job) == ImportState.DONE)
        until(lambda: not list((tmp_path / "importing").glob("*")))  # it goes as soon as all of it is durable

    job.refresh_from_db()
    assert (job.seen, job.new, job.history, job.known, job.bad) == (ROWS, ROWS // 2, ROWS // 2, 0, 0)
    assert Case.objects.count() == ROWS
    assert Event.objects.count() == ROWS + ROWS // 2


def stands(job: Import) -> str:
    job.refresh_from_db()
    return job.state
