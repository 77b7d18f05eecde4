"""GET /metrics: how the installation is running, for Prometheus. Whoever asks shows METRICS_TOKEN; without one there is no page.

Read anew each time from the database and the disks, so that it is the same whichever process answers.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable, Mapping
from datetime import datetime

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from wolaiban.installation.release import version
from wolaiban.web.running import facts

Values = Mapping[str, float]


@login_not_required
@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    if not settings.METRICS_TOKEN:
        raise Http404
    if not _shows_token(request):
        return HttpResponse(status=401, headers={"WWW-Authenticate": 'Bearer realm="metrics"'})
    registry = CollectorRegistry()
    registry.register(Installation())
    return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


def _shows_token(request: HttpRequest) -> bool:
    kind, _, shown = request.headers.get("Authorization", "").partition(" ")
    right = hmac.compare_digest(shown.strip().encode(), settings.METRICS_TOKEN.encode())
    return kind.lower() == "bearer" and right


class Installation(Collector):
    """What is told of this installation. Where the database is silent, that alone is told."""

    def collect(self) -> Iterable[GaugeMetricFamily]:
        yield _gauge("info", "The version that runs.", "version", {version(): 1})
        parts = {part.name: float(not part.fault) for part in facts.parts()}
        yield _gauge("well", "Whether a part of the installation is well.", "part", parts)
        disks = facts.disks()
        free = {what: float(disk.free) for what, disk in disks.items()}
        yield _gauge("disk_free_bytes", "What is free on the disk of these files.", "files", free)
        if parts["database"]:
            yield from _of_database()


def _of_database() -> Iterable[GaugeMetricFamily]:
    yield _one("database_bytes", "How large the database is.", facts.database_bytes())
    backups, (checkpoint, _), queue = facts.backups(), facts.checkpoint(), facts.queue()
    if backups.shelf:
        yield _one("backup_timestamp_seconds", "When the newest backup was made.", _at(backups.shelf.newest))
    if backups.drill:
        began, sound = backups.drill.began_at, backups.drill.sound
        yield _one("drill_timestamp_seconds", "When the last drill of a backup began.", _at(began))
        yield _one("drill_sound", "Whether the last drill brought a sound installation back.", float(sound))
    if checkpoint:
        yield _one(
            "checkpoint_timestamp_seconds", "When the newest checkpoint was signed.", _at(checkpoint.at)
        )
    stands = facts.periods()
    if stands.last:
        at = _at(stands.last.began_at)
        yield _one(
            "forgotten_timestamp_seconds", "When what is kept for a time only was last looked through.", at
        )
    overdue = sum(number for _, number in stands.overdue)
    yield _one("overdue_to_forget", "What should have been forgotten by now.", overdue)
    jobs = {"waiting": queue.waiting, "doing": queue.doing, "failed": queue.failed}
    yield _gauge("jobs", "Background jobs; those that failed within seven days.", "state", jobs)
    yield _one(
        "oldest_job_timestamp_seconds", "Since when the oldest due job waits; 0: none.", _at(queue.since)
    )
    ways = facts.ways()
    waiting = {way.name: float(way.waiting) for way in ways}
    yield _gauge("messages_waiting", "Messages that wait for a gateway.", "gateway", waiting)
    resting = {way.name: float(way.rests_until is not None) for way in ways}
    yield _gauge("gateway_resting", "Whether a gateway is left alone after failures.", "gateway", resting)
    slow = {page.route: float(page.times) for page in facts.slow_pages()}
    yield _gauge("slow_pages", "How often a page took too long within seven days.", "route", slow)


def _gauge(name: str, about: str, label: str, values: Values) -> GaugeMetricFamily:
    family = GaugeMetricFamily(f"wolaiban_{name}", about, labels=[label])
    for of, value in values.items():
        family.add_metric([of], value)
    return family


def _one(name: str, about: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(f"wolaiban_{name}", about, value=value)


def _at(moment: datetime | None) -> float:
    return moment.timestamp() if moment else 0.0
