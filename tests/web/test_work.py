"""Proof of work: set by us, solved once, in time and for what it was set."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.utils.timezone import now
from pytest_django import Settings

from wolaiban.web.limits import proof_of_work as work

pytestmark = pytest.mark.django_db


def test_a_solution_counts_once() -> None:
    task = work.set_task("report", bits=8)
    solution = work.solve(task)

    assert work.is_done("report", task, solution)
    assert not work.is_done("report", task, solution)


def test_what_was_not_computed_is_not_taken() -> None:
    task = work.set_task("report", bits=60)
    for nonsense in ("0", "", "-1", "x", "٣", "9" * 40):
        assert not work.is_done("report", task, nonsense)


def test_a_task_is_ours_or_nobodys() -> None:
    task = work.set_task("report", bits=4)
    easier = task.replace("report.4.", "report.0.")
    for forged in (easier, "report.0.x", "", "::", task * 9):
        assert not work.is_done("report", forged, "1")
    assert not work.is_done("track", task, work.solve(task))


def test_a_task_grows_old() -> None:
    task = work.set_task("report", bits=4)
    with time_machine.travel(now() + work.LIFETIME + timedelta(minutes=1), tick=False):
        assert not work.is_done("report", task, work.solve(task))


def test_the_usual_hardness_is_the_operators(settings: Settings) -> None:
    settings.WORK_BITS = 5
    assert work.set_task("report").startswith("report.5.")
