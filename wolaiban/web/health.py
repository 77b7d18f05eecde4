"""GET /healthz: whether the database, its tables, the background worker and the disk are well, for machines that watch."""

from __future__ import annotations

import pkgutil
from collections.abc import Callable
from datetime import timedelta
from importlib.util import find_spec

from django.apps import apps
from django.contrib.auth.decorators import login_not_required
from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, JsonResponse
from django.utils.timezone import now
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from procrastinate.contrib.django.models import ProcrastinateWorker

from wolaiban.installation.trouble import Trouble
from wolaiban.web.writing_probe import writes

SILENCE = timedelta(seconds=35)  # a worker speaks every ten seconds
LAST_UNSQUASHED = "2b88691"  # the last commit that has each of the migrations that were squashed

_migrated = False


@login_not_required
@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    findings = look()
    well = all(finding == "well" for finding in findings.values())
    facts = {"well": well, **findings}
    return JsonResponse(facts, status=200 if well else 503, json_dumps_params={"ensure_ascii": False})


def look() -> dict[str, str]:
    """What is well, and of what is not, why. After a silent database nothing else is asked."""
    findings = {"database": said(database)}
    if findings["database"] != "well":
        return findings | dict.fromkeys(("migrations", "worker", "writes"), "数据库不通，无法得知。")
    return findings | {"migrations": said(migrations), "worker": said(worker), "writes": said(writes)}


def said(check: Callable[[], str | None]) -> str:
    try:
        return check() or "well"
    except Trouble as trouble:
        return str(trouble)
    except Error as error:
        if check is writes:
            return f"数据库写不进去（{str(error).strip().splitlines()[0]}），现在收不了诉求。请检查磁盘。"
        return "数据库没有应答。" if check is database else "数据库中没有所需的表，请运行 wolaiban init。"


def database() -> str | None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return None


def migrations() -> str | None:
    """Once they are all applied, this process need not ask again."""
    global _migrated  # noqa: PLW0603
    if not _migrated:
        missing = unapplied()
        if missing:
            return f"有 {len(missing)} 个数据库变更尚未执行，请运行 wolaiban init。"
        _migrated = True
    return None


def worker() -> str | None:
    """The latest sign of life of any worker."""
    heard = (
        ProcrastinateWorker.objects.order_by("-last_heartbeat")
        .values_list("last_heartbeat", flat=True)
        .first()
    )
    if heard is None or heard < now() - SILENCE:
        return "没有正在运行的后台进程，时限提醒和自动上报会停住。请检查 wolaiban serve。"
    return None


def unapplied() -> list[str]:
    """The migrations that are still to be run. Raises Trouble where one was squashed and only a part of it was run.

    Reading them all takes half a second and the memory that they then keep, so it is left out where each is written
    down as run by its name.
    """
    if named() <= MigrationRecorder(connection).applied_migrations().keys():
        return []
    executor = MigrationExecutor(connection)
    if rooms := halfway(executor.loader):
        raise Trouble(
            f"数据库的变更只执行了一部分（{'、'.join(rooms)}），这一版本接不上。"
            f"请先用版本 {LAST_UNSQUASHED} 运行 wolaiban init，再用现在的版本。"
        )
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [str(migration) for migration, _ in plan]


def named() -> set[tuple[str, str]]:
    """Every migration there is, by its app and name, from the folders that Django would load them from."""
    found = set()
    for app in apps.get_app_configs():
        package, _ = MigrationLoader.migrations_module(app.label)
        spec = find_spec(package) if package else None
        folders = spec.submodule_search_locations if spec else None
        found |= {(app.label, file.name) for file in pkgutil.iter_modules(folders or []) if not file.ispkg}
    return {(app, name) for app, name in found if name[0] not in "_~"}


def halfway(loader: MigrationLoader) -> list[str]:
    """The rooms in which a part of a squashed migration was run and the rest is gone: Django passes over them in silence."""
    return sorted(
        {
            room
            for (room, _), squashed in loader.replacements.items()
            if not set(squashed.replaces) <= loader.disk_migrations.keys()
            and len({part in loader.applied_migrations for part in squashed.replaces}) > 1
        }
    )
