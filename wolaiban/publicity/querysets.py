"""Finding typical answers: what the public reads, and what those inside work on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

from wolaiban.cases.models import Case
from wolaiban.people.actor import Actor
from wolaiban.process.words import SEES_UNIT
from wolaiban.publicity.process import TypicalStage

if TYPE_CHECKING:
    from wolaiban.publicity.models import TypicalAnswer  # noqa: F401 (named in the base class)


class TypicalAnswerQuerySet(models.QuerySet["TypicalAnswer"]):
    def released(self) -> Self:
        return self.filter(stage=TypicalStage.RELEASED)

    def visible_to(self, actor: Actor) -> Self:
        """With their drafts and their history: those in office who may see the case they came from."""
        if not actor.posts_as(SEES_UNIT):
            return self.none()
        return self.filter(case__in=Case.objects.visible_to(actor))

    def about(self, words: str) -> Self:
        """Every word must occur in the question or the answer."""
        found = self
        for word in words.split():
            found = found.filter(Q(question__icontains=word) | Q(answer__icontains=word))
        return found
