"""The steps of a case as buttons: the one that brings it forward first, the seldom ones put away."""

from __future__ import annotations

from collections.abc import Iterable, Set
from datetime import datetime

from wolaiban.cases.guards import GUARDS, Facts
from wolaiban.cases.history.wording import post_words
from wolaiban.cases.models import Case
from wolaiban.cases.process import CASE, CaseStep
from wolaiban.desk.arranging import Arranged, arranged
from wolaiban.people.officers import officers_of
from wolaiban.process.words import LEADS, Role
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


def left_to_leads(case: Case, roles: Set[Role], at: datetime) -> str:
    """What brings the matter forward and is the lead's alone, and who that is: whoever handles it looks for it in vain.

    吹哨由方正（城关街道负责人）办。
    """
    if Role.HANDLER not in roles or Role.LEAD in roles or case.about:
        return ""
    labels = "、".join(step.label for step in _of_leads(case, at))
    posts = officers_of(case.holder, LEADS) if labels else []
    leads = "、".join(f"{post.user.name}（{post_words(post)}）" for post in posts)
    return f"{labels}由{leads}办。" if leads else ""


def _of_leads(case: Case, at: datetime) -> Iterable[CaseStep]:
    facts = Facts(
        now=at,
        roles={Role.LEAD},
        at_studio=case.holder.is_studio_level,
        extension_pending=case.extension_days is not None,
    )
    for step in map(CASE.by_name.__getitem__, SHOWN):
        guard = GUARDS.get(step.name)
        if step.by == {Role.LEAD} and case.stage_word in step.source and not (guard and guard(facts)):
            yield step
