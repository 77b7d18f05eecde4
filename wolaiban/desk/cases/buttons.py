"""The steps of a case as buttons: the one that brings it forward first, the seldom ones put away."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from wolaiban.cases.process import CASE
from wolaiban.workflow.offers import AvailableStep

SHOWN = CASE.buttons


@dataclass(frozen=True)
class Buttons:
    first: AvailableStep | None
    forward: tuple[AvailableStep, ...]
    seldom: tuple[AvailableStep, ...]
    barred: tuple[AvailableStep, ...]

    def __bool__(self) -> bool:
        return bool(self.first or self.forward or self.seldom or self.barred)


def _is_pressed(offer: AvailableStep) -> bool:
    """What is done in somebody else's name waits until they have spoken."""
    return SHOWN[offer.step.name].pressed and (offer.step.name, offer.role) not in CASE.called


def _says_why_not(offer: AvailableStep) -> bool:
    return offer.step.name in SHOWN and SHOWN[offer.step.name].says_why_not


def arranged(offers: Iterable[AvailableStep]) -> Buttons:
    offers = list(offers)
    open_ = {offer.step.name: offer for offer in offers if offer.obstacle is None}
    forward = [open_[name] for name in SHOWN if name in open_]
    first = forward[0] if forward and _is_pressed(forward[0]) else None
    return Buttons(
        first=first,
        forward=tuple(offer for offer in forward if offer is not first),
        seldom=tuple(offer for name, offer in open_.items() if name not in SHOWN),
        barred=tuple(offer for offer in offers if offer.obstacle and _says_why_not(offer)),
    )
