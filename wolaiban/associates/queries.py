"""Finding associates by what they are, can do and have time for: of those whom somebody may see."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import QuerySet

from wolaiban.associates.models import Associate
from wolaiban.associates.parts import visible_to
from wolaiban.associates.process import ACTIVE
from wolaiban.people.actor import Actor
from wolaiban.process.words import Word


def fitting(actor: Actor, wanted: Mapping[str, Word | None]) -> QuerySet[Associate]:
    """Those to whom all of it applies, by the lists of their row; in the order in which they came, the last first."""
    lists = {f"{column}__contains": [str(word)] for column, word in wanted.items() if word is not None}
    return visible_to(actor).filter(stage=str(ACTIVE), **lists).order_by("-pk")
