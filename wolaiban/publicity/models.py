"""Typical answers (典型答复): what was asked and answered often, told in general words for everybody to read."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from wolaiban.publicity.process import TypicalStage
from wolaiban.publicity.querysets import TypicalAnswerQuerySet
from wolaiban.workflow.models import Subject, Worded


class TypicalAnswer(Worded, Subject):
    """A question and an answer that an officer wrote after a closed case, and somebody else released.

    Nothing is copied from the case but its category and its township. `checked_by_hand` says that whoever wrote it
    looked at what might tell where somebody lives, and left it on purpose. Once released the words stay as they are; what is
    wrong is withdrawn. The public is never told which case it came from.
    """

    stages = TypicalStage
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="typical_answers")
    township = models.ForeignKey("places.Unit", models.PROTECT, null=True, related_name="+")
    topic = models.CharField("类别", max_length=50, blank=True)
    question = models.CharField("问题", max_length=200)
    answer = models.TextField("答复")
    checked_by_hand = models.BooleanField(default=False)
    released_at = models.DateTimeField(null=True)

    objects = TypicalAnswerQuerySet.as_manager()

    class Meta:
        verbose_name = "典型答复"
        constraints = [
            models.CheckConstraint(
                name="typical_answer_released_at_a_time",
                condition=~Q(stage="released") | Q(released_at__isnull=False),
            )
        ]
        indexes = [
            models.Index(fields=["stage", "-id"], name="typical_by_stage"),
            models.Index(fields=["topic", "-id"], name="typical_by_topic", condition=Q(stage="released")),
        ]

    def __str__(self) -> str:
        return self.question
