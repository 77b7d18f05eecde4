"""The reception book in figures: how often people were heard in a month, and how many they were."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time
from functools import partial
from typing import Any

from django.db.models import Count, QuerySet, Sum

from wolaiban.duty.models import Reception
from wolaiban.duty.months import Month
from wolaiban.duty.process import RECORDED
from wolaiban.duty.words import MatterTimes, ReceptionOutcome, ReceptionWay
from wolaiban.process.calendar import BEIJING


@dataclass(frozen=True)
class Heard:
    """`number` is 批次, `heads` 人次; `share` that of all receptions in hundredths, cut, where there were any."""

    label: str
    number: int
    heads: int
    share: int | None


@dataclass(frozen=True)
class BookOfMonth:
    """Each reception of a month that was not struck stands in one line of both lists."""

    month: Month
    whole: Heard
    by_way: list[Heard]
    by_outcome: list[Heard]
    groups: Heard
    again: Heard


def book_of(receptions: QuerySet[Reception], month: Month) -> BookOfMonth:
    """Of those that somebody may see; one query."""
    rows = list(_counted(receptions, month))
    sums = partial(_heard, rows)
    return BookOfMonth(
        month=month,
        whole=sums("合计"),
        by_way=[sums(word.label, way=word) for word in ReceptionWay],
        by_outcome=[sums(word.label, outcome=word) for word in ReceptionOutcome],
        groups=sums("集体访", is_group=True),
        again=sums("重复的事", times=MatterTimes.AGAIN),
    )


def _heard(rows: list[dict[str, Any]], label: str, **which: object) -> Heard:
    """The sums of those lines whose columns hold what is named."""
    found = [row for row in rows if all(row[column] == value for column, value in which.items())]
    whole, number = (sum(row["number"] for row in some) for some in (rows, found))
    heads = sum(row["people"] for row in found)
    return Heard(label, number, heads, number * 100 // whole if whole else None)


def _counted(receptions: QuerySet[Reception], month: Month) -> QuerySet[Any, Any]:
    first = datetime.combine(month.first, time(0), tzinfo=BEIJING)
    beyond = datetime.combine(month.next.first, time(0), tzinfo=BEIJING)
    of_month = receptions.filter(at__gte=first, at__lt=beyond, stage=str(RECORDED)).order_by()
    kinds = of_month.values("way", "outcome", "is_group", "times")
    return kinds.annotate(number=Count("pk"), people=Sum("heads"))
