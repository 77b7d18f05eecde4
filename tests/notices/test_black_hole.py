"""A gateway that takes every connection and never answers delays nothing but itself."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils.timezone import now

from tests import cast as people
from tests.cast import DONGFEN, Cast
from tests.ground.workers import until, worker
from tests.notices.conftest import Outside
from tests.notices.receivers import black_hole
from wolaiban.notices.models import Delivery
from wolaiban.workflow.tasks import run_clock

pytestmark = [pytest.mark.crash, pytest.mark.django_db(transaction=True)]
MATTERS = 15


@pytest.fixture
def cast_outside(transactional_db: None) -> Cast:
    return people.assemble()


def test_text_messages_and_the_clock_go_on_beside_a_black_hole(
    cast_outside: Cast, receivers: Outside
) -> None:
    for _ in range(MATTERS):
        cast_outside.report()
    late = cast_outside.report(at=now() - timedelta(hours=25))
    with black_hole() as hole:
        robot = f"{DONGFEN}=json://127.0.0.1:{hole.port}/"
        with worker(**receivers.environment() | {"NOTICE_ROBOTS": robot}):
            until(lambda: hole.connections)
            run_clock.defer(timestamp=1)  # type: ignore[call-arg]  # periodic tasks are given their tick
            until(lambda: len(receivers.sms.arrived) >= MATTERS and late.events.filter(step="raise").exists())
            tried = hole.connections

    assert tried <= 3  # each takes eight seconds to give up on: nobody waited for more than that
    assert not Delivery.objects.filter(way="robot", state="sent").exists()
