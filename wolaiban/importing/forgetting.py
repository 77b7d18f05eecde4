"""Nothing of an uploaded ledger is kept for long: a few days, and a plain copy not even one."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils.timezone import now

from wolaiban.importing.kept import plain_folder
from wolaiban.importing.models import BUSY, Import, ImportPart, ImportState, StaffUpload
from wolaiban.retention.registry import RetentionPeriod

KEPT_DAYS = 7
PLAIN_AT_MOST = timedelta(days=1)


def forget_old(at: datetime | None = None) -> int:
    """How many imports had something to forget. Of one that was done, its numbers stay; of any other nothing."""
    return sum(PERIOD.forget(PERIOD.before(at or now())))


def _forget(before: datetime) -> Iterator[int]:
    old = _old(before)
    with_parts = old.filter(parts__isnull=False).distinct().count()
    ImportPart.objects.filter(job__in=old).delete()
    old.exclude(state=ImportState.DONE).delete()
    staff, _ = StaffUpload.objects.filter(created_at__lt=before).delete()
    _forget_plain(before + timedelta(days=KEPT_DAYS))
    yield with_parts + staff


def _older(before: datetime) -> int:
    with_parts = _old(before).filter(parts__isnull=False).distinct().count()
    return with_parts + StaffUpload.objects.filter(created_at__lt=before).count()


def _old(before: datetime) -> QuerySet[Import]:
    return Import.objects.filter(created_at__lt=before).exclude(state__in=sorted(BUSY))


def _forget_plain(moment: datetime) -> None:
    """What a killed worker left of a file that was being read, and nobody took up again."""
    for folder in plain_folder().glob("*"):
        if folder.stat().st_mtime < (moment - PLAIN_AT_MOST).timestamp():
            shutil.rmtree(folder, ignore_errors=True)


PERIOD = RetentionPeriod("uploads", "传上来的台账和花名册", _forget, _older, fixed=KEPT_DAYS)
