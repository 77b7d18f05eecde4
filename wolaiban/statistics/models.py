"""What has been counted: a row of sums for each day and area."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class ReceptionTally(models.Model):
    """The sums of the receptions of one day in one area, as `Tally` has those of matters.

    A row is only ever added to or taken from by `receptions`, in the transaction that moves its bookmark.
    """

    day = models.DateField("日期")
    area = models.ForeignKey("places.Unit", models.PROTECT, related_name="+", verbose_name="单位")
    whole = models.BooleanField("含下级")
    receptions = models.IntegerField(default=0)
    heads = models.IntegerField(default=0)
    by_word = models.IntegerField(default=0)
    cased = models.IntegerField(default=0)

    SUMS: ClassVar[tuple[str, ...]] = ("receptions", "heads", "by_word", "cased")

    class Meta:
        verbose_name = "接访日计数"
        constraints = [
            models.UniqueConstraint(fields=["area", "whole", "day"], name="reception_tally_once_a_day")
        ]
        indexes = [models.Index(fields=["whole", "day"], name="reception_tally_by_day")]

    def __str__(self) -> str:
        return f"{self.area_id} {self.day}"


class Tally(models.Model):
    """The sums of one day in one area: of a unit by itself, or with everything under it (`whole`).

    Villages have rows of their own; townships and the district have both, so that a page about them reads few
    rows. Matters of the demo (`invented`) are counted apart. A row is only ever added to or taken from by
    `counting`, in the transaction that moves its bookmark. Accusations are in no row.
    """

    day = models.DateField("日期")
    area = models.ForeignKey("places.Unit", models.PROTECT, related_name="+", verbose_name="单位")
    whole = models.BooleanField("含下级")
    invented = models.BooleanField("虚构")
    received = models.IntegerField(default=0)
    handled = models.IntegerField(default=0)
    settled = models.IntegerField(default=0)
    due = models.IntegerField(default=0)
    in_time = models.IntegerField(default=0)
    evaluable = models.IntegerField(default=0)
    evaluated = models.IntegerField(default=0)
    satisfied = models.IntegerField(default=0)
    solved = models.IntegerField(default=0)
    past = models.IntegerField(default=0)

    # The sums that a formula may use; `indicators` says of each what it is.
    SUMS: ClassVar[tuple[str, ...]] = (
        "received", "handled", "settled", "due", "in_time", "evaluable", "evaluated", "satisfied", "solved", "past",
    )  # fmt: skip

    class Meta:
        verbose_name = "日计数"
        constraints = [
            models.UniqueConstraint(fields=["area", "whole", "invented", "day"], name="tally_once_a_day")
        ]
        indexes = [models.Index(fields=["whole", "day"], name="tally_by_day")]

    def __str__(self) -> str:
        return f"{self.area_id} {self.day}"
