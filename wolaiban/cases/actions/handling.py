"""Taking a matter on and passing it on: accept, decline, assign, reclassify, raise, guide, take up, merge."""

from __future__ import annotations

from wolaiban.cases.actions.move import Move
from wolaiban.cases.actions.timing import stage_deadline
from wolaiban.cases.models import Case, Complainant
from wolaiban.cases.queries.standing import holds_office, unit_above
from wolaiban.catalogue.models import Category
from wolaiban.people.models import User
from wolaiban.process import rules
from wolaiban.process.errors import BadAnswer, TooLate
from wolaiban.process.words import RequestKind, Stage, Tier


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
    above = unit_above(case.holder)
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


def merge(move: Move) -> None:
    """Complainants join the other case and are answered there; one who already stands there stays where they are."""
    into: Case = move.answers["into"]
    _refuse_bad_merge(move, into)
    there = set(into.complainants.values_list("resident_id", flat=True))
    joining = [c for c in move.circle.complainants if c.resident_id not in there]
    for complainant in joining:
        complainant.home_case = complainant.home_case or move.case
        complainant.case = into
    Complainant.objects.bulk_update(joining, ["home_case", "case"])
    move.case.merged_into = into


def unmerge(move: Move) -> None:
    """Those whose own case this is come back, and are owed an answer of their own again."""
    back = list(Complainant.objects.filter(home_case=move.case).exclude(case=move.case))
    for complainant in back:
        complainant.case, complainant.home_case = move.case, None
        complainant.answered_at = complainant.judged_at = None
    Complainant.objects.bulk_update(back, ["case", "home_case", "answered_at", "judged_at"])
    move.case.merged_into = None


def _refuse_bad_merge(move: Move, into: Case) -> None:
    if into.pk == move.case.pk:
        raise BadAnswer({"into": "不能并入自己。"})
    if not Case.objects.visible_to(move.by).filter(pk=into.pk).exists():
        raise BadAnswer({"into": "找不到这一件，请核对件号。"})
    if into.kind == RequestKind.ACCUSATION:
        raise BadAnswer({"into": rules.ALONE})
    if move.by.user and into.complainants.filter(resident__account=move.by.user).exists():
        raise BadAnswer({"into": "您是那一件的反映人，应当回避。"})
    if Case.objects.filter(merged_into=move.case).exists():
        raise BadAnswer({"into": "已有其他件并入此件。请反过来，把那一件并入此件。"})
    if into.stage not in {Stage.REPORTED, Stage.WORKING, Stage.RAISED, Stage.JOINT}:
        raise TooLate(label="并入此件", stage=Stage(into.stage))


def _classify(move: Move) -> None:
    category: Category = move.answers["category"]
    if category.edition_id != move.case.edition_id or not category.active:
        raise BadAnswer({"category": "这个类别不在此件登记时的事项目录里。"})
    move.case.category = category
    move.case.tier = move.answers["tier"]


def _handler(move: Move) -> User:
    """The chosen handler: an officer of the holder, and not somebody who complains in this very case."""
    chosen: User = move.answers["handler"]
    if not holds_office(chosen.pk, move.case.holder):
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
    "merge": merge,
    "unmerge": unmerge,
}
