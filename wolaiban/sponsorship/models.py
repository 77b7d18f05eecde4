"""A sponsorship with every look of the leader, and those that were due and not taken."""

from __future__ import annotations

from datetime import date, datetime, time

from django.db import models
from django.db.models import Q
from django.utils.timezone import localdate

from wolaiban.process.calendar import BEIJING
from wolaiban.sponsorship.process import SponsorshipStage
from wolaiban.workflow.models import Subject, Timed, key_to


class Sponsorship(Timed, Subject):
    """`leader` stands for the case as a leader of `unit`; the leads of `host` named them, and may discharge them.

    `deadline` is the end of the day until which they have to look next; there is one as long as it lasts.
    """

    stages = SponsorshipStage
    case = key_to("cases.Case")
    leader = key_to("people.User")
    unit = key_to("places.Unit")
    host = key_to("places.Unit")
    since = models.DateField("从哪天起")
    plan = key_to("workflow.Statement", null=True)
    ended = models.DateField("哪天结束", null=True)
    why = key_to("workflow.Statement", null=True)

    class Meta:
        verbose_name = "包案"
        indexes = [
            models.Index(
                fields=["deadline", "id"], name="sponsorship_by_next_look", condition=Q(stage="active")
            ),
            models.Index(fields=["case"], name="sponsorship_of_case"),
            models.Index(fields=["leader", "stage"], name="sponsorship_of_leader"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(stage="active"), name="sponsorship_one_open"
            ),
            models.CheckConstraint(
                name="sponsorship_next_look_while_open",
                condition=Q(stage="active", deadline__isnull=False, ended__isnull=True)
                | (~Q(stage="active") & Q(deadline__isnull=True, ended__isnull=False)),
            ),
        ]

    @property
    def next_look(self) -> date | None:
        return localdate(self.deadline) if self.deadline else None


def end_of(day: date) -> datetime:
    """Its last second: until then a look of that day is in time."""
    return datetime.combine(day, time(23, 59, 59), tzinfo=BEIJING)


class SponsorLook(models.Model):
    """A look that was due by the day `due`, and what was noted of the four things; `at` is empty where nobody looked."""

    sponsorship = key_to("sponsorship.Sponsorship")
    due = models.DateField("该过问的日子")
    at = models.DateTimeField("何时过问", null=True)
    known = key_to("workflow.Statement", null=True)
    helped = key_to("workflow.Statement", null=True)
    guided = key_to("workflow.Statement", null=True)
    lawful = key_to("workflow.Statement", null=True)

    class Meta:
        verbose_name = "过问"
        indexes = [models.Index(fields=["sponsorship", "due"], name="sponsor_look_by_due")]

    def __str__(self) -> str:
        return f"{self.due:%Y-%m-%d}"

    @property
    def is_late(self) -> bool:
        return self.at is None or localdate(self.at) > self.due
