"""Taking a matter on and passing it on: accept, decline, assign, reclassify, raise, guide, take up."""

from __future__ import annotations

from wolaiban.cases.steps.context import CaseContext
from wolaiban.cases.timing import stage_deadline
from wolaiban.catalogue.models import Category
from wolaiban.people.models import User
from wolaiban.people.officers import holds_own_office
from wolaiban.process.errors import BadAnswer
from wolaiban.process.words import Tier


def accept(context: CaseContext) -> None:
    _classify(context)
    context.case.handler = _handler(context)


def assign(context: CaseContext) -> None:
    handler = _handler(context)
    if handler == context.case.handler:
        raise BadAnswer({"handler": f"此件现在就由{handler.name}经办。"})
    context.case.handler = handler
    context.case.version += 1


def reclassify(context: CaseContext) -> None:
    """The promise changes with the tier; the time that has run has run, and what was granted stays granted."""
    case = context.case
    promised = stage_deadline(case)
    assert case.deadline is not None
    assert promised is not None
    granted = case.deadline - promised
    _classify(context)
    case.version += 1
    promised = stage_deadline(case)
    assert promised is not None
    case.deadline = promised + granted


def raise_(context: CaseContext) -> None:
    """The studio stays the resident's agent; only the holder changes."""
    case = context.case
    above = context.offices.unit_above(case.holder)
    assert above is not None
    case.raiser, case.holder, case.handler = case.holder, above, None
    case.tier = _at_least(case.tier, Tier.MAJOR)
    if context.answers.get("as_petition") and case.petition_at is None:
        case.petition_at = context.at


def guide(context: CaseContext) -> None:
    case = context.case
    assert case.raiser is not None
    case.holder, case.guided_back, case.handler = case.raiser, case.raiser, None


def take_up(context: CaseContext) -> None:
    context.case.handler = _handler(context)
    if context.case.petition_at and context.case.petition_accepted_at is None:
        context.case.petition_accepted_at = context.at


def mark_sensitive(context: CaseContext) -> None:
    if context.answers["sensitive"] == context.case.sensitive:
        raise BadAnswer({"sensitive": "现在就是这样标的。"})
    context.case.sensitive = context.answers["sensitive"]


def _classify(context: CaseContext) -> None:
    category: Category = context.answers["category"]
    if category.edition_id != context.case.edition_id or not category.active:
        raise BadAnswer({"category": "这个类别不在此件登记时的事项目录里。"})
    context.case.category = category
    context.case.tier = context.answers["tier"]


def _handler(context: CaseContext) -> User:
    """The chosen handler: an officer of the holder, and not somebody who complains in this very case."""
    chosen: User = context.answers["handler"]
    if not _works_there(context, chosen):
        raise BadAnswer({"handler": f"{chosen.name}现在不在{context.case.holder}任职。"})
    if any(c.resident.account_id == chosen.pk for c in context.circle.complainants):
        raise BadAnswer({"handler": "经办人与此件有利害关系，应当回避（《信访工作条例》第二十八条）。"})
    return chosen


def _works_there(context: CaseContext, chosen: User) -> bool:
    holder = context.case.holder
    if chosen == context.by.user:
        return holds_own_office(context.by, holder)
    return context.offices.holds_office(chosen.pk, holder)


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
