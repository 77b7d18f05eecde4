"""Where else a person complains: what a studio must not decide about alone."""

from __future__ import annotations

from wolaiban.cases.models import Case
from wolaiban.people.actor import Actor
from wolaiban.residents.models import Resident


def complains_out_of_sight_of(actor: Actor, resident: Resident) -> bool:
    """Whether this person stands in a case that the actor may not know of."""
    theirs = Case.objects.filter(complainants__resident=resident)
    return theirs.exclude(pk__in=Case.objects.visible_to(actor).values("pk")).exists()
