"""The steps of a case as buttons: the one that brings it forward first, the seldom ones put away."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from wolaiban.cases.process import CASE
from wolaiban.cases.roles import Offer

# What brings a matter forward, in the order in which it is most likely wanted.
FORWARD = (
    "accept", "take_up", "report_in", "contribute", "uphold_summons", "release_summons", "grant", "refuse",
    "resolve", "answer", "confirm", "dispute", "redo", "uphold", "raise", "guide", "whistle", "object",
    "resume", "call_back", "supply", "interim", "ask", "supervise", "urge", "reopen",
)  # fmt: skip
# Offered plainly: whoever is content, or has nothing to add, should not be pressed.
UNPRESSED = frozenset({"supply", "interim", "ask", "supervise", "urge", "reopen"})
# Worth saying why these cannot be taken yet; that there is, say, no objection to decide is not news.
WORTH_SAYING = frozenset({"resolve", "raise", "guide", "contribute", "object"})


@dataclass(frozen=True)
class Buttons:
    first: Offer | None
    forward: tuple[Offer, ...]
    seldom: tuple[Offer, ...]
    barred: tuple[Offer, ...]

    def __bool__(self) -> bool:
        return bool(self.first or self.forward or self.seldom or self.barred)


def _is_pressed(offer: Offer) -> bool:
    """What is done in somebody else's name waits until they have spoken."""
    return offer.step.name not in UNPRESSED and (offer.step.name, offer.role) not in CASE.called


def arranged(offers: Iterable[Offer]) -> Buttons:
    offers = list(offers)
    open_ = {offer.step.name: offer for offer in offers if offer.obstacle is None}
    forward = [open_[name] for name in FORWARD if name in open_]
    first = forward[0] if forward and _is_pressed(forward[0]) else None
    return Buttons(
        first=first,
        forward=tuple(offer for offer in forward if offer is not first),
        seldom=tuple(offer for name, offer in open_.items() if name not in FORWARD),
        barred=tuple(o for o in offers if o.obstacle and o.step.name in WORTH_SAYING),
    )
