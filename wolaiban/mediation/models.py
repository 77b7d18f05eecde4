"""A conference with its agenda, its seats, who stood aside, and the tasks that came of it."""

from __future__ import annotations

from typing import Any

from django.db import models

from wolaiban.mediation.process import ConferenceStage, ItemOutcome, TaskState
from wolaiban.workflow.models import Subject, Timed, Worded


def _key(to: str, *, null: bool = False) -> models.ForeignKey[Any, Any]:
    return models.ForeignKey(to, models.PROTECT, null=null, related_name="+")


class Conference(Timed, Worded, Subject):
    """`case` is the one it was proposed for, the first on its agenda. `outside`: whom else it asks, without account."""

    case = _key("cases.Case")
    host = _key("places.Unit")
    chair = _key("people.User", null=True)
    recorder = _key("people.User", null=True)
    meets_at = models.DateTimeField("开会时间", null=True)
    place = models.CharField("地点", max_length=200, blank=True)
    outside = models.CharField("另请", max_length=200, blank=True)

    class Meta:
        verbose_name = "会商"

    def __str__(self) -> str:
        return self.number

    @property
    def stage_word(self) -> ConferenceStage:
        return ConferenceStage(self.stage)


class OfConference(models.Model):
    conference = _key("mediation.Conference")

    class Meta:
        abstract = True


class AgendaItem(OfConference):
    case = _key("cases.Case")
    question = _key("workflow.Statement")
    outcome = models.CharField("结论", max_length=12, choices=ItemOutcome.choices(), blank=True)
    saying = _key("workflow.Statement", null=True)

    class Meta:
        verbose_name = "议题"

    def __str__(self) -> str:
        label: str = self.case.label
        return label


class Seat(OfConference):
    """The seat of a unit: whoever works there may sit in it."""

    unit = _key("places.Unit")
    attended = models.BooleanField("到会", default=False)

    class Meta:
        verbose_name = "席位"

    def __str__(self) -> str:
        return str(self.unit)


class Recusal(OfConference):
    """Somebody, who sits there for a unit, stands aside from one item. `granted` is empty while nobody decided."""

    item = _key("mediation.AgendaItem")
    user = _key("people.User")
    unit = _key("places.Unit")
    granted = models.BooleanField("同意", null=True)

    class Meta:
        verbose_name = "回避"

    def __str__(self) -> str:
        return f"{self.user}（{self.unit}）：{self.item}"


class ConferenceTask(OfConference):
    """What a unit owes after it, until `deadline`; `rung`: what the clock did about it. `person` reported it last."""

    item = _key("mediation.AgendaItem")
    text = _key("workflow.Statement")
    owner = _key("places.Unit")
    person = _key("people.User", null=True)
    counted_from = models.DateTimeField("交办时间")
    deadline = models.DateTimeField("时限")
    rung = models.PositiveSmallIntegerField(default=0)
    state = models.CharField("状态", max_length=10, choices=TaskState.choices(), default=str(TaskState.OPEN))
    done_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "会商任务"

    def __str__(self) -> str:
        return f"{self.owner}：{self.text.words}"

    @property
    def state_word(self) -> TaskState:
        return TaskState(self.state)
