"""Where a matter can be: the district, its townships, villages, communities and departments."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from wolaiban.places.kinds import STUDIO_KINDS, TOWNSHIP_KINDS, UnitKind
from wolaiban.places.queries import UnitQuerySet

__all__ = ["STUDIO_KINDS", "TOWNSHIP_KINDS", "Studio", "Unit", "UnitKind"]


class Studio(models.Model):
    """Where residents come: the door, the phone and the hours. One studio may serve several units.

    `code` is the code of the unit at whose door it stands. A studio that no unit uses any more is kept:
    what was written and printed may still name it.
    """

    code = models.CharField("所在单位代码", max_length=12, unique=True, null=True, blank=True)
    name = models.CharField("名称", max_length=100)
    phone = models.CharField("电话", max_length=40, blank=True)
    address = models.CharField("地址", max_length=200, blank=True)
    hours = models.CharField("接待时间", max_length=100, blank=True)
    notice = models.TextField("公告", blank=True)

    TRACED: ClassVar[tuple[str, ...]] = ("code", "name", "phone", "address", "hours", "notice")

    class Meta:
        verbose_name = "工作室"

    def __str__(self) -> str:
        return self.name


class Unit(models.Model):
    """An organisation that can hold a matter.

    `code` is the official 12-digit code of the statistics bureau; departments, which have none,
    get one of ours with a D after the district's six digits.
    """

    code = models.CharField("代码", max_length=12, unique=True)
    name = models.CharField("名称", max_length=100)
    short_name = models.CharField("简称", max_length=50)
    kind = models.CharField("类型", max_length=20, choices=UnitKind.choices())
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children", verbose_name="上级"
    )
    township = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="所属镇街"
    )
    studio = models.ForeignKey(
        Studio, on_delete=models.PROTECT, null=True, blank=True, related_name="units", verbose_name="工作室"
    )
    active = models.BooleanField("在用", default=True)

    objects = UnitQuerySet.as_manager()

    TRACED: ClassVar[tuple[str, ...]] = (
        "code",
        "name",
        "short_name",
        "kind",
        "parent_id",
        "township_id",
        "studio_id",
        "active",
    )

    class Meta:
        verbose_name = "单位"
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                name="unit_has_a_studio_unless_department",
                condition=models.Q(kind="department", studio=None)
                | (~models.Q(kind="department") & models.Q(studio__isnull=False)),
            ),
            models.CheckConstraint(
                name="unit_has_a_parent_unless_district",
                condition=models.Q(kind="district", parent=None)
                | (~models.Q(kind="district") & models.Q(parent__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return self.short_name

    @property
    def is_district(self) -> bool:
        return self.kind == UnitKind.DISTRICT

    @property
    def is_township(self) -> bool:
        return self.kind in TOWNSHIP_KINDS

    @property
    def is_department(self) -> bool:
        return self.kind == UnitKind.DEPARTMENT

    @property
    def is_studio_level(self) -> bool:
        return self.kind in STUDIO_KINDS

    @property
    def full_name(self) -> str:
        """The short name with its township in front: 辛庄村 exists six times. Reads `township`."""
        if self.is_studio_level and self.township:
            return f"{self.township.short_name}{self.short_name}"
        return self.short_name
