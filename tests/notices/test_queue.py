"""Jobs for deliveries stand and fall with the transaction that puts them out, in the worker as well."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from wolaiban.notices.jobs import AFTER_ALL_ELSE, SENDER, put_out
from wolaiban.notices.models import Delivery

pytestmark = pytest.mark.django_db


@pytest.fixture
def in_the_worker() -> Iterator[None]:
    with app.replace_connector(app.connector.get_worker_connector()):  # type: ignore[attr-defined]
        yield


def put_out_jobs() -> list[tuple[int, int, str]]:
    jobs = ProcrastinateJob.objects.filter(task_name=SENDER).order_by("id")
    return [(job.args["delivery"], job.priority, job.status) for job in jobs]


@pytest.mark.usefixtures("in_the_worker")
def test_what_is_undone_has_put_nothing_out() -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        put_out([Delivery(pk=1)])
        assert put_out_jobs()
        raise ZeroDivisionError

    assert put_out_jobs() == []


@pytest.mark.usefixtures("in_the_worker")
def test_one_job_for_each() -> None:
    put_out(Delivery(pk=number) for number in (7, 8))
    put_out([])

    assert put_out_jobs() == [(7, AFTER_ALL_ELSE, "todo"), (8, AFTER_ALL_ELSE, "todo")]
