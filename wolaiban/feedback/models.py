"""Feedback: who said it, from which unit, on which page. What was said are statements."""

from __future__ import annotations

from django.db import models

from wolaiban.feedback.process import FeedbackStage
from wolaiban.workflow.models import Subject, key_to


class Feedback(Subject):
    """`page` is the name of the address on which somebody was, `room` that of the room it stands in; empty: no page of ours.

    Names, never paths: a path may hold the number of a matter.
    """

    stages = FeedbackStage
    author = key_to("people.User")
    unit = key_to("places.Unit")
    page = models.CharField("在哪一页", max_length=60, blank=True)
    room = models.CharField("在哪里", max_length=60, blank=True)

    class Meta:
        verbose_name = "意见"
        indexes = [
            models.Index(fields=["author", "-id"], name="feedback_of_author"),
            models.Index(fields=["stage", "-id"], name="feedback_by_stage"),
        ]
