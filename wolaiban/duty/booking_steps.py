"""What the steps of a reception day and of a booking change."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.views.decorators.debug import sensitive_variables

from wolaiban.duty import slips
from wolaiban.duty.booked import Booking, ReceptionDay
from wolaiban.duty.booking_parts import BookingParts, ReceptionDayParts
from wolaiban.duty.queries.days import FREE_TOLD, free_days, seats_of, why_not_now
from wolaiban.process.calendar import BEIJING, is_working_day
from wolaiban.process.errors import BadAnswer, ProcessError
from wolaiban.residents import vault
from wolaiban.residents.actions import wipe
from wolaiban.residents.models import Resident
from wolaiban.residents.recognising import contact_in
from wolaiban.workflow.context import StepContext

DayContext = StepContext[ReceptionDay, ReceptionDayParts]
BookingContext = StepContext[Booking, BookingParts]
WHY_FORGOTTEN = "预约早已过去，电话到期删除"


class NotFree(ProcessError):
    """A day that is past, full or a day off by now; `free` are the next that are not."""

    status: ClassVar[int] = 409
    code = "day_not_free"
    message = "{why}{instead}"

    def __init__(self, why: str, free: Iterable[ReceptionDay]) -> None:
        self.free = list(free)[:FREE_TOLD]
        names = "、".join(day.when_words for day in self.free)
        super().__init__(why=why, instead=f"还能约的有：{names}。" if names else "现在没有别的日子可以约。")


# ---- Reception days


def draw_up(context: DayContext) -> None:
    given, subject = context.answers, context.subject
    subject.day, subject.leader = given["day"], given.get("leader")
    subject.half, subject.way, subject.slots = str(given["half"]), str(given["way"]), given["slots"]
    subject.place, subject.topics = _public(context, "place"), _public(context, "topics")
    _refuse_day(context, given["day"])
    nobody = subject.leader is None and not context.parts.unit.is_studio_level
    context.refuse_if(nobody, "leader", "请选谁接待。")
    twice = ReceptionDay.objects.filter(
        unit=subject.unit, day=subject.day, half=subject.half, leader=subject.leader,
        stage__in=("draft", "published", "over"),
    ).exclude(pk=subject.pk)  # fmt: skip
    context.refuse_if(twice.exists(), "day", "这半天已经有了，请打开那一条来改。")
    subject.version += 1


def _public(context: DayContext, name: str) -> str:
    words: str = context.answers[name].words if name in context.answers else ""
    context.refuse_if(contact_in(words), name, "这一句会公开，不写电话和身份证号。")
    return words


def _refuse_day(context: DayContext, day: date) -> None:
    today = context.at.astimezone(BEIJING).date()
    context.refuse_if(day < today, "day", "这个日子已经过去了。")
    context.refuse_if(not is_working_day(day), "day", "那天放假，请换一天。")


def publish(context: DayContext) -> None:
    context.subject.published_at = context.at


def set_slots(context: DayContext) -> None:
    wanted, highest = context.answers["slots"], max(seats_of(context.subject), default=0)
    context.refuse_if(wanted < highest, "slots", f"已经约到第 {highest} 位，名额不能再少。")
    context.subject.slots = wanted
    context.subject.version += 1


def cancel_day(context: DayContext) -> None:
    """All who are still to come are told with it."""
    for booking in context.parts.ahead:
        context.also("cancel_day", on=booking)


# ---- Bookings


@sensitive_variables()
def book(context: BookingContext) -> None:
    """The telephone goes into the vault as somebody of their own: nobody is found by it, nor counted."""
    subject, day = context.subject, context.answers["day"]
    _take_seat(context, day)
    by = context.by.user
    try:
        phone = context.answers["phone"].words
        resident = vault.build(phone=phone, apart=True, invented=settings.DEMO or bool(by and by.invented))
    except ValidationError as fault:
        raise BadAnswer({"phone": "；".join(fault.messages)}) from None
    context.refuse_if(resident.phone is None, "phone", "请写一个能打通的电话号码。")
    context.new.append(resident)
    subject.resident, subject.topic = resident, context.answers.get("topic")
    subject.code = slips.kept_as(slips.code_of(subject.number))


def move(context: BookingContext) -> None:
    """The new seat is taken before the old one is free; the row changes from one to the other at once."""
    _take_seat(context, context.answers["new_day"])
    context.subject.rung, context.subject.counted_from = 0, context.at
    context.subject.version += 1


def _take_seat(context: BookingContext, day: ReceptionDay) -> None:
    """The lowest that nobody holds. The day is locked (`kind`), so nobody takes one meanwhile."""
    why, held = why_not_now(day, context.at), seats_of(day)
    seat = next((n for n in range(1, day.slots + 1) if n not in held), None)
    if seat is None and why is None:
        why = f"{day.when_words}刚刚约满了。"
    if why is not None or seat is None:
        raise NotFree(why or "", free_days(context.parts.unit, context.at, but=day.pk))
    context.subject.reception_day, context.subject.seat = day, seat


def arrive(context: BookingContext) -> None:
    """Whoever hands out numbers at the door does so with this step."""


def serve(context: BookingContext) -> None:
    context.subject.reception = context.answers["reception"]


def forget(context: BookingContext) -> None:
    """The telephone, which nothing but this booking knows."""
    locked = Resident.objects.select_for_update(of=("self",)).get(pk=context.subject.resident_id)
    if not locked.is_erased:
        wipe(locked, by=context.by, reason=WHY_FORGOTTEN, is_due=True)


DAY_BODIES: dict[str, Any] = {
    "draw_up": draw_up, "change": draw_up, "publish": publish, "open": publish, "set_slots": set_slots,
    "cancel_day": cancel_day,
}  # fmt: skip
BOOKING_BODIES: dict[str, Any] = {
    "book": book, "move": move, "arrive": arrive, "serve": serve, "forget": forget,
}  # fmt: skip
