"""The checkpoints of this installation: what all subjects looked like at a moment, signed."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Checkpoint(models.Model):
    """One signed root over the heads of all subjects. Rows are added, never changed or removed: a trigger refuses it.

    `note` is what was signed and is given to others; `at`, `size` and `root` repeat parts of it. `moved` says which
    subjects had how many events (`ledger.seq_delta`): with `whole` all of them, else those that differ from the
    checkpoint before, so that the root of any checkpoint can be computed again from the events as they are today. It is null
    where a restored database took over what was published meanwhile. `seen` adds up the newest event of each kind.
    """

    number = models.PositiveBigIntegerField("编号", primary_key=True)
    at = models.DateTimeField("时间")
    size = models.PositiveBigIntegerField("事项数")
    root = models.BinaryField()
    note = models.TextField()
    seen = models.BigIntegerField()
    whole = models.BooleanField()
    moved = models.BinaryField(null=True)

    class Meta:
        verbose_name = "检查点"
        ordering: ClassVar[list[str]] = ["number"]

    def __str__(self) -> str:
        return f"checkpoint {self.number}"


class Drill(models.Model):
    """A backup was brought back elsewhere and verified there. Rows are added; `said` is what went wrong, if anything."""

    began_at = models.DateTimeField()
    took = models.PositiveIntegerField("秒")
    sound = models.BooleanField()
    said = models.TextField(blank=True)

    TRACED: ClassVar[tuple[str, ...]] = ("began_at", "took", "sound", "said")

    class Meta:
        verbose_name = "备份演练"
        ordering: ClassVar[list[str]] = ["-began_at"]

    def __str__(self) -> str:
        return f"{self.began_at:%Y-%m-%d %H:%M} {'成功' if self.sound else '没有成功'}"
