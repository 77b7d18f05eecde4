"""Settled while the resident stands at the counter: registered, done, told and judged in one transaction, or not at all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from wolaiban.cases.actions.registering import Report, registered
from wolaiban.cases.models import Event
from wolaiban.cases.process import CASE
from wolaiban.cases.roles import Circle
from wolaiban.people.actor import Actor
from wolaiban.process.errors import BadAnswer
from wolaiban.process.questions import Asked
from wolaiban.process.words import OFFICERS
from wolaiban.workflow.idempotency import Once
from wolaiban.workflow.locking import Turn

# What is asked at the counter of what these steps ask, in this order.
DONE, TOLD, JUDGED = "resolve", "answer", "confirm"
PUT: tuple[tuple[str, tuple[str, ...]], ...] = (
    (DONE, ("disposition", "root_cause", "result", "photos")),
    (TOLD, ("answer_channel", "message")),
    (JUDGED, ("solved", "satisfaction")),
)


@dataclass(frozen=True)
class Settlement:
    """What was done, what the residents were told, if anything yet, and what the first of them says, if asked yet.

    Each holds the answers to the questions of `PUT`.
    """

    done: Mapping[str, Any] = field(repr=False)
    told: Mapping[str, Any] = field(default_factory=dict, repr=False)
    judged: Mapping[str, Any] = field(default_factory=dict, repr=False)

    def turns(self, circle: Circle) -> list[Turn]:
        turns: list[Turn] = [(DONE, self.done)]
        if self.told:
            turns.append((TOLD, self.told))
        if self.judged:
            if not circle.complainants:
                raise BadAnswer({"solved": "没有填反映人，这里先不填居民怎么说。"})
            turns.append((JUDGED, {"complainant": circle.complainants[0], **self.judged}))
        return turns


def asked_at_the_counter() -> list[Asked]:
    """The questions as the steps put them."""
    return [asked for step, names in PUT for asked in CASE.asked[step] if asked.name in names]


def may_settle(by: Actor) -> bool:
    """Whether somebody may at all settle what they register: an officer of a studio or of a township."""
    return any(post.unit.is_studio_level or post.unit.is_township for post in by.posts_as(OFFICERS))


def settled(
    report: Report, how: Settlement, *, by: Actor, at: datetime | None = None, once: Once | None = None
) -> Event:
    """Register and settle a matter; returns the event that registered it. Raises as `registered`: nothing is stored then."""
    if how.judged and not how.told:
        raise BadAnswer({"solved": "先把结果告诉居民，居民才好评价。"})
    return registered(report, by=by, at=at, once=once, then=how.turns)
