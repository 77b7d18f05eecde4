"""Phrases (常用语): sentences that are written again and again, put into an answer by one press."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F
from django.utils.timezone import now

LONGEST = 200


class Phrase(models.Model):
    """A sentence for one question of one step of a case (`places`).

    `owner` is whose own it is; empty: the district's, offered to everybody. `topic` is the full name of a kind of
    matter, or its beginning; empty: for all kinds. `by` wrote it last. Who wrote what before stands in its traces.
    """

    owner = models.ForeignKey("people.User", models.PROTECT, null=True, related_name="+", db_index=False)
    step = models.CharField("步骤", max_length=24)
    question = models.CharField("哪一项", max_length=24)
    topic = models.CharField("事项类别", max_length=200, blank=True)
    words = models.CharField("内容", max_length=LONGEST)
    by = models.ForeignKey("people.User", models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField("时间", default=now)

    TRACED: ClassVar[tuple[str, ...]] = ("owner_id", "step", "question", "topic", "words", "by_id", "at")
    TRACED_HASHED: ClassVar[frozenset[str]] = frozenset({"words"})
    TRACED_AS: ClassVar[dict[str, str]] = {"owner_id": "谁的", "by_id": "谁写的"}

    class Meta:
        verbose_name = "常用语"
        constraints = [
            models.UniqueConstraint(
                fields=["step", "question", "owner", "topic", "words"],
                name="phrase_once_in_its_place",
                nulls_distinct=False,
            )
        ]
        indexes = [models.Index(F("owner"), F("step"), name="phrase_of_owner")]

    def __str__(self) -> str:
        return self.words
