"""Finding associates by what they are, can do and have time for, of those whom somebody may see; and reading their hours."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import Q, QuerySet

from wolaiban.associates.models import Associate, VolunteerHours
from wolaiban.associates.parts import visible_to
from wolaiban.associates.process import ACTIVE
from wolaiban.people.actor import Actor
from wolaiban.process.words import Word

MOST_COUNTED = 200


def fitting(actor: Actor, wanted: Mapping[str, Word | None]) -> QuerySet[Associate]:
    """Those to whom all of it applies, by the lists of their row; in the order in which they came, the last first."""
    lists = {f"{column}__contains": [str(word)] for column, word in wanted.items() if word is not None}
    return visible_to(actor).filter(stage=str(ACTIVE), **lists).order_by("-pk")


def how_many(found: QuerySet[Associate]) -> str:
    """12 位; of very many only that they are."""
    number = found.order_by()[: MOST_COUNTED + 1].count()
    return f"{MOST_COUNTED} 多位" if number > MOST_COUNTED else f"{number} 位"


def hours_before(associate: Associate, after: int | None, most: int) -> list[VolunteerHours]:
    """The hours of somebody, the last day first: from the beginning, or what comes behind those with this key."""
    theirs = VolunteerHours.objects.filter(associate=associate)
    last = theirs.filter(pk=after).first() if after is not None else None
    if last is not None:
        theirs = theirs.filter(Q(day__lt=last.day) | Q(day=last.day, pk__lt=last.pk))
    return list(theirs.select_related("stated_by").order_by("-day", "-pk")[:most])
