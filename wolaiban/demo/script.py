"""How a matter of the demo is written down: who says what, and who does what when, before anything is played.

Moments are written as people remember them and become real ones when the demo is first filled:
"+2 10:00" is ten o'clock on the second day after the matter's first, "~40" is forty minutes before the
last office hour. So a matter that waits for a visitor has only just come in, at whatever hour the demo starts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any

from wolaiban.process.calendar import BEIJING
from wolaiban.process.words import Channel, RequestKind, Tier

OPENS, CLOSES = time(10, 0), time(18, 0)
WEDNESDAY = 2  # the secretary's reception day


@dataclass(frozen=True)
class Turn:
    """One step of a script. Answers name units, people and categories by words; the player looks them up."""

    step: str
    by: str
    when: str
    answers: Mapping[str, Any]


def turn(step: str, by: str, when: str, **answers: Any) -> Turn:
    return Turn(step, by, when, answers)


@dataclass(frozen=True)
class Script:
    """A matter and what happens to it. It begins on a Wednesday `weeks` ago, or `days` ago."""

    key: str
    unit: str
    by: str
    when: str
    title: str
    words: str
    weeks: int = 0
    days: int = 0
    place: str = ""
    reporters: tuple[str, ...] = ()
    channel: Channel = Channel.WALK_IN
    kind: RequestKind = RequestKind.HELP
    tier: Tier = Tier.MINOR
    urgent: bool = False
    turns: tuple[Turn, ...] = field(default=())

    def first_day(self, base: datetime) -> datetime:
        today = midnight(base)
        if not self.weeks:
            return today - timedelta(days=self.days)
        return today - timedelta(days=(today.weekday() - WEDNESDAY) % 7 + 7 * self.weeks)

    def moment(self, when: str, base: datetime) -> datetime:
        """The real moment of a remembered one, seen from the moment at which the demo was first filled."""
        if when.startswith("~"):
            return last_office_hour(base) - timedelta(minutes=int(when[1:]))
        day, clock = when.split()
        hour, minute = map(int, clock.split(":"))
        return self.first_day(base) + timedelta(days=int(day), hours=hour, minutes=minute)


def midnight(base: datetime) -> datetime:
    return base.astimezone(BEIJING).replace(hour=0, minute=0, second=0, microsecond=0)


def last_office_hour(base: datetime) -> datetime:
    """Now, if people are at work; otherwise half an hour before they last went home."""
    local, today = base.astimezone(BEIJING), midnight(base)
    if OPENS <= local.time() <= CLOSES:
        return local
    evening = timedelta(hours=CLOSES.hour, minutes=-30)
    return today + evening if local.time() > CLOSES else today - timedelta(days=1) + evening
