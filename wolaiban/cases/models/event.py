"""What happened to a case, hash-chained: history, audit, statistics and notices all read these rows."""

from __future__ import annotations

from typing import Any

from django.db import models

from wolaiban.cases.formats import after_as_of_today
from wolaiban.cases.process import CASE, CaseStep
from wolaiban.process.words import Role, Stage
from wolaiban.workflow.models import AbstractEvent


class Event(AbstractEvent):
    """Something that happened to a case. Rows are added, never changed. They are millions, so they have a table to themselves.

    What is played with a moment long past, or comes from an old ledger, is no `news`: nobody is called because of it.
    """

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="events", db_index=False)
    source = models.CharField(max_length=12, choices=Stage.choices())
    target = models.CharField(max_length=12, choices=Stage.choices())
    role = models.CharField(max_length=12)

    class Meta:
        verbose_name = "进展"
        ordering = ["case_id", "seq"]
        constraints = [models.UniqueConstraint(fields=["case", "seq"], name="event_once_in_its_place")]

    def __str__(self) -> str:
        return f"{self.case_id}#{self.seq} {self.step}"

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
