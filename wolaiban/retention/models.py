"""What was forgotten each night."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class RetentionRun(models.Model):
    """One run through all periods. Rows are added, never changed (a trigger holds it).

    `erased` says how many of each, by the name of its period; `failed` names the periods that did not come to their end.
    A run that was killed has no row: what it erased has its own traces, and the next one goes on from there.
    """

    began_at = models.DateTimeField("开始")
    took = models.PositiveIntegerField("秒")
    erased = models.JSONField("清理了多少", default=dict)
    failed = models.JSONField("没有清理完的", default=list)

    TRACED: ClassVar[tuple[str, ...]] = ("began_at", "took", "erased", "failed")

    class Meta:
        verbose_name = "到期清理"
        ordering: ClassVar[list[str]] = ["-began_at", "-id"]

    def __str__(self) -> str:
        return f"{self.began_at:%Y-%m-%d %H:%M} 清理了 {sum(self.erased.values())} 项"
