"""Those who take part in a case beside its holder: who reported it, what they were told, which departments were called."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from wolaiban.cases.formats import TODAY
from wolaiban.process.words import AnswerChannel, Relation, Satisfaction, Solved, SummonsState


class Complainant(models.Model):
    """One person's complaint within a case; a joint matter or a merged case has several.

    `resident` is who (in the vault); an anonymous report has a resident without identity.
    `home_case` is set while the complaint stands in another case that its own was merged into.
    `judged_by` is who wrote the judgement down where the resident gave it by word of mouth.
    """

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="complainants", db_index=False)
    home_case = models.ForeignKey("cases.Case", models.PROTECT, null=True, related_name="lent_complainants")
    resident = models.ForeignKey("residents.Resident", models.PROTECT, related_name="complaints")
    relation = models.CharField("身份", max_length=12, choices=Relation.choices())
    representative = models.BooleanField("代表人", default=False)
    reachable = models.BooleanField("能联系上", default=True)
    answered_at = models.DateTimeField(null=True)
    judged_at = models.DateTimeField(null=True)
    solved = models.CharField(max_length=8, choices=Solved.choices(), null=True)
    satisfaction = models.CharField(max_length=12, choices=Satisfaction.choices(), null=True)
    judged_by = models.ForeignKey("people.User", models.PROTECT, null=True, related_name="+", db_index=False)

    # What an event's `after` lists of each complainant.
    TRACKED: ClassVar[tuple[str, ...]] = TODAY.complainant

    class Meta:
        verbose_name = "反映人"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["case", "resident"], name="complainant_once_in_a_case")
        ]

    def __str__(self) -> str:
        return f"complainant {self.pk}"


class Answer(models.Model):
    """One complainant was told the outcome. Words are a statement of the case."""

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="replies")
    complainant = models.ForeignKey(Complainant, models.PROTECT, related_name="answers")
    statement = models.ForeignKey("cases.Statement", models.PROTECT, related_name="+")
    channel = models.CharField("方式", max_length=12, choices=AnswerChannel.choices())
    told_at = models.DateTimeField("告知时间")
    by = models.ForeignKey("people.User", models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = "反馈"

    def __str__(self) -> str:
        return f"answer {self.pk}"


class Summons(models.Model):
    """A department called by a whistle (吹哨), with its own clock: report in by, answer by.

    `report_flagged` and `due_flagged` say what the clock has already brought to the district's notice.
    """

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="summonses")
    department = models.ForeignKey("places.Unit", models.PROTECT, related_name="summonses")
    leads = models.BooleanField("牵头", default=False)
    state = models.CharField(max_length=12, choices=SummonsState.choices())
    urgent = models.BooleanField(default=False)
    question = models.ForeignKey("cases.Statement", models.PROTECT, related_name="+")
    called_at = models.DateTimeField()
    report_due = models.DateTimeField()
    due = models.DateTimeField()
    reported_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    contact = models.ForeignKey("cases.Statement", models.PROTECT, null=True, related_name="+")
    called_by = models.ForeignKey("people.User", models.PROTECT, null=True, related_name="+", db_index=False)
    objected_at = models.DateTimeField(null=True)
    report_flagged = models.BooleanField(default=False)
    due_flagged = models.BooleanField(default=False)

    # What an event's `after` lists of each summons.
    TRACKED: ClassVar[tuple[str, ...]] = TODAY.summons

    class Meta:
        verbose_name = "吹哨"
        ordering = ["-leads", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "department"],
                condition=Q(state__in=["called", "reported_in", "objected"]),
                name="summons_open_once_for_a_department",
            )
        ]
        indexes = [
            models.Index(
                fields=["department", "due"],
                name="summons_open",
                condition=Q(state__in=["called", "reported_in", "objected"]),
            )
        ]

    def __str__(self) -> str:
        return f"summons {self.pk}"

    def as_recorded(self) -> dict[str, Any]:
        return {"summons": self.pk, "department": self.department.code}

    @property
    def state_word(self) -> SummonsState:
        return SummonsState(self.state)

    @property
    def is_open(self) -> bool:
        return self.state_word.is_open
