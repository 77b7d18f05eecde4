"""Kinds of matter and the promises that go with them, in editions that never change once published."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from wolaiban.catalogue.process import EditionStage
from wolaiban.catalogue.querysets import CategoryQuerySet, EditionQuerySet
from wolaiban.places.models import Unit
from wolaiban.process.calendar import Span
from wolaiban.process.words import Measure, Stage, Tier
from wolaiban.workflow.models import Subject, Worded


class Edition(Worded, Subject):
    """The catalogue as it was promised at one time. A case keeps the edition it was registered under.

    A database trigger refuses any change to a published edition, its categories and its limits,
    except that it may be replaced.
    """

    stages = EditionStage
    label = models.CharField("版本名称", max_length=50)
    note = models.TextField("说明", blank=True)
    report_in_hours = models.PositiveSmallIntegerField("部门报到时限（小时）", default=24)
    urgent_report_in_hours = models.PositiveSmallIntegerField("紧急报到时限（小时）", default=2)
    published_at = models.DateTimeField("发布时间", null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = EditionQuerySet.as_manager()

    TRACED: ClassVar[tuple[str, ...]] = (
        "label",
        "stage",
        "note",
        "report_in_hours",
        "urgent_report_in_hours",
        "published_at",
        "published_by_id",
    )
    TRACED_WHEN: ClassVar[models.Q] = models.Q(stage__in=["published", "replaced"])

    class Meta:
        verbose_name = "目录版本"
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["stage"], condition=models.Q(stage="published"), name="one_published_edition"
            ),
            models.UniqueConstraint(
                fields=["stage"], condition=models.Q(stage="draft"), name="one_draft_edition"
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def is_draft(self) -> bool:
        return self.stage == EditionStage.DRAFT


class Category(models.Model):
    """A kind of matter. `code` means the same in every edition; `path` is its name with those above it."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="categories")
    code = models.CharField("代码", max_length=20)
    name = models.CharField("名称", max_length=50)
    parent = models.ForeignKey(
        "self", on_delete=models.CASCADE, null=True, blank=True, related_name="children", verbose_name="上级"
    )
    path = models.CharField("全称", max_length=200)
    usual_tier = models.CharField("通常级别", max_length=10, choices=Tier.choices(), default=Tier.MINOR.value)
    owner = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="主管部门"
    )
    active = models.BooleanField("在用", default=True)
    position = models.PositiveIntegerField("排序", default=0)

    objects = CategoryQuerySet.as_manager()

    TRACED: ClassVar[tuple[str, ...]] = (
        "edition_id",
        "code",
        "name",
        "parent_id",
        "path",
        "usual_tier",
        "owner_id",
        "active",
        "position",
    )
    TRACED_WHEN: ClassVar[models.Q] = models.Q(edition__stage__in=["published", "replaced"])

    class Meta:
        verbose_name = "事项"
        ordering = ["position", "code"]
        constraints = [models.UniqueConstraint(fields=["edition", "code"], name="category_code_in_edition")]

    def __str__(self) -> str:
        return self.path

    def copied(self, edition: Edition, parent: Category | None) -> Category:
        """The same in another edition, under the copy of what it stands under."""
        return Category(
            edition=edition, code=self.code, name=self.name, parent=parent, path=self.path,
            usual_tier=self.usual_tier, owner_id=self.owner_id, active=self.active, position=self.position,
        )  # fmt: skip

    @staticmethod
    def path_under(parent: Category | None, name: str) -> str:
        return f"{parent.path} / {name}" if parent else name

    @property
    def usual_tier_word(self) -> Tier:
        return Tier(self.usual_tier)


class Limit(models.Model):
    """How long a case may stay at a stage. The most particular row wins: category first, then tier.

    CLOSED is the window in which a closed case may be opened again.
    """

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="limits")
    category = models.ForeignKey(
        Category, on_delete=models.CASCADE, null=True, blank=True, related_name="limits", verbose_name="事项"
    )
    stage = models.CharField("环节", max_length=20, choices=Stage.choices())
    tier = models.CharField("级别", max_length=10, choices=Tier.choices(), null=True, blank=True)
    amount = models.PositiveSmallIntegerField("数量")
    measure = models.CharField("单位", max_length=20, choices=Measure.choices())

    TRACED: ClassVar[tuple[str, ...]] = ("edition_id", "category_id", "stage", "tier", "amount", "measure")
    TRACED_WHEN: ClassVar[models.Q] = models.Q(edition__stage__in=["published", "replaced"])

    class Meta:
        verbose_name = "时限"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "category", "stage", "tier"],
                name="one_limit_for_each_promise",
                nulls_distinct=False,
            ),
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="limit_is_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.subject} {self.span}"

    def copied(self, edition: Edition, category: Category | None) -> Limit:
        return Limit(
            edition=edition, category=category, stage=self.stage, tier=self.tier, amount=self.amount,
            measure=self.measure,
        )  # fmt: skip

    @property
    def stage_word(self) -> Stage:
        return Stage(self.stage)

    @property
    def tier_word(self) -> Tier | None:
        return Tier(self.tier) if self.tier else None

    @property
    def span(self) -> Span:
        return Span(self.amount, Measure(self.measure))

    @property
    def subject(self) -> str:
        """What it is for: 办理中（小事）：农村农业 / 土地承包经营. Reads `category`."""
        tier = f"（{self.tier_word.label}）" if self.tier_word else ""
        return f"{self.stage_word.label}{tier}{f'：{self.category.path}' if self.category else ''}"


class CalendarLoad(models.Model):
    """A calendar of working days as it was loaded. Rows are kept: deadlines were counted by them.

    `days` holds, for each year it speaks of, the days that are not as the week would have them: `[works, name]`. Of
    several that speak of a year the latest counts.
    """

    file = models.CharField("文件", max_length=200)
    days = models.JSONField("日期")
    loaded_at = models.DateTimeField("装入时间", auto_now_add=True)

    TRACED: ClassVar[tuple[str, ...]] = ("file", "days", "loaded_at")

    class Meta:
        verbose_name = "工作日历"
        ordering = ["id"]

    def __str__(self) -> str:
        return self.file
