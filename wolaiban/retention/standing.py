"""How the periods are kept: when that was last looked after, what was erased then, and what is overdue."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.timezone import localtime, now

from wolaiban.retention.models import RetentionRun
from wolaiban.retention.registry import periods, what_of

A_NIGHT_MISSED = timedelta(hours=50)
GRACE = timedelta(days=2)  # over since then, and still there: two nights went by


@dataclass(frozen=True)
class RetentionStanding:
    """`overdue` says how many of what should have been forgotten by now."""

    last: RetentionRun | None
    overdue: tuple[tuple[str, int], ...]

    @property
    def said(self) -> str:
        """When it was last looked after, and what was erased."""
        if self.last is None:
            return "还没有清理过"
        numbers = [f"{what_of(name)} {number}" for name, number in sorted(self.last.erased.items())]
        return f"最近 {localtime(self.last.began_at):%Y-%m-%d %H:%M}，清理{'、'.join(numbers) or '了 0 项'}"

    @property
    def fault(self) -> str:
        found = (
            [f"到期还在的：{'、'.join(f'{what} {number}' for what, number in self.overdue)}"]
            if self.overdue
            else []
        )
        if self.last is not None and now() - self.last.began_at > A_NIGHT_MISSED:
            found.append("有两个晚上没有清理")
        if self.last is not None and self.last.failed:
            found.append(f"没有清理完：{'、'.join(map(what_of, self.last.failed))}，原因见后台进程的日志")
        return f"{'；'.join(found)}。请检查后台进程，或运行 wolaiban forget。" if found else ""


def standing(at: datetime | None = None) -> RetentionStanding:
    moment = (at or now()) - GRACE
    counted = ((period.what, period.older(period.before(moment))) for period in periods())
    return RetentionStanding(
        RetentionRun.objects.first(), tuple((what, number) for what, number in counted if number)
    )
