"""How the installation is running, for the administrator's page, the nightly word and machines that watch: one place.

Nothing here names anybody or any case.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.models import Count, Max, Min, Q, Sum
from django.utils.timezone import localtime, now
from procrastinate.contrib.django.models import ProcrastinateEvent, ProcrastinateJob

from wolaiban.backups import standing
from wolaiban.backups.standing import Shelf
from wolaiban.installation.disk import Disk
from wolaiban.ledger import checkpoints
from wolaiban.ledger.models import Checkpoint, Drill
from wolaiban.notices.gateways import checking
from wolaiban.notices.gateways.configured import names
from wolaiban.notices.models import Delivery, Gateway
from wolaiban.notices.queries import failed_count
from wolaiban.retention.standing import RetentionStanding
from wolaiban.retention.standing import standing as standing_of_periods
from wolaiban.web import health
from wolaiban.web.models import SlowPage

PATIENCE = timedelta(minutes=15)  # what waits longer in the queue waits for somebody to look
LATELY = timedelta(days=7)
OLDEST_CHECKPOINT = timedelta(hours=2)  # where nothing happens there is one an hour
MOST_PAGES = 15
DISKS = {"data": "数据", "backups": "备份"}
PARTS = {"database": "数据库", "migrations": "数据库结构", "worker": "后台进程", "writes": "写入"}


@dataclass(frozen=True)
class Part:
    """A part of the installation that `/healthz` looks at, in words."""

    name: str
    label: str
    fault: str


def parts() -> list[Part]:
    return [Part(name, PARTS[name], "" if said == "well" else said) for name, said in health.look().items()]


def disks() -> dict[str, Disk]:
    """By what lies on them, a name of DISKS; the folder for backups only where one is named."""
    folders = {"data": Path(settings.DATA_DIR)}
    if settings.BACKUP_DIR:
        folders["backups"] = Path(settings.BACKUP_DIR)
    return {what: Disk.under(folder) for what, folder in folders.items()}


def database_bytes() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        return int(cursor.fetchone()[0])


@dataclass(frozen=True)
class Backups:
    shelf: Shelf | None
    drill: Drill | None
    fault: str
    drill_fault: str


def backups() -> Backups:
    return Backups(standing.shelf(), standing.last_drill(), standing.fault(), standing.drill_fault())


def checkpoint() -> tuple[Checkpoint | None, str]:
    """The newest, and what is wrong with that."""
    latest = checkpoints.latest()
    if latest is None:
        return None, "还没有检查点。后台进程每五分钟做一个。"
    if now() - latest.at > OLDEST_CHECKPOINT:
        return latest, "两小时没有新的检查点。请看后台进程的日志，并运行 wolaiban verify。"
    return latest, ""


@dataclass(frozen=True)
class Queue:
    """`waiting` are due and not begun, the oldest since `since`; `failed` were given up in the last seven days."""

    waiting: int
    doing: int
    failed: int
    since: datetime | None

    @property
    def fault(self) -> str:
        if self.since and now() - self.since > PATIENCE:
            minutes = int((now() - self.since).total_seconds() // 60)
            return f"最早的一个已等了 {minutes} 分钟。请检查后台进程是否忙不过来。"
        return f"最近七天有 {self.failed} 个没有办成，原因见后台进程的日志。" if self.failed else ""


def queue() -> Queue:
    due = Q(scheduled_at=None) | Q(scheduled_at__lte=now())
    waiting = ProcrastinateJob.objects.filter(due, status="todo")
    deferred = ProcrastinateEvent.objects.filter(type="deferred", job__in=waiting)
    failed = ProcrastinateEvent.objects.filter(type="failed", at__gt=now() - LATELY, job__status="failed")
    return Queue(
        waiting=waiting.count(),
        doing=ProcrastinateJob.objects.filter(status="doing").count(),
        failed=failed.values("job").distinct().count(),
        since=deferred.aggregate(since=Min("at"))["since"],
    )


@dataclass(frozen=True)
class WayOut:
    """A gateway that is configured: how many messages wait for it, whether it is left alone, when it last worked."""

    name: str
    waiting: int
    rests_until: datetime | None
    worked_at: datetime | None


def periods() -> RetentionStanding:
    return standing_of_periods()


def ways() -> list[WayOut]:
    """None where what is configured cannot be understood; `ways_faults` says so."""
    if checking.faults():
        return []
    known = {gateway.name: gateway for gateway in Gateway.objects.all()}
    counted = Delivery.objects.waiting().order_by().values_list("gateway").annotate(Count("pk"))
    waiting = dict(counted)
    return [_way(name, known.get(name), waiting.get(name, 0)) for name in names()]


def _way(name: str, known: Gateway | None, waiting: int) -> WayOut:
    rests = known.rests_until if known and known.is_resting(now()) else None
    return WayOut(name, waiting, rests, known.worked_at if known else None)


def ways_faults() -> list[str]:
    """What is configured wrong, who is left alone for now, what did not get out."""
    found = checking.faults()
    if found:
        return found
    found = [
        f"网关 {way.name} 连续发不出去，暂停到 {localtime(way.rests_until):%H:%M} 再试"
        for way in ways()
        if way.rests_until
    ]
    failed = failed_count()
    return [*found, f"有 {failed} 条消息没有发出"] if failed else found


@dataclass(frozen=True)
class Slow:
    """A page that took long: how often in the last seven days, the longest and the average, in milliseconds."""

    route: str
    times: int
    longest: int
    average: int


def slow_pages() -> list[Slow]:
    """Those on which people waited longest in all."""
    since = (now() - LATELY).date()
    rows = SlowPage.objects.filter(day__gt=since).values("route")
    rows = rows.annotate(n=Sum("times"), worst=Max("longest"), all=Sum("total")).order_by("-all", "route")
    return [Slow(r["route"], r["n"], r["worst"], r["all"] // r["n"]) for r in rows[:MOST_PAGES]]


def all_faults() -> list[str]:
    """Everything that somebody should do something about, in words; for the nightly word and the administrator's first page."""
    found = [part.fault for part in parts()]
    found += [disk.fault for disk in disks().values()]
    kept = backups()
    found += [
        kept.fault,
        kept.drill_fault,
        checkpoint()[1],
        queue().fault,
        periods().fault,
        *ways_faults(),
    ]
    return [fault for fault in found if fault]
