"""Under which key a program sent what was done: the same sent again is answered the same, and done once."""

from __future__ import annotations

from django.db import models


class Submission(models.Model):
    """Written in the transaction of the event it led to; so there is one if and only if there is the other.

    `key` and `digest` are HMACs of the sender's key and of what was sent: both may hold words about people.
    """

    user = models.ForeignKey("people.User", models.PROTECT, related_name="+", db_index=False)
    key = models.BinaryField()
    digest = models.BinaryField()
    event = models.ForeignKey("cases.Event", models.PROTECT, related_name="+", db_index=False)

    class Meta:
        verbose_name = "提交"
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="submission_once")]

    def __str__(self) -> str:
        return f"submission {self.pk}"
