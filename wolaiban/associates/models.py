"""An associate, whose identity is in the vault alone, with what belongs to them; and the committee of mediators of a unit."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.utils.timezone import localdate

from wolaiban.associates.law import ends_soon, lacking
from wolaiban.associates.process import AssociateStage, CommitteeStage
from wolaiban.associates.words import (
    AppointedTo,
    AssociateKind,
    ElectedBy,
    FreeTime,
    HoursState,
    MinorityMember,
    Reminded,
    ServiceWork,
    ShownInPublic,
    Skill,
    time_words,
)
from wolaiban.residents import vault
from wolaiban.residents.masking import Masked
from wolaiban.workflow.models import Subject, Timed, Worded, key_to


def codes_of(name: str) -> ArrayField[list[str], list[str]]:
    """Several words of a closed list."""
    return ArrayField(models.CharField(max_length=16), verbose_name=name, default=list)


class Associate(Timed, Worded, Subject):
    """`unit` is the one where they enlisted, or offered to. `resident` is a row of the vault of their own: whoever also reports something
    is another there, so that leaving erases nothing of that. Most have no `account`. `shown` holds since `consented_on`.
    """

    stages = AssociateStage
    is_invented = False  # set on a row that begins, where nobody invented enlists them
    unit = key_to("places.Unit")
    resident = key_to("residents.Resident")
    account = key_to("people.User", null=True)
    kinds = codes_of("身份")
    skills = codes_of("会什么")
    skill_line = models.CharField("还会什么", max_length=100, blank=True)
    speech = models.CharField("会说什么话", max_length=60, blank=True)
    free = codes_of("什么时候有空")
    minor = models.BooleanField("未满 18 岁", default=False)
    guardian_agreed = models.BooleanField("监护人同意", default=False)
    insured_until = models.DateField("保险到哪天", null=True)
    shown = models.CharField("公开什么", max_length=8, choices=ShownInPublic.choices())
    consented_on = models.DateField("同意的日子")

    class Meta:
        verbose_name = "队员"
        indexes = [
            models.Index(fields=["unit", "-id"], name="associates_of_unit"),
            GinIndex(fields=["kinds", "skills", "free"], name="associates_by_what"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["account"],
                condition=Q(stage="active", account__isnull=False),
                name="associates_one_of_an_account",
            ),
            models.CheckConstraint(
                condition=Q(minor=False) | Q(guardian_agreed=True), name="associates_guardian_agreed"
            ),
        ]

    @property
    def masked(self) -> Masked:
        """王*英 · 138****0000"""
        return vault.masked(self.resident)

    @property
    def kind_words(self) -> list[str]:
        return [AssociateKind(code).label for code in self.kinds]

    @property
    def skill_words(self) -> list[str]:
        return [Skill(code).label for code in self.skills]

    @property
    def free_words(self) -> list[str]:
        return [FreeTime(code).label for code in self.free]

    def is_insured(self, on: date) -> bool:
        return self.insured_until is not None and on <= self.insured_until


class Area(models.Model):
    """Part of a unit, as people there call it: a building, the east end."""

    unit = key_to("places.Unit")
    name = models.CharField("片区", max_length=40)

    class Meta:
        verbose_name = "片区"
        constraints = [models.UniqueConstraint(fields=["unit", "name"], name="associates_area_has_one_name")]

    def __str__(self) -> str:
        return self.name


class AreaAssignment(models.Model):
    """Who looks after an area: whoever claimed it, until they give it back. Several may."""

    associate = key_to("associates.Associate")
    area = key_to("associates.Area")
    since = models.DateField("从哪天起")

    class Meta:
        verbose_name = "认领的片区"
        constraints = [
            models.UniqueConstraint(fields=["associate", "area"], name="associates_area_claimed_once")
        ]

    def __str__(self) -> str:
        return str(self.area)


class VolunteerHours(models.Model):
    """What somebody did on a day, for how long. `minutes` stay as they were stated, whatever they were `corrected` to."""

    associate = key_to("associates.Associate")
    day = models.DateField("哪天")
    minutes = models.PositiveSmallIntegerField("多少分钟")
    corrected = models.PositiveSmallIntegerField("更正为", null=True)
    work = models.CharField("做了什么", max_length=12, choices=ServiceWork.choices())
    state = models.CharField("状态", max_length=12, choices=HoursState.choices())
    stated_by = key_to("people.User")
    confirmed_by = key_to("people.User", null=True)

    class Meta:
        verbose_name = "服务记录"
        indexes = [
            models.Index(fields=["associate", "-day", "-id"], name="associates_hours_by_day"),
            models.Index(fields=["day"], name="associates_hours_of_days"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=F("stated_by")),
                name="associates_hours_confirmed_by_another",
            ),
            models.CheckConstraint(
                condition=Q(minutes__gte=1, minutes__lte=720), name="associates_hours_within_a_day"
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """2026年12月1日 巡逻值守 2 小时（白玉兰记）"""
        day = f"{self.day.year}年{self.day.month}月{self.day.day}日"
        return f"{day} {self.work_word.label} {time_words(self.counted)}（{self.stated_by}记）"

    @property
    def work_word(self) -> ServiceWork:
        return ServiceWork(self.work)

    @property
    def state_word(self) -> HoursState:
        return HoursState(self.state)

    @property
    def counted(self) -> int:
        return self.minutes if self.corrected is None else self.corrected

    @property
    def counted_words(self) -> str:
        return time_words(self.counted)

    @property
    def stated_words(self) -> str:
        return time_words(self.minutes)


class HoursCertificate(models.Model):
    """How much was confirmed within a period, as it stood on the day of issue: the text `signed` says so (see `certificates`).

    `amended`: hours of that period were corrected since.
    """

    associate = key_to("associates.Associate")
    serial = models.CharField("编号", max_length=20, unique=True)
    starts = models.DateField("从哪天")
    ends = models.DateField("到哪天")
    minutes = models.PositiveIntegerField("多少分钟")
    issued_on = models.DateField("出具日期")
    signed = models.TextField()
    amended = models.BooleanField("已更正", default=False)

    class Meta:
        verbose_name = "服务证明"

    def __str__(self) -> str:
        return self.serial

    @property
    def time_words(self) -> str:
        return time_words(self.minutes)


class AppointmentTerm(models.Model):
    """What somebody agreed to be appointed to, from a day until the day before `ends`. Ended early, `ends` is that day."""

    associate = key_to("associates.Associate")
    body = models.CharField("聘到哪里", max_length=12, choices=AppointedTo.choices())
    starts = models.DateField("从哪天")
    ends = models.DateField("到哪天为止")

    class Meta:
        verbose_name = "聘期"
        indexes = [models.Index(fields=["body", "ends"], name="associates_terms_by_end")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends__gte=F("starts")), name="associates_term_ends_after_it_starts"
            )
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """人民调解委员会，2026年12月1日起"""
        return f"{self.get_body_display()}，{self.starts.year}年{self.starts.month}月{self.starts.day}日起"


class ToldReminder(models.Model):
    """That the clock told of something: of a term or of hours by their key, of insurance by its last day, else of 0."""

    associate = key_to("associates.Associate")
    what = models.CharField("提醒了什么", max_length=16, choices=Reminded.choices())
    of = models.BigIntegerField()

    class Meta:
        verbose_name = "提醒"
        constraints = [
            models.UniqueConstraint(fields=["associate", "what", "of"], name="associates_reminded_once")
        ]

    def __str__(self) -> str:
        return str(self.get_what_display())


class MediationCommittee(Subject):
    """Of its `unit`, for a term. Members are its seats, and associates whose appointment runs (`committees`).

    `women` was counted for the members in `counted`, by their codes, and nobody's sex is kept. `chair` is such a code.
    """

    stages = CommitteeStage
    unit = key_to("places.Unit")
    elected_by = models.CharField("怎么产生的", max_length=12, choices=ElectedBy.choices())
    starts = models.DateField("从哪天")
    ends = models.DateField("到哪天为止")
    chair = models.CharField("主任", max_length=24, blank=True)
    women = models.PositiveSmallIntegerField("女委员几位", null=True)
    minority = models.CharField(
        "人数较少民族",
        max_length=12,
        choices=MinorityMember.choices(),
        default=str(MinorityMember.NOT_NEEDED),
    )
    counted = codes_of("核对时的委员")

    class Meta:
        verbose_name = "调解委员会"
        indexes = [models.Index(fields=["unit", "-id"], name="associates_committee_of")]
        constraints = [
            models.UniqueConstraint(
                fields=["unit"], condition=Q(stage="in_office"), name="associates_one_committee"
            )
        ]

    @property
    def member_codes(self) -> list[str]:
        """Of a row that was read `with_members`."""
        read: Any = self
        return [*(f"s{pk}" for pk in read.seat_keys), *(f"t{pk}" for pk in read.term_keys)]

    @property
    def lacking(self) -> list[str]:
        """What the law asks of it and it has not, of a row that was read so."""
        return lacking(self, self.member_codes, localdate())

    @property
    def ends_soon(self) -> str:
        return ends_soon(self, localdate())


class CommitteeSeat(models.Model):
    """A member who works there. Associates have no seat: they are members by their own appointment."""

    committee = key_to("associates.MediationCommittee")
    person = key_to("people.User")

    class Meta:
        verbose_name = "干部委员"
        constraints = [models.UniqueConstraint(fields=["committee", "person"], name="associates_seat_of_one")]

    def __str__(self) -> str:
        return str(self.person)
