"""Nothing of an uploaded ledger is kept for long: a few days, and a plain copy not even one."""

from __future__ import annotations

import shutil
from datetime import datetime, timedelta

from django.utils.timezone import now

from wolaiban.importing.kept import plain_folder
from wolaiban.importing.models import BUSY, Import, ImportPart, ImportState, StaffUpload

KEPT_DAYS = 7
PLAIN_AT_MOST = timedelta(days=1)


def forget_old(at: datetime | None = None) -> int:
    """How many imports had something to forget. Of one that was done, its numbers stay; of any other nothing."""
    moment = at or now()
    old = Import.objects.filter(created_at__lt=moment - timedelta(days=KEPT_DAYS)).exclude(
        state__in=sorted(BUSY)
    )
    with_parts = old.filter(parts__isnull=False).distinct().count()
    ImportPart.objects.filter(job__in=old).delete()
    old.exclude(state=ImportState.DONE).delete()
    staff, _ = StaffUpload.objects.filter(created_at__lt=moment - timedelta(days=KEPT_DAYS)).delete()
    _forget_plain(moment)
    return with_parts + staff


def _forget_plain(moment: datetime) -> None:
    """What a killed worker left of a file that was being read, and nobody took up again."""
    for folder in plain_folder().glob("*"):
        if folder.stat().st_mtime < (moment - PLAIN_AT_MOST).timestamp():
            shutil.rmtree(folder, ignore_errors=True)
