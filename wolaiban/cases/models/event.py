"""What happened to a case, hash-chained: history, audit, statistics and notices all read these rows."""

from __future__ import annotations

import json
from typing import Any

from django.db import models

from wolaiban.cases.formats import after_as_of_today
from wolaiban.cases.process import CASE, CaseStep
from wolaiban.process.words import Role, Stage


class Event(models.Model):
    """Something that happened to a case. Rows are added, never changed or removed: a trigger refuses it.

    `body` is the canonical text that was hashed (workflow.chain); the other columns repeat parts of it so that
    they can be queried, and `wolaiban verify` compares them. No personal data: free words are in `Statement`,
    files in `Attachment`, and only their commitments stand here. `news` says whether anybody may have to be told:
    what is played with a moment long past, or comes from an old ledger, is history, and nobody is called because of it.
    """

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="events", db_index=False)
    seq = models.PositiveIntegerField()
    step = models.CharField(max_length=24)
    source = models.CharField(max_length=12, choices=Stage.choices())
    target = models.CharField(max_length=12, choices=Stage.choices())
    at = models.DateTimeField()
    actor = models.ForeignKey("people.User", models.PROTECT, null=True, related_name="+", db_index=False)
    post = models.ForeignKey("people.Post", models.PROTECT, null=True, related_name="+", db_index=False)
    role = models.CharField(max_length=12)
    alg = models.CharField(max_length=24)
    prev = models.BinaryField()
    hash = models.BinaryField()
    body = models.BinaryField()
    news = models.BooleanField(default=True)

    class Meta:
        verbose_name = "进展"
        ordering = ["case_id", "seq"]
        constraints = [models.UniqueConstraint(fields=["case", "seq"], name="event_once_in_its_place")]

    def __str__(self) -> str:
        return f"{self.case_id}#{self.seq} {self.step}"

    @property
    def told(self) -> dict[str, Any]:
        """The canonical body as it was hashed."""
        body: dict[str, Any] = json.loads(bytes(self.body))
        return body

    @property
    def answers(self) -> dict[str, Any]:
        answers: dict[str, Any] = self.told["answers"]
        return answers

    @property
    def complaint(self) -> int | None:
        """Whose receipt was shown, where somebody without an account acted."""
        complaint: int | None = self.told.get("complaint")
        return complaint

    @property
    def after(self) -> dict[str, Any]:
        """The tracked columns of the case as this event left them, all of today's."""
        return after_as_of_today(self.told)

    @property
    def row(self) -> CaseStep | None:
        """The row of the process table; None where there is no such row any more."""
        return CASE.by_name.get(self.step)

    @property
    def role_word(self) -> Role | None:
        return Role(self.role) if self.role in Role._value2member_map_ else None
