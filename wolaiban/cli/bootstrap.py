"""Laying the ground a command stands on: a database that answers, its tables, and what every district has in them."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.core.management import call_command
from django.db import Error, connection, connections

from wolaiban.catalogue.actions import loading as catalogue
from wolaiban.database import bulk
from wolaiban.installation.trouble import Trouble
from wolaiban.places.actions import loading as places
from wolaiban.places.models import Unit
from wolaiban.postgres.joining import PrivateDatabase, uses_private_database
from wolaiban.web import health

OLDEST_SERVER = 150000
DEMO_MARK = "wolaiban demo"


class Laid(NamedTuple):
    """What had to be done; nothing on a second start."""

    migrations: int
    units: str


@contextlib.contextmanager
def database() -> Iterator[PrivateDatabase | None]:
    """The database the settings name, answering: our own, or (None) one that somebody else runs."""
    if uses_private_database():
        with PrivateDatabase(settings.DATA_DIR) as private:
            # Where it lies may have been decided only now, after the settings were read.
            connection.settings_dict["HOST"] = str(private.place.socket)
            try:
                yield private
            finally:
                connections.close_all()
    else:
        require_answer()
        yield None


def require_answer() -> None:
    try:
        connection.ensure_connection()
    except Error as error:
        raise Trouble(
            f"连不上 DATABASE_URL 所指的数据库。请检查地址、账户和网络。\n（{str(error).strip()}）"
        ) from None
    version = connection.cursor().connection.info.server_version
    if version < OLDEST_SERVER:
        raise Trouble(f"数据库是 PostgreSQL {version // 10000}，需要 15 或更新的版本。")


def require_tables() -> None:
    missing = health.unapplied()
    if missing:
        raise Trouble(f"有 {len(missing)} 个数据库变更尚未执行。请先运行 wolaiban init。")


def tables() -> int:
    """Apply what is missing; the number of migrations that were. Quick when nothing is."""
    bulk.put_back()  # a load that was killed may have left it so
    missing = health.unapplied()
    if missing:
        call_command("migrate", verbosity=0, interactive=False)
    table = settings.CACHES["default"]["LOCATION"]
    if missing or table not in connection.introspection.table_names():
        call_command("createcachetable", verbosity=0)
    return len(missing)


def ground(units_file: Path | None = None) -> Laid:
    """Tables, units (Fangshan's, if none are named and there are none), and a published catalogue."""
    migrations = tables()
    units = None
    if units_file or not Unit.objects.exists():
        units = places.load_file(units_file) if units_file else places.load_fangshan()
        if not units.written:
            raise Trouble("\n".join([str(units), *map(str, units.faults)]))
    catalogue.load_catalogue()
    return Laid(migrations, str(units) if units else "")


def is_demo() -> bool:
    """Whether `wolaiban demo` filled this database: it leaves its mark on the schema."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT obj_description('public'::regnamespace)")
        return bool(cursor.fetchone()[0] == DEMO_MARK)


def take_for_demo(*, reset: bool) -> None:
    """Make the database the demo's to fill with invention, or refuse because real work may be in it."""
    marked = is_demo()
    with connection.cursor() as cursor:
        if not marked and connection.introspection.table_names(cursor):
            raise Trouble(
                "这个数据库里已有内容，且不是演示数据，不能用来演示。"
                "请用 WOLAIBAN_DATA= 另选一个目录（或换一个 DATABASE_URL）。"
            )
        if reset and marked:
            cursor.execute("SET lock_timeout = '10s'")
            cursor.execute("DROP SCHEMA public CASCADE")
            cursor.execute("RESET lock_timeout")
            cursor.execute("CREATE SCHEMA public")
            for folder in (settings.MEDIA_ROOT, settings.CHECKPOINTS_DIR):
                shutil.rmtree(folder, ignore_errors=True)
        cursor.execute(f"COMMENT ON SCHEMA public IS '{DEMO_MARK}'")
