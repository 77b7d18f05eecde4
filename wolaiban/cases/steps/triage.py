"""Taking a matter on and passing it on: accept, decline, assign, reclassify, raise, guide, take up."""

from __future__ import annotations

from wolaiban.cases.steps.context import Move
from wolaiban.cases.timing import stage_deadline
from wolaiban.catalogue.models import Category
from wolaiban.people.models import User
from wolaiban.process.errors import BadAnswer
from wolaiban.process.words import Tier


def accept(move: Move) -> None:
    _classify(move)
    move.case.handler = _handler(move)


def assign(move: Move) -> None:
    handler = _handler(move)
    if handler == move.case.handler:
        raise BadAnswer({"handler": f"此件现在就由{handler.name}经办。"})
    move.case.handler = handler
    move.case.turn += 1


def reclassify(move: Move) -> None:
    """The promise changes with the tier; the time that has run has run, and what was granted stays granted."""
    case = move.case
    promised = stage_deadline(case)
    assert case.deadline is not None
    assert promised is not None
    granted = case.deadline - promised
    _classify(move)
    case.turn += 1
    promised = stage_deadline(case)
    assert promised is not None
    case.deadline = promised + granted


def raise_(move: Move) -> None:
    """The studio stays the resident's agent; only the holder changes."""
    case = move.case
    above = move.offices.unit_above(case.holder)
    assert above is not None
    case.raiser, case.holder, case.handler = case.holder, above, None
    case.tier = _at_least(case.tier, Tier.MAJOR)
    if move.answers.get("as_petition") and case.petition_at is None:
        case.petition_at = move.at


def guide(move: Move) -> None:
    case = move.case
    assert case.raiser is not None
    case.holder, case.guided_back, case.handler = case.raiser, case.raiser, None


def take_up(move: Move) -> None:
    move.case.handler = _handler(move)
    if move.case.petition_at and move.case.petition_accepted_at is None:
        move.case.petition_accepted_at = move.at


def mark_sensitive(move: Move) -> None:
    if move.answers["sensitive"] == move.case.sensitive:
        raise BadAnswer({"sensitive": "现在就是这样标的。"})
    move.case.sensitive = move.answers["sensitive"]


def _classify(move: Move) -> None:
    category: Category = move.answers["category"]
    if category.edition_id != move.case.edition_id or not category.active:
        raise BadAnswer({"category": "这个类别不在此件登记时的事项目录里。"})
    move.case.category = category
    move.case.tier = move.answers["tier"]


def _handler(move: Move) -> User:
    """The chosen handler: an officer of the holder, and not somebody who complains in this very case."""
    chosen: User = move.answers["handler"]
    if not move.offices.holds_office(chosen.pk, move.case.holder):
        raise BadAnswer({"handler": f"{chosen.name}现在不在{move.case.holder}任职。"})
    if any(c.resident.account_id == chosen.pk for c in move.circle.complainants):
        raise BadAnswer({"handler": "经办人与此件有利害关系，应当回避（《信访工作条例》第二十八条）。"})
    return chosen


def _at_least(tier: str, floor: Tier) -> str:
    order = list(Tier)
    return max(Tier(tier), floor, key=order.index)


BODIES = {
    "accept": accept,
    "assign": assign,
    "reclassify": reclassify,
    "raise": raise_,
    "guide": guide,
    "take_up": take_up,
    "mark_sensitive": mark_sensitive,
}
