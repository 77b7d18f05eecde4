"""Half days on which somebody receives, and who has booked a talk on them. Django finds them in `models`."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Q

from wolaiban.duty.booking_process import MOST_SLOTS, BookingStage, ReceptionDayStage
from wolaiban.duty.months import day_label
from wolaiban.duty.rules import half_day_hours
from wolaiban.duty.words import DayWay, HalfDay
from wolaiban.process.calendar import BEIJING
from wolaiban.workflow.models import Subject, Timed, Worded, key_to


class ReceptionDay(Timed, Worded, Subject):
    """Half a day on which somebody receives at `place`. Without a `leader` it is the secretary whom the roster names.

    At most `slots` may book. `topics` is what it is mainly for, in words that everybody reads.
    """

    stages = ReceptionDayStage
    unit = key_to("places.Unit")
    day = models.DateField("日期")
    half = models.CharField("上午下午", max_length=10, choices=HalfDay.choices())
    way = models.CharField("方式", max_length=10, choices=DayWay.choices())
    leader = key_to("people.User", null=True)
    place = models.CharField("地点", max_length=80)
    topics = models.CharField("主要谈什么", max_length=80, blank=True)
    slots = models.PositiveSmallIntegerField("名额")
    published_at = models.DateTimeField("公布时间", null=True)

    class Meta:
        verbose_name = "接待日"
        indexes = [models.Index(fields=["unit", "day"], name="duty_reception_day_of_unit")]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "day", "half", "leader"],
                condition=Q(stage__in=["draft", "published", "over"]),
                nulls_distinct=False,
                name="duty_reception_day_once",
            ),
            models.CheckConstraint(
                condition=Q(slots__gte=1, slots__lte=MOST_SLOTS), name="duty_reception_day_slots"
            ),
        ]

    @property
    def when_words(self) -> str:
        """12月9日 周三 上午"""
        return f"{day_label(self.day)} {HalfDay(self.half).label}"

    @property
    def label(self) -> str:
        """As it is chosen; `taken` is known where it was counted with the rows (`queries.days`)."""
        left = self.slots - getattr(self, "taken", 0)
        return f"{self.when_words}　{self.get_way_display()}，{f'还能约 {left} 位' if left > 0 else '约满了'}"

    @property
    def begins_at(self) -> datetime:
        return datetime.combine(self.day, half_day_hours(HalfDay(self.half))[0], tzinfo=BEIJING)

    @property
    def way_word(self) -> DayWay:
        return DayWay(self.way)


class Booking(Timed, Subject):
    """Somebody comes on a reception day. Who, knows the vault alone, and only by a telephone: a `resident` of its own.

    `seat` counts from 1 and is held by nobody else of the day until it is cancelled: the database refuses a second.
    `code` is the keyed hash of what stands on the slip (`slips`). Once served, it names the `reception`.
    """

    stages = BookingStage
    unit = key_to("places.Unit")
    reception_day = key_to("duty.ReceptionDay")
    seat = models.PositiveSmallIntegerField("第几位")
    topic = key_to("catalogue.Category", null=True)
    resident = key_to("residents.Resident")
    code = models.CharField("预约码", max_length=64, unique=True)
    case = key_to("cases.Case", null=True)
    reception = key_to("duty.Reception", null=True)

    class Meta:
        verbose_name = "预约"
        indexes = [models.Index(fields=["unit", "-id"], name="duty_booking_of_unit")]
        constraints = [
            models.UniqueConstraint(
                fields=["reception_day", "seat"],
                condition=~Q(stage="cancelled"),
                name="duty_booking_one_a_seat",
            ),
            models.UniqueConstraint(fields=["reception"], name="duty_booking_one_for_a_reception"),
            models.CheckConstraint(
                name="duty_booking_done_as_recorded",
                condition=Q(stage="done", reception__isnull=False)
                | (~Q(stage="done") & Q(reception__isnull=True)),
            ),
            models.CheckConstraint(condition=Q(seat__gte=1), name="duty_booking_seat"),
        ]
