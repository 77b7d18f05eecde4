"""What the faces count: how often something was tried lately, behind every limit on strangers; which pages were slow."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models


class Attempts(models.Model):
    """The moments at which something was done under a key, as far back as its limit looks.

    `key` is an HMAC: no address, phone or code stands here. After `ends_at` nothing of the row counts any more.
    """

    kind = models.CharField(max_length=40)
    key = models.BinaryField()
    moments = ArrayField(models.DateTimeField())
    ends_at = models.DateTimeField()

    class Meta:
        verbose_name = "次数"
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="tally_once_for_a_key")]
        indexes = [models.Index(fields=["ends_at"], name="tally_by_end")]

    def __str__(self) -> str:
        return f"attempts {self.pk}"


class SlowPage(models.Model):
    """How often a page took too long on a day (SLOW_PAGE_MS), by its pattern; milliseconds. No address, no person."""

    day = models.DateField("日期")
    route = models.CharField("页面", max_length=200)
    times = models.PositiveIntegerField("次数")
    longest = models.PositiveIntegerField("最长")
    total = models.PositiveBigIntegerField("合计")

    class Meta:
        verbose_name = "慢页面"
        constraints = [models.UniqueConstraint(fields=["day", "route"], name="slow_page_once_a_day")]

    def __str__(self) -> str:
        return f"{self.day} {self.route}"
