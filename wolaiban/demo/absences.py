"""Who is away in the demo, and who stands in: the director of the district, from today on."""

from __future__ import annotations

from datetime import timedelta

from django.utils.timezone import localdate

from wolaiban.demo.playing import Player
from wolaiban.people.actions.absences import be_away
from wolaiban.people.models import Absence

AWAY, DEPUTY, DAYS = "lian", "shen", 5


def stand_in(player: Player) -> None:
    """Safe to begin again. What is past cannot be written down any more, so it counts from the day of the filling."""
    if Absence.objects.exists():
        return
    by, today = player.actor(AWAY), localdate()
    assert by.user
    deputy = player.actor(DEPUTY).user
    be_away(by.user, starts=today, ends=today + timedelta(days=DAYS), by=by, deputy=deputy)
