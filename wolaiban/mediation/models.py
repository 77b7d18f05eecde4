"""A conference with its agenda, its seats, who stood aside, and the tasks that came of it."""

from __future__ import annotations

from django.db import models

from wolaiban.mediation.process import ConferenceStage, ItemOutcome
from wolaiban.workflow.models import OwedTask, Subject, Timed, Worded, key_to


class Conference(Timed, Worded, Subject):
    """`case` is the one it was proposed for, the first on its agenda. `outside`: whom else it asks, without account."""

    stages = ConferenceStage
    case = key_to("cases.Case")
    host = key_to("places.Unit")
    chair = key_to("people.User", null=True)
    recorder = key_to("people.User", null=True)
    meets_at = models.DateTimeField("开会时间", null=True)
    place = models.CharField("地点", max_length=200, blank=True)
    outside = models.CharField("另请", max_length=200, blank=True)

    class Meta:
        verbose_name = "会商"


class AgendaItem(models.Model):
    conference = key_to("mediation.Conference")
    case = key_to("cases.Case")
    question = key_to("workflow.Statement")
    outcome = models.CharField("结论", max_length=12, choices=ItemOutcome.choices(), blank=True)
    saying = key_to("workflow.Statement", null=True)

    class Meta:
        verbose_name = "议题"

    def __str__(self) -> str:
        return str(self.case.label)


class Seat(models.Model):
    """The seat of a unit: whoever works there may sit in it."""

    conference = key_to("mediation.Conference")
    unit = key_to("places.Unit")
    attended = models.BooleanField("到会", default=False)

    class Meta:
        verbose_name = "席位"

    def __str__(self) -> str:
        return str(self.unit)


class Recusal(models.Model):
    """Somebody, who sits there for a unit, stands aside from one item. `granted` is empty while nobody decided."""

    conference = key_to("mediation.Conference")
    item = key_to("mediation.AgendaItem")
    user = key_to("people.User")
    unit = key_to("places.Unit")
    granted = models.BooleanField("同意", null=True)

    class Meta:
        verbose_name = "回避"

    def __str__(self) -> str:
        return f"{self.user}（{self.unit}）：{self.item}"


class ConferenceTask(OwedTask):
    conference = key_to("mediation.Conference")
    item = key_to("mediation.AgendaItem")

    class Meta:
        verbose_name = "会商任务"
