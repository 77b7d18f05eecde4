"""The worker is killed in the middle of a step: nothing is half-done, nothing is forgotten, nothing is done twice."""

from __future__ import annotations

from datetime import timedelta

import psycopg
import pytest
from django.db import connection
from django.utils.timezone import now
from procrastinate.contrib.django.models import ProcrastinateJob

from tests import cast as people
from tests.ground.workers import address, until, worker
from wolaiban.cases.models import Case
from wolaiban.workflow.tasks import retry_stalled, run_clock

pytestmark = [pytest.mark.crash, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def late(transactional_db: None) -> Case:
    """Nobody accepted it for a day: the clock must raise it, once."""
    return people.assemble().report(at=now() - timedelta(hours=25))


def waits_for_a_lock() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        return cursor.fetchone() is not None


def steps(case: Case) -> list[str]:
    return list(case.events.values_list("step", flat=True))


def test_a_worker_killed_in_mid_step_loses_and_doubles_nothing(late: Case) -> None:
    run_clock.defer(timestamp=0)  # type: ignore[call-arg]  # periodic tasks are given their tick
    with psycopg.connect(address()) as holder, worker() as first:
        holder.execute("SELECT 1 FROM cases_case WHERE id = %s FOR UPDATE", [late.pk])
        until(waits_for_a_lock)
        first.kill()
        first.wait()
        holder.rollback()
    until(lambda: not waits_for_a_lock())
    assert steps(late) == ["register"]

    with connection.cursor() as cursor:  # as if the heartbeat had been missing for a while
        cursor.execute("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 hour'")
        # What its own minute hand queued.
        cursor.execute("DELETE FROM procrastinate_jobs WHERE status = 'todo'")
    run_clock.defer(timestamp=1)  # type: ignore[call-arg]  # the next one waits already
    retry_stalled.defer(timestamp=0)  # type: ignore[call-arg]
    with worker():
        until(lambda: len(steps(late)) > 1)
        until(lambda: not ProcrastinateJob.objects.filter(status="doing").exists())

    late.refresh_from_db()
    assert steps(late) == ["register", "raise"]
    assert late.stage == "raised"
