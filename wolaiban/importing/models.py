"""A ledger that somebody brings in from the browser: how far it is, and what of it is kept for the time being."""

from __future__ import annotations

from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.timezone import now

from wolaiban.process.words import Word


class ImportState(Word):
    CHECKING = "checking", "正在核对"
    CHECKED = "checked", "已核对，等您确认"
    RUNNING = "running", "正在导入"
    DONE = "done", "已导入"
    FAILED = "failed", "没有做完"

    @property
    def is_busy(self) -> bool:
        return self in BUSY


BUSY = frozenset({ImportState.CHECKING, ImportState.RUNNING})


class Import(models.Model):
    """One file on its way into the ledger. Only whoever brings it in sees it.

    `unit` is where rows go that name none; `spread`, over the whole district. `seen` counts the rows that are
    decided, `at_sheet` and `at_line` say which was the last: a worker that was killed goes on behind it.
    """

    uuid = models.UUIDField(default=uuid4, unique=True)
    user = models.ForeignKey("people.User", models.PROTECT, related_name="+")
    unit = models.ForeignKey("places.Unit", models.PROTECT, null=True, related_name="+", db_index=False)
    spread = models.BooleanField(default=False)
    state = models.CharField(max_length=12, choices=ImportState.choices(), default=ImportState.CHECKING)
    size = models.PositiveIntegerField()
    total = models.PositiveIntegerField(null=True)
    seen = models.PositiveIntegerField(default=0)
    new = models.PositiveIntegerField(default=0)
    history = models.PositiveIntegerField(default=0)
    known = models.PositiveIntegerField(default=0)
    bad = models.PositiveIntegerField(default=0)
    aside = models.PositiveIntegerField(default=0)
    anonymous = models.PositiveIntegerField(default=0)
    at_sheet = models.PositiveIntegerField(null=True)
    at_line = models.PositiveIntegerField(null=True)
    created_at = models.DateTimeField(default=now)
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    # What is counted of the rows, as `bringing.Tally` counts it.
    COUNTS: ClassVar[tuple[str, ...]] = ("new", "history", "known", "bad", "aside", "anonymous")

    class Meta:
        verbose_name = "导入"
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=Q(state__in=sorted(BUSY)), name="import_one_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return f"import {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("desk:import", args=[self.uuid])

    @property
    def state_word(self) -> ImportState:
        return ImportState(self.state)

    @property
    def percent(self) -> int | None:
        return min(self.seen * 100 // self.total, 100) if self.total else None


class ImportPart(models.Model):
    """Something of an import that may name people: sealed under the vault's keys, and gone after some days."""

    job = models.ForeignKey(Import, models.CASCADE, related_name="parts", db_index=False)
    kind = models.CharField(max_length=12)
    ordinal = models.PositiveIntegerField(default=0)
    content = models.BinaryField()

    class Meta:
        verbose_name = "导入的内容"
        constraints = [
            models.UniqueConstraint(fields=["job", "kind", "ordinal"], name="import_part_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.ordinal} of import {self.job_id}"


class StaffUpload(models.Model):
    """A staff list on its way in. Only who sent it sees it; what it holds lies sealed, and not for long.

    `content` is the file until it is taken in; `outcome` what became of its rows.
    """

    uuid = models.UUIDField(default=uuid4, unique=True)
    user = models.ForeignKey("people.User", models.PROTECT, related_name="+", db_index=False)
    content = models.BinaryField(null=True)
    outcome = models.BinaryField()
    new = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    known = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(default=now)
    taken_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "花名册"
        indexes = [models.Index(fields=["user", "-created_at"], name="staff_upload_of_user")]

    def __str__(self) -> str:
        return f"staff list {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("staff:list", args=[self.uuid])
