"""The line of the demo: who waits today at the counter of a story; of a day that is over nobody does."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
import time_machine

from tests.cast import Cast
from wolaiban.demo.playing import Player
from wolaiban.demo.tickets import keep_a_line
from wolaiban.duty.models import Ticket
from wolaiban.ledger.verifying import Verification
from wolaiban.process.calendar import BEIJING
from wolaiban.workflow import clock

TODAY = datetime(2026, 12, 1, 10, 40, tzinfo=BEIJING)


@pytest.mark.parametrize("base", [TODAY, TODAY.replace(hour=0, minute=5), TODAY.replace(hour=22)])
def test_a_few_wait_at_any_hour(cast: Cast, base: datetime) -> None:
    with time_machine.travel(base, tick=False):
        keep_a_line(Player(base))
        keep_a_line(Player(base))
        stages = Ticket.objects.order_by("place").values_list("stage", flat=True)
        assert list(stages) == ["done", "left", "called", "waiting", "waiting", "waiting"]
        assert clock.sweep().taken == 0
        assert not list(Verification().findings())


def test_of_yesterday_nobody_waits(cast: Cast) -> None:
    with time_machine.travel(TODAY, tick=False):
        keep_a_line(Player(TODAY - timedelta(days=1)))
        assert not Ticket.objects.exists()
