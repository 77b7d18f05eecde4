"""Who waits at a counter today: the line itself, how it went so far, and how many stand before one number."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.utils.timezone import localdate

from wolaiban.duty.models import Ticket
from wolaiban.duty.queries.waits import ENOUGH, middle, minutes
from wolaiban.duty.ticket_process import CALLED, DONE, LEFT, WAITING, TicketStage
from wolaiban.places.models import Unit

SHOWN = 40


@dataclass(frozen=True)
class LineNow:
    """The numbers of today that have no outcome yet: those called, the last call first; those that wait, in turn.

    `unshown` are how many more wait than are listed.
    """

    waiting: list[Ticket]
    called: list[Ticket]
    unshown: int = 0

    @property
    def number(self) -> int:
        return len(self.waiting) + self.unshown


@dataclass(frozen=True)
class DaySoFar:
    """How many numbers were given today and what became of them; in the middle, how many minutes people waited.

    `minutes` is None while too few were called for it to say anything.
    """

    given: int
    called: int
    done: int
    left: int
    minutes: int | None


@dataclass(frozen=True)
class PlaceInLine:
    """How many wait before one number, and how the day went so far."""

    ticket: Ticket
    before: int
    day: DaySoFar


def of_today(unit: Unit) -> QuerySet[Ticket]:
    return Ticket.objects.filter(unit=unit, day=localdate())


def line_at(unit: Unit, shown: int = SHOWN) -> LineNow:
    """One query, and one more where the line is longer than what is shown."""
    open_ones = of_today(unit).filter(stage__in=TicketStage.open_ones()).select_related("topic")
    in_order = open_ones.order_by(F("last_called_at").desc(nulls_last=True), "place")
    found = list(in_order[: shown + 1])
    called = [ticket for ticket in found[:shown] if ticket.stage == CALLED]
    waiting = [ticket for ticket in found[:shown] if ticket.stage == WAITING]
    unshown = of_today(unit).filter(stage=WAITING).count() - len(waiting) if len(found) > shown else 0
    return LineNow(waiting, called, unshown)


def day_so_far(unit: Unit) -> DaySoFar:
    return _day(of_today(unit).aggregate(**SUMS))


def place_in_line(ticket: Ticket) -> PlaceInLine:
    before = Count("pk", filter=Q(stage=WAITING, place__lt=ticket.place))
    row = Ticket.objects.filter(unit=ticket.unit_id, day=ticket.day).aggregate(before=before, **SUMS)
    return PlaceInLine(ticket, row.pop("before"), _day(row))


SUMS = {
    "given": Count("pk"),
    "called": Count("called_at"),
    "done": Count("pk", filter=Q(stage=DONE)),
    "left": Count("pk", filter=Q(stage=LEFT)),
    "middle": middle(),
}


def _day(row: dict[str, Any]) -> DaySoFar:
    waited = minutes(row["middle"]) if row["called"] >= ENOUGH else None
    return DaySoFar(row["given"], row["called"], row["done"], row["left"], waited)
