"""Typical answers (典型答复): what was asked and answered often, told in general words for everybody to read."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.timezone import now

from wolaiban.publicity.querysets import TypicalAnswerQuerySet
from wolaiban.publicity.states import EditKind, TypicalState


class TypicalAnswer(models.Model):
    """A question and an answer that an officer wrote after a closed case, and somebody else released.

    Nothing is copied from the case but its category and its township. `checked_by_hand` says that whoever wrote it
    looked at what might tell where somebody lives, and left it on purpose. Once released the words stay as they are; what is
    wrong is withdrawn. The public is never told which case it came from.
    """

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="typical_answers")
    township = models.ForeignKey("places.Unit", models.PROTECT, null=True, related_name="+")
    topic = models.CharField("类别", max_length=50, blank=True)
    question = models.CharField("问题", max_length=200)
    answer = models.TextField("答复")
    checked_by_hand = models.BooleanField(default=False)
    state = models.CharField("状态", max_length=10, choices=TypicalState.choices())
    released_at = models.DateTimeField(null=True)
    withdrawn_because = models.CharField("撤下的原因", max_length=200, blank=True)

    objects = TypicalAnswerQuerySet.as_manager()

    class Meta:
        verbose_name = "典型答复"
        constraints = [
            models.CheckConstraint(
                name="typical_answer_released_at_a_time",
                condition=~Q(state="released") | Q(released_at__isnull=False),
            )
        ]
        indexes = [
            models.Index(fields=["state", "-id"], name="typical_by_state"),
            models.Index(fields=["topic", "-id"], name="typical_by_topic", condition=Q(state="released")),
        ]

    def __str__(self) -> str:
        return self.question

    @property
    def state_word(self) -> TypicalState:
        return TypicalState(self.state)


class Edit(models.Model):
    """Who wrote, changed, released or withdrew a typical answer, and when. Rows are added, never changed."""

    typical = models.ForeignKey(TypicalAnswer, models.PROTECT, related_name="edits")
    kind = models.CharField(max_length=10, choices=EditKind.choices())
    by = models.ForeignKey("people.User", models.PROTECT, related_name="+")
    at = models.DateTimeField(default=now)

    TRACED: ClassVar[tuple[str, ...]] = ("typical_id", "kind", "by_id", "at")

    class Meta:
        verbose_name = "典型答复的经手"
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.typical_id} {self.kind}"

    @property
    def kind_word(self) -> EditKind:
        return EditKind(self.kind)
