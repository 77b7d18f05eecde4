"""A case of 东坟村 that its village handles, and the words of the steps of a sponsorship of it: fang names, cheng leads."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.utils.timezone import localdate

from tests.cast import Cast
from wolaiban.cases.models import Case
from wolaiban.people.models import User
from wolaiban.sponsorship.models import SponsorLook, Sponsorship
from wolaiban.sponsorship.parts import PossibleLeader, SponsorshipParts
from wolaiban.workflow.models import AbstractEvent
from wolaiban.workflow.performing import begin, perform


def in_days(days: int) -> date:
    return localdate() + timedelta(days=days)


class Sponsoring:
    """Takes steps with sensible answers; say only what the test is about. The sponsorship is refreshed."""

    def __init__(self, cast: Cast, case: Case) -> None:
        self.cast, self.case = cast, case
        self.sponsorship = Sponsorship(case=case)

    def possible(self, leader: str) -> PossibleLeader:
        person: User = self.cast.user(leader)
        return next(one for one in SponsorshipParts(self.sponsorship).may_lead if one.post.user == person)

    def name(self, leader: str = "cheng", by: str = "fang", **answers: Any) -> Sponsorship:
        self.sponsorship = Sponsorship(case=self.case)
        given = {"leader": self.possible(leader), "next_look": in_days(7), **answers}
        event = begin("sponsor", on=self.sponsorship, by=self.cast.actor(by), answers=given)
        self.sponsorship = Sponsorship.objects.get(pk=event.subject)  # type: ignore[attr-defined]
        self.case.refresh_from_db()
        return self.sponsorship

    def take(self, step: str, by: str, *, at: datetime | None = None, **answers: Any) -> AbstractEvent:
        event = perform(step, on=self.sponsorship, by=self.cast.actor(by), answers=answers, at=at)
        self.sponsorship.refresh_from_db()
        self.case.refresh_from_db()
        return event

    def look(self, by: str = "cheng", **answers: Any) -> AbstractEvent:
        usual: dict[str, Any] = {"known": "到现场看了，还差一家没有谈。", "next_look": in_days(14)}
        return self.take("look", by, **usual | answers)

    @property
    def looks(self) -> list[SponsorLook]:
        return list(SponsorLook.objects.filter(sponsorship=self.sponsorship).order_by("pk"))


@pytest.fixture
def sponsoring(cast: Cast) -> Sponsoring:
    return Sponsoring(cast, cast.moved_to("working", cast.report()))
