"""What somebody on duty decides for themself: a calendar feed of their shifts, and what the sheet at the door says of them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.timezone import now

from wolaiban.workflow.models import key_to

SHOWN_OF_IT = 6  # of an address, by which its owner tells it from the one before


class CalendarFeed(models.Model):
    """Lets a calendar program read somebody's own shifts, and nothing else. Rows are kept after they end.

    Only the SHA-256 of the secret in the address is here, and it suffices: the secret is 256 random bits.
    """

    user = key_to("people.User")
    prefix = models.CharField("开头", max_length=SHOWN_OF_IT)
    digest = models.BinaryField(unique=True)
    made_at = models.DateTimeField("生成时间", default=now)
    ended_at = models.DateTimeField("停用时间", null=True)
    last_read_at = models.DateTimeField("最近读取", null=True)

    TRACED: ClassVar[tuple[str, ...]] = ("user_id", "prefix", "digest", "made_at", "ended_at")
    TRACED_AS: ClassVar[dict[str, str]] = {"digest": "订阅地址"}

    class Meta:
        verbose_name = "日历订阅"
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=Q(ended_at=None), name="duty_calendarfeed_one_each"
            )
        ]

    def __str__(self) -> str:
        return f"日历订阅（{self.prefix}…）"


class DoorConsent(models.Model):
    """What the sheet at the door may say of somebody beside surname and function. Without a row: nothing."""

    user = models.OneToOneField("people.User", models.PROTECT, related_name="+", verbose_name="人员")
    full_name = models.BooleanField("写全名", default=False)
    phone = models.BooleanField("写工作电话", default=False)
    said_at = models.DateTimeField("何时说的", default=now)

    TRACED: ClassVar[tuple[str, ...]] = ("user_id", "full_name", "phone", "said_at")

    class Meta:
        verbose_name = "门口值班表上的同意"

    def __str__(self) -> str:
        return f"{self.user}的同意"
