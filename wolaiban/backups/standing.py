"""How it stands with the backups: the newest, and the last time that one was tried; and what is wrong with that."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.utils.timezone import now

from wolaiban.backups.backups import all_on
from wolaiban.ledger.models import Drill

OLDEST = timedelta(hours=26)  # one a night, and some time for it


@dataclass(frozen=True)
class Shelf:
    """`newest` is None where there is no backup yet; `count` how many are kept."""

    newest: datetime | None
    count: int

    @property
    def fault(self) -> str:
        if self.newest is None:
            return "还没有一份备份。请运行 wolaiban backup。"
        age = now() - self.newest
        if age < OLDEST:
            return ""
        hours = f"{age.total_seconds() / 3600:.0f}"
        return f"最近一份备份已是 {hours} 小时前的。请看后台进程的日志。"


def shelf() -> Shelf | None:
    """None where no place for backups is named."""
    if not settings.BACKUP_DIR:
        return None
    found = all_on(Path(settings.BACKUP_DIR))
    newest = datetime.fromtimestamp(found[-1].facts_file.stat().st_mtime, UTC) if found else None
    return Shelf(newest, len(found))


def fault() -> str:
    """What is wrong with the backups, or nothing. In the demo none are expected."""
    if settings.DEMO:
        return ""
    kept = shelf()
    if kept is None:
        return "没有设置 BACKUP_DIR，磁盘坏了数据就没了。请指向另一块磁盘。"
    return kept.fault


def last_drill() -> Drill | None:
    return Drill.objects.first()


def drill_fault() -> str:
    """What the last drill says against the backups, or nothing; nothing either where there are none."""
    last = last_drill() if settings.BACKUP_DIR else None
    return "" if last is None or last.sound else f"最近一次没有成功：{last.said}"
