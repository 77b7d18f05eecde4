"""What `wolaiban verify` finds wrong beside the chains: days without anybody, cases of others, tickets without an outcome,
days on which more have booked than there are seats, talks that nobody wrote down.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Count, Exists, F, Max, OuterRef, Q
from django.utils.timezone import localdate, now

from wolaiban.duty.booked import Booking
from wolaiban.duty.booking_process import AHEAD, PUBLISHED
from wolaiban.duty.models import Reception, Shift, Swap, Ticket, ToldGap
from wolaiban.duty.queries.days import holding_seats
from wolaiban.duty.queries.gaps import lacking_shifts
from wolaiban.duty.ticket_process import DONE, TicketStage
from wolaiban.ledger.findings import Finding
from wolaiban.process.words import Channel, Word

THROUGH_THE_DOOR = [str(channel) for channel in (Channel.WALK_IN, Channel.CALL)]
A_DAY = timedelta(days=1)
LOOKED_BACK = timedelta(days=62)  # a roster is put away once its month is over

CLOCK_TAKES = timedelta(hours=1)  # until which the clock may still be closing the day before


class DutyFault(Word):
    """A kind of fault: a code for machines, and the sentence in which a finding is told."""

    NOBODY_THERE = "nobody_there", "{what} 没有人值班，也没有提醒过谁"
    TWO_DOORS = "two_doors", "同一个人（账号编号 {what[0]}）{what[1]} 在两处值同一个班"
    NOT_OURS = "not_ours", "{what} 登记的事项不由本工作室代理，或者来源不是来访、来电"
    OVERBOOKED = "overbooked", "接待日 {what[0]} 只有 {what[1]} 个名额，约了 {what[2]} 位"
    NO_DAY = "no_day", "预约 {what} 还等着，那天的接待却取消了，或者早已过去"
    NOT_HEARD_HERE = "not_heard_here", "预约 {what} 说是接待过了，那次接访却不是本单位的"
    TWO_SWAPS = "two_swaps", "一个班（编号 {what}）同时有两个没有了结的换班"
    NO_OUTCOME = "no_outcome", "{what} 过去了，还没有结果"
    NUMBERS_LACK = "numbers_lack", "{what[0]} {what[1]} 的号不连续，少了 {what[2]} 个"
    HEARD_ELSEWHERE = "heard_elsewhere", "{what} 记的接访不是这个工作室那一天的"


def findings() -> Iterator[Finding]:
    yield from _of_rosters()
    yield from _of_receptions()
    yield from _of_tickets()
    yield from _of_bookings()


def _of_rosters() -> Iterator[Finding]:
    today = localdate()
    told = ToldGap.objects.filter(shift=OuterRef("pk"))
    gaps = lacking_shifts(today - LOOKED_BACK, today - timedelta(days=1), as_it_was=True)
    silent = gaps.filter(~Exists(told), roster__counted_from__date__lte=F("day"))
    for number, day in silent.values_list("roster__number", "day"):
        yield Finding(DutyFault.NOBODY_THERE, number, what=f"{day:%Y-%m-%d}")
    twice = Shift.objects.filter(person__isnull=False).values("person", "day", "part").annotate(n=Count("pk"))
    for row in twice.filter(n__gt=1):
        yield Finding(DutyFault.TWO_DOORS, what=(row["person"], f"{row['day']:%Y-%m-%d}"))
    swaps = Swap.objects.filter(state__in=["asked", "taken"]).values("shift").annotate(n=Count("pk"))
    for shift in swaps.filter(n__gt=1).values_list("shift", flat=True):
        yield Finding(DutyFault.TWO_SWAPS, what=shift)


def _of_receptions() -> Iterator[Finding]:
    ours = Q(case__agent=F("unit__studio"), case__channel__in=THROUGH_THE_DOOR)
    for number in Reception.objects.filter(outcome="cased").exclude(ours).values_list("number", flat=True):
        yield Finding(DutyFault.NOT_OURS, number, what=number)


def _of_tickets() -> Iterator[Finding]:
    """Each ticket of a day that is over has an outcome (D-10); the numbers of a day lack none."""
    over = localdate(now() - CLOCK_TAKES)
    late = Ticket.objects.filter(day__lt=over, stage__in=TicketStage.open_ones())
    for number, day, place in late.values_list("number", "day", "place"):
        yield Finding(DutyFault.NO_OUTCOME, number, what=f"{day:%Y-%m-%d} A{place}")
    days = Ticket.objects.order_by().values("unit__code", "day").annotate(n=Count("pk"), last=Max("place"))
    for row in days.exclude(n=F("last")):
        what = (row["unit__code"], f"{row['day']:%Y-%m-%d}", row["last"] - row["n"])
        yield Finding(DutyFault.NUMBERS_LACK, what=what)
    elsewhere = Ticket.objects.filter(stage=DONE).exclude(
        reception__unit=F("unit"), reception__at__date=F("day")
    )
    for number in elsewhere.values_list("number", flat=True):
        yield Finding(DutyFault.HEARD_ELSEWHERE, number, what=number)


def _of_bookings() -> Iterator[Finding]:
    today = localdate()
    held = holding_seats().values("reception_day__number", "reception_day__slots").annotate(n=Count("pk"))
    for row in held.filter(n__gt=F("reception_day__slots")).order_by("reception_day__number"):
        number, slots = row["reception_day__number"], row["reception_day__slots"]
        yield Finding(DutyFault.OVERBOOKED, number, what=(number, slots, row["n"]))
    waiting = Booking.objects.filter(stage__in=sorted(AHEAD))
    gone = ~Q(reception_day__stage=str(PUBLISHED)) & ~Q(reception_day__day__gte=today - A_DAY)
    called_off = Q(reception_day__stage="called_off")
    for number in waiting.filter(gone | called_off).values_list("number", flat=True):
        yield Finding(DutyFault.NO_DAY, number, what=number)
    elsewhere = Booking.objects.filter(reception__isnull=False).exclude(reception__unit=F("unit"))
    for number in elsewhere.values_list("number", flat=True):
        yield Finding(DutyFault.NOT_HEARD_HERE, number, what=number)
