"""How long people waited at counters, from their number to the first call: in a month, by township or by door."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Aggregate, Count, DurationField, ExpressionWrapper, F, Q, QuerySet

from wolaiban.duty.models import Ticket
from wolaiban.duty.months import Month
from wolaiban.duty.ticket_process import LEFT

ENOUGH = 5  # of fewer a middle says nothing, and of one or two it tells of somebody
LINES = 60
MINUTE = timedelta(minutes=1)


class _AtShare(Aggregate):
    """The value below which this share of all lies, one that occurs."""

    function = "percentile_disc"
    name = "AtShare"
    template = "%(function)s(%(share)s) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = DurationField()


def _at_share(share: float) -> Aggregate:
    waited = ExpressionWrapper(F("called_at") - F("given_at"), output_field=DurationField())
    return _AtShare(waited, share=share)


def middle() -> Aggregate:
    return _at_share(0.5)


def minutes(waited: timedelta | None) -> int | None:
    """Whole ones, rounded up: nobody is told less than it was."""
    return None if waited is None else -(-waited // MINUTE)


@dataclass(frozen=True)
class Waited:
    """How many took a number and were called, how many left uncalled; the middle, and what nine of ten did not exceed.

    In minutes; None where too few were called.
    """

    label: str
    given: int
    called: int
    uncalled: int
    middle: int | None
    most: int | None


@dataclass(frozen=True)
class WaitsOfMonth:
    """`lines` are the townships where there are several, or else the doors; none where there is but one."""

    whole: Waited
    lines: list[Waited]
    is_cut: bool = False

    @property
    def every(self) -> list[Waited]:
        return [self.whole, *self.lines]


def waits_of(tickets: QuerySet[Ticket], month: Month) -> WaitsOfMonth:
    """Of the tickets that somebody may count; three queries at most."""
    of_month = tickets.filter(day__range=(month.first, month.last)).order_by()
    whole = _waited("合计", of_month.aggregate(**SUMS))
    if not whole.given:
        return WaitsOfMonth(whole, [])
    for path in ("unit__township", "unit"):
        rows = list(_by(of_month, path)[: LINES + 1])
        if len(rows) > 1:
            lines = [_waited(row["name"] or "区里", row) for row in rows[:LINES]]
            return WaitsOfMonth(whole, lines, is_cut=len(rows) > LINES)
    return WaitsOfMonth(whole, [])


SUMS = {
    "given": Count("pk"),
    "called": Count("called_at"),
    "uncalled": Count("pk", filter=Q(stage=LEFT, called_at__isnull=True)),
    "middle": middle(),
    "most": _at_share(0.9),
}


def _by(tickets: QuerySet[Ticket], path: str) -> QuerySet[Any, Any]:
    """One line for each unit that a path leads to, in the order of their codes."""
    named = tickets.values(name=F(f"{path}__short_name"), code=F(f"{path}__code"))
    return named.annotate(**SUMS).order_by("code")


def _waited(label: str, row: dict[str, Any]) -> Waited:
    enough = row["called"] >= ENOUGH
    return Waited(
        label,
        row["given"],
        row["called"],
        row["uncalled"],
        minutes(row["middle"]) if enough else None,
        minutes(row["most"]) if enough else None,
    )
