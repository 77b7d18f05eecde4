"""The counter of 东坟村: 高玉芝 enlists there as a volunteer, and zhi, who has an account."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils.timezone import localdate

from tests.cast import DONGFEN, Cast, unit
from wolaiban.associates.models import Associate, HoursCertificate, VolunteerHours
from wolaiban.workflow.models import AbstractEvent
from wolaiban.workflow.performing import begin, perform

NAME, PHONE = "高玉芝", "13800000777"


class Counter:
    """Takes steps with sensible answers; say only what the test is about. The associate is refreshed."""

    def __init__(self, cast: Cast, code: str = DONGFEN) -> None:
        self.cast, self.unit = cast, unit(code)

    def enlist(self, by: str = "qin", **answers: Any) -> Associate:
        usual = {"name": NAME, "phone": PHONE, "kinds": ["volunteer"], "shown": "nothing", "agreed": True}
        given = {**usual, **answers}
        event = begin("enlist", on=Associate(unit=self.unit), by=self.cast.actor(by), answers=given)
        return Associate.objects.get(pk=event.subject)  # type: ignore[attr-defined]

    def enlist_zhi(self) -> Associate:
        zhi = self.enlist(name="志远", phone="13800000778")
        self.take("change", zhi, "qin", kinds=["captain"], account=self.cast.user("zhi"))
        return zhi

    def hours(self, associate: Associate, by: str, minutes: int = 60, days_ago: int = 0) -> VolunteerHours:
        """Stated, and not confirmed yet."""
        day = localdate() - timedelta(days=days_ago)
        self.take("state_hours", associate, by, day=day, minutes=minutes, work="patrol")
        return VolunteerHours.objects.order_by("-pk")[0]

    def confirmed(self, associate: Associate, minutes: int = 60, days_ago: int = 0) -> VolunteerHours:
        """By qin, of what bai stated."""
        found = self.hours(associate, "bai", minutes, days_ago)
        self.take("confirm_hours", associate, "qin", stated_hours=[found])
        found.refresh_from_db()
        return found

    def certificate(self, associate: Associate, by: str = "qin", days: int = 30) -> HoursCertificate:
        """Of the last so many days."""
        today = localdate()
        self.take("prove", associate, by, from_day=today - timedelta(days=days), to_day=today)
        return HoursCertificate.objects.order_by("-pk")[0]

    def take(self, step: str, associate: Associate, by: str, **answers: Any) -> AbstractEvent:
        event = perform(step, on=associate, by=self.cast.actor(by), answers=answers)
        associate.refresh_from_db()
        return event


@pytest.fixture
def counter(cast: Cast) -> Counter:
    return Counter(cast)
