"""A person's own matters: those they complained in, or, for a volunteer, those she reported."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q

from wolaiban.cases.models import Case, Complainant
from wolaiban.cases.visible import CaseQuerySet
from wolaiban.people.actor import Actor
from wolaiban.process.words import SEES_UNIT, Function, Stage


def works_inside(actor: Actor) -> bool:
    """Whether an actor has something to do at the desk; others have only their own matters."""
    return bool(actor.posts_as(SEES_UNIT)) or actor.holds(Function.ADMINISTRATOR)


def has_ledger(actor: Actor) -> bool:
    """Whether an actor sees the matters of some unit; an administrator keeps accounts and sees none."""
    return bool(actor.posts_as(SEES_UNIT))


def own_matters(actor: Actor) -> CaseQuerySet:
    """`complains` tells a complaint from a report; `awaits_judgement` that the person has yet to say how it went."""
    mine = Complainant.objects.filter(case=OuterRef("pk"), resident__account=actor.user)
    cases = Case.objects.visible_to(actor).annotate(
        complains=Exists(mine),
        awaits_judgement=Q(stage=Stage.ANSWERED) & Exists(mine.filter(judged_at=None)),
    )
    reported = Q(registered_by=actor.user) if actor.holds(Function.VOLUNTEER) else Q(pk=None)
    return cases.filter(Q(complains=True) | reported)


def own_complaint(actor: Actor, number: str) -> Complainant | None:
    """What somebody who has signed in complains of in this case."""
    cases = Case.objects.visible_to(actor).filter(number=number)
    mine = Complainant.objects.filter(case__in=cases, resident__account=actor.user)
    return mine.select_related("resident").order_by("pk").first() if actor.user else None
