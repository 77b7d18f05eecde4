"""The steps of a case as buttons: the one that brings it forward first, the seldom ones put away."""

from __future__ import annotations

from collections.abc import Iterable

from wolaiban.cases.process import CASE
from wolaiban.desk.arranging import Arranged, arranged
from wolaiban.workflow.offers import AvailableStep

SHOWN = CASE.buttons
Buttons = Arranged[AvailableStep]


def _is_pressed(offer: AvailableStep) -> bool:
    """What is done in somebody else's name waits until they have spoken."""
    return SHOWN[offer.step.name].pressed and (offer.step.name, offer.role) not in CASE.called


def _says_why_not(offer: AvailableStep) -> bool:
    return offer.step.name in SHOWN and SHOWN[offer.step.name].says_why_not


def buttons_of(offers: Iterable[AvailableStep]) -> Buttons:
    offers = list(offers)
    open_ = {offer.step.name: offer for offer in offers if offer.obstacle is None}
    forward = [open_[name] for name in SHOWN if name in open_]
    return arranged(
        forward,
        pressed=bool(forward) and _is_pressed(forward[0]),
        seldom=[offer for name, offer in open_.items() if name not in SHOWN],
        barred=[offer for offer in offers if offer.obstacle and _says_why_not(offer)],
    )
