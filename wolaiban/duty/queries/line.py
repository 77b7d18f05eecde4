"""Who waits at a counter today: the line itself, how it went so far, and how many stand before one number."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.utils.timezone import localdate

from wolaiban.database.prepared import PreparedQuery
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
    found = _first_open(shown + 1)(unit.pk, localdate())
    called = [ticket for ticket in found[:shown] if ticket.stage == CALLED]
    waiting = [ticket for ticket in found[:shown] if ticket.stage == WAITING]
    unshown = of_today(unit).filter(stage=WAITING).count() - len(waiting) if len(found) > shown else 0
    return LineNow(waiting, called, unshown)


@cache
def _first_open(number: int) -> PreparedQuery[Ticket]:
    """Asked wherever a day begins, so it is put together once."""

    def put(unit: Any, day: Any) -> QuerySet[Ticket]:
        found = Ticket.objects.filter(unit=unit, day=day, stage__in=TicketStage.open_ones())
        in_order = found.order_by(F("last_called_at").desc(nulls_last=True), "place")
        return in_order.select_related("topic")[:number]

    return PreparedQuery(put)


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
