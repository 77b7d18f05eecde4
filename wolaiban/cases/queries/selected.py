"""Cases that somebody ticked in a list, by their numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from wolaiban.cases.models import Case
from wolaiban.cases.visible import CaseQuerySet
from wolaiban.people.actor import Actor
from wolaiban.process.words import Stage

MOST = 50  # a page of a list


def selected(actor: Actor, numbers: Sequence[str]) -> CaseQuerySet:
    """Those of them that the actor may see, no more than a page; whatever else was asked for is not there."""
    return Case.objects.visible_to(actor).filter(number__in=list(dict.fromkeys(numbers))[:MOST])


def in_the_order_of(numbers: Sequence[str], cases: CaseQuerySet) -> list[Case]:
    """As they stood in the list, with what their lines name."""
    places = {number: place for place, number in enumerate(numbers)}
    return sorted(cases.with_parties(), key=lambda case: places[case.number])


def stages_of(cases: CaseQuerySet) -> dict[Stage, int]:
    """How many of them stand where, in the order of the stages."""
    found = Counter(cases.order_by().values_list("stage", flat=True))
    return {stage: found[stage] for stage in Stage if found[stage]}
