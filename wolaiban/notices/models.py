"""What is told: messages, how each is delivered, how a district words them, and what people want to be sent."""

from __future__ import annotations

import uuid
from datetime import datetime
from functools import reduce
from operator import or_
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.timezone import now

from wolaiban.notices.querysets import DeliveryQuerySet, MessageQuerySet
from wolaiban.notices.texts import BY_KEY
from wolaiban.notices.words import DeliveryState, Way
from wolaiban.residents import vault

RECIPIENTS = ("user", "complainant", "resident", "unit")
ONE_RECIPIENT = reduce(
    or_, (Q(**{f"{name}__isnull": name != one for name in RECIPIENTS}) for one in RECIPIENTS)
)


class Message(models.Model):
    """One thing told to one recipient: a person who works here, a complainant, another resident, or a unit's group.

    `key` names event, text and recipient (or, for what no event says, the moment): telling twice is refused by
    its constraint. `words` hold number and plain state only. `read_at` is for those who work here.
    """

    key = models.CharField(max_length=120, unique=True)
    text = models.CharField("文本", max_length=24)
    words = models.CharField("内容", max_length=300)
    event = models.ForeignKey("cases.Event", models.PROTECT, null=True, related_name="messages")
    case = models.ForeignKey("cases.Case", models.PROTECT, null=True, related_name="messages", db_index=False)
    user = models.ForeignKey(
        "people.User", models.PROTECT, null=True, related_name="messages", db_index=False
    )
    complainant = models.ForeignKey("cases.Complainant", models.PROTECT, null=True, related_name="messages")
    resident = models.ForeignKey(
        "residents.Resident", models.PROTECT, null=True, related_name="+", db_index=False
    )
    unit = models.ForeignKey("places.Unit", models.PROTECT, null=True, related_name="messages")
    page = models.CharField("页面", max_length=60, blank=True)  # of a subject of another kind than a case
    urgent = models.BooleanField("紧急", default=False)
    at = models.DateTimeField("时间", default=now)
    read_at = models.DateTimeField("读于", null=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = "消息"
        constraints = [
            models.CheckConstraint(
                name="message_to_one_recipient",
                condition=ONE_RECIPIENT,
            )
        ]
        indexes = [
            models.Index(F("user"), F("id").desc(), name="message_of_user"),
            models.Index(F("user"), name="message_unread", condition=Q(read_at__isnull=True)),
            models.Index(F("case"), F("id").desc(), name="message_of_case"),
            models.Index(F("resident"), name="message_of_resident", condition=Q(resident__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"message {self.pk} {self.text}"

    @property
    def is_told_by_call(self) -> bool:
        """Whether a person has to call, because text messages do not reach the number left. Reads the resident."""
        return self.complainant is not None and vault.is_told_by_call(self.complainant.resident)

    @property
    def occasion(self) -> str:
        return BY_KEY[self.text].occasion

    @property
    def path(self) -> str:
        """Where a link in the message leads. Never a code, never a name."""
        if self.complainant_id is not None:
            return "/track/"
        if self.case is not None:
            return f"/cases/{self.case.number}/"
        if self.page:
            return self.page
        return "/notices/morning/" if self.text == "morning" else "/notices/"


class Delivery(models.Model):
    """A message on its way out. `uuid` is the stable key under which a gateway can know a repeat.

    Claimed before it is sent and recorded after; no address is kept here. `summary` is the delivery into which
    it was summed up. `queued_at` is when a job was last put out for it.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    message = models.ForeignKey(Message, models.PROTECT, related_name="deliveries", db_index=False)
    way = models.CharField("方式", max_length=8, choices=Way.choices())
    gateway = models.CharField("网关", max_length=40)
    state = models.CharField(
        "状态", max_length=10, choices=DeliveryState.choices(), default=str(DeliveryState.WAITING)
    )
    attempts = models.PositiveSmallIntegerField("次数", default=0)
    error = models.CharField("原因", max_length=120, blank=True)
    created_at = models.DateTimeField(default=now)
    next_try = models.DateTimeField("下次", default=now)
    queued_at = models.DateTimeField(null=True)
    claimed_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField("发出时间", null=True)
    summary = models.ForeignKey("self", models.PROTECT, null=True, related_name="summed_up")

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = "发送"
        constraints = [
            models.UniqueConstraint(fields=["message", "way"], name="delivery_once_each_way"),
        ]
        indexes = [
            models.Index(
                fields=["next_try"], name="delivery_to_do", condition=Q(state__in=["waiting", "gathered"])
            ),
            models.Index(fields=["claimed_at"], name="delivery_claimed", condition=Q(state="sending")),
            models.Index(F("id").desc(), name="delivery_failed", condition=Q(state="failed")),
        ]

    def __str__(self) -> str:
        return f"delivery {self.uuid}"

    @property
    def state_word(self) -> DeliveryState:
        return DeliveryState(self.state)

    @property
    def way_word(self) -> Way:
        return Way(self.way)

    @property
    def short_key(self) -> str:
        """What a reader, or a robot's group, can tell a repeat by."""
        return self.uuid.hex[:8]


class Seal(models.Model):
    """What messages, or deliveries, were when they were sealed: those with a key above `after`, up to `upto`.

    `layout` says of which table, and which columns `digest` was made of (`sealing`). Each leaves a trace, which would miss it.
    """

    layout = models.CharField("封存的是", max_length=20)
    after = models.BigIntegerField("起于")
    upto = models.BigIntegerField("止于")
    count = models.PositiveIntegerField("条数")
    digest = models.BinaryField("校验值")
    at = models.DateTimeField("时间", default=now)

    TRACED: ClassVar[tuple[str, ...]] = ("layout", "after", "upto", "count", "digest", "at")

    class Meta:
        verbose_name = "封存"
        constraints = [models.UniqueConstraint(fields=["layout", "after"], name="seal_once_from_here")]

    def __str__(self) -> str:
        return f"seal {self.layout} {self.after}–{self.upto}"


class Wording(models.Model):
    """A text as the district words it, instead of the default in `texts`. Only messages yet to come are changed."""

    text = models.CharField("文本", max_length=24, unique=True)
    words = models.CharField("内容", max_length=200)
    by = models.ForeignKey("people.User", models.PROTECT, related_name="+")
    at = models.DateTimeField(default=now)

    TRACED: ClassVar[tuple[str, ...]] = ("text", "words", "by_id", "at")
    TRACED_HASHED: ClassVar[frozenset[str]] = frozenset({"words"})

    class Meta:
        verbose_name = "措辞"

    def __str__(self) -> str:
        return f"wording {self.text}"


class Preference(models.Model):
    """What somebody who works here, or a resident, wants to be sent. Without a row: everything, at once."""

    user = models.OneToOneField("people.User", models.PROTECT, null=True, related_name="preference")
    resident = models.OneToOneField(
        "residents.Resident", models.PROTECT, null=True, related_name="preference"
    )
    sms = models.BooleanField("短信", default=True)
    mail = models.BooleanField("邮件", default=True)
    digest = models.BooleanField("每天汇总成一条", default=False)

    class Meta:
        verbose_name = "接收偏好"
        constraints = [
            models.CheckConstraint(
                name="preference_of_one_person",
                condition=Q(user__isnull=False, resident__isnull=True)
                | Q(user__isnull=True, resident__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"preference {self.pk}"

    def wants(self, way: Way) -> bool:
        return {Way.SMS: self.sms, Way.MAIL: self.mail}.get(way, True)


class Gateway(models.Model):
    """How a gateway has been doing: after failures in a row it is left alone until `rests_until`."""

    name = models.CharField(max_length=40, unique=True)
    failures = models.PositiveSmallIntegerField(default=0)
    rests_until = models.DateTimeField(null=True)
    worked_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "网关"

    def __str__(self) -> str:
        return self.name

    def is_resting(self, at: datetime) -> bool:
        return self.rests_until is not None and at < self.rests_until
