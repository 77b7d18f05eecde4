"""What a door keeps: rotations, rosters with their shifts, swaps and told gaps, the reception book, tickets."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.timezone import localtime

from wolaiban.duty.booked import Booking, ReceptionDay  # noqa: F401 -- here Django finds models
from wolaiban.duty.months import WEEKDAYS, Month
from wolaiban.duty.own import CalendarFeed, DoorConsent  # noqa: F401 -- here Django finds models
from wolaiban.duty.process import ReceptionStage, RosterStage, RotationStage
from wolaiban.duty.ticket_process import CALLED, DONE, WAITING, TicketStage
from wolaiban.duty.words import (
    DutyPart,
    HolidayDuty,
    MatterTimes,
    PhoneBack,
    ReceptionOutcome,
    ReceptionWay,
    ShiftOrigin,
    SwapState,
)
from wolaiban.people.models import User
from wolaiban.places.models import Unit
from wolaiban.workflow.models import Subject, Timed, key_to


class Rotation(Subject):
    """`unit` is the one at whose door the studio stands. Counted from the day `since`, a day a person."""

    stages = RotationStage
    unit = key_to("places.Unit")
    on_holiday = models.CharField("法定节假日", max_length=12, choices=HolidayDuty.choices())
    since = models.DateField("从哪天起", null=True)

    class Meta:
        verbose_name = "轮值"
        constraints = [
            models.UniqueConstraint(
                fields=["unit"], condition=Q(stage="in_force"), name="duty_rotation_one_in_force"
            )
        ]


class RotationPlace(models.Model):
    """Somebody's place in the order of a part; who has the lower `place` comes first."""

    rotation = key_to("duty.Rotation")
    part = models.CharField("时段", max_length=10, choices=DutyPart.choices())
    place = models.PositiveSmallIntegerField("第几个")
    person = key_to("people.User")

    class Meta:
        verbose_name = "轮值次序"

    def __str__(self) -> str:
        return f"{DutyPart(self.part).label}第 {self.place} 个：{self.person}"


class Roster(Timed, Subject):
    """`month` is its first day. With `freely` swaps need nobody's consent but that of both.

    `known` is what was read of its parts beforehand, where many are drawn up together; no column.
    """

    known: Mapping[str, Any] = MappingProxyType({})
    stages = RosterStage
    unit = key_to("places.Unit")
    month = models.DateField("月份")
    freely = models.BooleanField("换班不用同意", default=False)

    class Meta:
        verbose_name = "值班表"
        constraints = [models.UniqueConstraint(fields=["unit", "month"], name="duty_roster_one_a_month")]

    @property
    def as_month(self) -> Month:
        return Month(self.month)


class Shift(models.Model):
    """One part of one day. Nobody on it: a gap. `by_phone`: not at the door, and comes when called."""

    roster = key_to("duty.Roster")
    day = models.DateField("日期")
    part = models.CharField("时段", max_length=10, choices=DutyPart.choices())
    person = key_to("people.User", null=True)
    origin = models.CharField("来由", max_length=10, choices=ShiftOrigin.choices())
    by_phone = models.BooleanField("只接电话", default=False)

    class Meta:
        verbose_name = "班次"
        indexes = [models.Index(fields=["day", "roster"], name="duty_shift_by_day")]
        constraints = [
            models.UniqueConstraint(fields=["roster", "day", "part"], name="duty_shift_one_of_a_part"),
            models.UniqueConstraint(
                fields=["person", "day", "part"],
                condition=Q(person__isnull=False),
                name="duty_shift_at_one_door",
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        who = str(self.person) if self.person else "空班"
        return f"{day_words(self)} {self.part_word.label}　{who}"

    @property
    def part_word(self) -> DutyPart:
        return DutyPart(self.part)


def day_words(shift: Shift) -> str:
    """12月2日 周三"""
    return f"{shift.day.month}月{shift.day.day}日 周{WEEKDAYS[shift.day.weekday()]}"


class Swap(models.Model):
    """Somebody asks that another takes a shift, and may be given one for it. At most one is open for a shift."""

    roster = key_to("duty.Roster")
    shift = key_to("duty.Shift")
    asked_by = key_to("people.User")
    whom = key_to("people.User", null=True)
    taker = key_to("people.User", null=True)
    gives = key_to("duty.Shift", null=True)
    state = models.CharField("状态", max_length=10, choices=SwapState.choices())

    class Meta:
        verbose_name = "换班"
        constraints = [
            models.UniqueConstraint(
                fields=["shift"], condition=Q(state__in=["asked", "taken"]), name="duty_swap_one_open"
            )
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """白玉兰让出 12月10日 周四 日间，苏振田接，给 12月8日 周二 日间"""
        words = f"{self.asked_by}让出 {day_words(self.shift)} {self.shift.part_word.label}"
        if self.taker:
            words += f"，{self.taker}接"
        if self.gives:
            words += f"，给 {day_words(self.gives)} {self.gives.part_word.label}"
        return words

    @property
    def state_word(self) -> SwapState:
        return SwapState(self.state)

    @property
    def both(self) -> list[User]:
        return [person for person in (self.asked_by, self.taker) if person]

    @property
    def to_decide(self) -> list[User] | list[Unit]:
        """Whom the taking concerns: both where it is done by that, else whoever decides there."""
        return self.both if self.state_word is SwapState.DONE else [self.roster.unit]

    @property
    def asked(self) -> list[User | Unit]:
        """Whom the asking concerns: somebody, or everybody there."""
        return [self.whom or self.roster.unit]


class ToldGap(models.Model):
    """A gap that the clock, or the studio itself, has told of: `told` says how far up (see `steps.LEVELS`)."""

    roster = key_to("duty.Roster")
    shift = key_to("duty.Shift")
    told = models.PositiveSmallIntegerField("告诉到哪一级")
    told_at = models.DateTimeField("何时")

    class Meta:
        verbose_name = "空班"

    def __str__(self) -> str:
        return f"{self.shift}：{self.told}"


WITH_CASE = sorted(outcome.value for outcome in ReceptionOutcome if outcome.has_case)
MOST_REPRESENTATIVES = 5  # 信访工作条例 art. 20


class Reception(Subject):
    """A visit or a call that was heard at the door of `unit`. Who came is never written down here.

    Whoever wants an answer stands in the `case` that came of it. `representatives` is 0 where nobody spoke for
    others; `is_group` holds what the setting said that day.
    """

    stages = ReceptionStage
    unit = key_to("places.Unit")
    at = models.DateTimeField("什么时候")
    way = models.CharField("方式", max_length=10, choices=ReceptionWay.choices())
    topic = key_to("catalogue.Category")
    heads = models.PositiveSmallIntegerField("人数", default=1)
    representatives = models.PositiveSmallIntegerField("代表", default=0)
    is_group = models.BooleanField("集体访", default=False)
    times = models.CharField("初次还是重复", max_length=6, choices=MatterTimes.choices())
    outcome = models.CharField("结果", max_length=10, choices=ReceptionOutcome.choices())
    case = key_to("cases.Case", null=True)

    class Meta:
        verbose_name = "接访"
        indexes = [
            models.Index(fields=["unit", "-id"], name="duty_reception_of_unit"),
            models.Index(fields=["at"], name="duty_reception_by_time"),
        ]
        constraints = [
            models.CheckConstraint(
                name="duty_reception_case_as_said",
                condition=Q(outcome__in=WITH_CASE, case__isnull=False)
                | (~Q(outcome__in=WITH_CASE) & Q(case__isnull=True)),
            ),
            models.CheckConstraint(
                name="duty_reception_heads",
                condition=Q(heads__gte=1, representatives__lte=MOST_REPRESENTATIVES)
                & Q(representatives__lte=F("heads")),
            ),
            models.UniqueConstraint(
                fields=["case"], condition=Q(outcome="cased"), name="duty_reception_one_for_a_case"
            ),
        ]

    @property
    def label(self) -> str:
        """10:32 农村农业，当场答复"""
        return f"{localtime(self.at):%H:%M} {self.topic.name}，{self.outcome_word.label}"

    @property
    def way_word(self) -> ReceptionWay:
        return ReceptionWay(self.way)

    @property
    def outcome_word(self) -> ReceptionOutcome:
        return ReceptionOutcome(self.outcome)


class ReceptionReceiver(models.Model):
    """Who received, in which post."""

    reception = key_to("duty.Reception")
    post = key_to("people.Post")

    class Meta:
        verbose_name = "接待人"

    def __str__(self) -> str:
        return str(self.post.user)


class Ticket(Timed, Subject):
    """The number of somebody who waits at the counter of `unit` that day. Who they are is never written down here.

    `given_at` and `called_at` bound the time of waiting; `last_called_at` is of the call that is on the screen.
    """

    stages = TicketStage
    unit = key_to("places.Unit")
    day = models.DateField("哪天")
    place = models.PositiveSmallIntegerField("第几个")
    topic = key_to("catalogue.Category", null=True)
    given_at = models.DateTimeField("取号")
    called_at = models.DateTimeField("第一次叫号", null=True)
    last_called_at = models.DateTimeField("最近一次叫号", null=True)
    desk = models.PositiveSmallIntegerField("几号桌", null=True)
    phone_back = models.CharField("要不要回电", max_length=10, choices=PhoneBack.choices(), blank=True)
    reception = key_to("duty.Reception", null=True)

    class Meta:
        verbose_name = "排号"
        indexes = [
            models.Index(fields=["unit", "-id"], name="duty_ticket_of_unit"),
            models.Index(fields=["day", "unit"], name="duty_ticket_by_day"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["unit", "day", "place"], name="duty_ticket_one_of_a_number"),
            models.UniqueConstraint(
                fields=["reception"], condition=Q(reception__isnull=False), name="duty_ticket_of_reception"
            ),
            models.CheckConstraint(
                name="duty_ticket_done_as_recorded",
                condition=Q(stage=str(DONE), reception__isnull=False)
                | (~Q(stage=str(DONE)) & Q(reception__isnull=True)),
            ),
            models.CheckConstraint(
                name="duty_ticket_called_as_said",
                condition=Q(called_at__isnull=True) & ~Q(stage__in=[str(CALLED), str(DONE)])
                | Q(called_at__isnull=False, last_called_at__isnull=False)
                & Q(called_at__gte=F("given_at"), last_called_at__gte=F("called_at"))
                & ~Q(stage=str(WAITING)),
            ),
        ]

    @property
    def label(self) -> str:
        """A12: what is called out, printed and shown."""
        return f"A{self.place}"
