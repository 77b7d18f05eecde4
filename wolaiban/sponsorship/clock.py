"""What the clock does about a sponsorship: reminds of the look that is due, tells who named the leader, ends with the case."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta

from wolaiban.process.calendar import BEIJING
from wolaiban.process.words import OPEN_STAGES
from wolaiban.sponsorship.models import Sponsorship
from wolaiban.sponsorship.parts import SponsorshipParts
from wolaiban.sponsorship.process import ACTIVE
from wolaiban.workflow.kinds import DueStep

MORNING = time(8)
# How many days after the day on which a look is due: of that day the leader is told, of the next who named them.
REMINDERS = ((0, "remind_look"), (1, "report_unlooked"))


def alarms(parts: SponsorshipParts) -> Iterator[DueStep]:
    subject = parts.subject
    if not subject.stage_word.is_open:
        return
    if not subject.case.is_open:
        yield DueStep(subject.counted_from, "end", wakes=False)
        return
    for number, (days, step) in enumerate(REMINDERS):
        if number == subject.rung and subject.next_look:
            day = subject.next_look + timedelta(days=days)
            yield DueStep(datetime.combine(day, MORNING, tzinfo=BEIJING), step, of_ladder=True)


def unwoken(at: datetime) -> list[tuple[int, str]]:
    """Those whose case is over."""
    stand = Sponsorship.objects.filter(stage=ACTIVE).exclude(case__stage__in=sorted(OPEN_STAGES))
    return list(stand.order_by("pk").values_list("pk", "number"))
