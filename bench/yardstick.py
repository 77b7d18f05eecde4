"""What PostgreSQL itself does on this machine at the same time: pgbench, or where there is none, a small loop."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

from django.db import connection

from bench.pressing import Doing, press
from wolaiban.postgres.place import Place

CLIENTS = 8
SCHEMA = "yardstick"


def commits_per_second(place: Place, seconds: float) -> tuple[float, str]:
    """Transactions per second, and what made them."""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP SCHEMA IF EXISTS {SCHEMA} CASCADE")  # that of the time before
        cursor.execute(f"CREATE SCHEMA {SCHEMA}")
    found = [place.binaries().folder / "pgbench", Path(shutil.which("pgbench") or "/nowhere")]
    found += sorted(Path("/usr/lib/postgresql").glob("*/bin/pgbench"))
    pgbench = next((program for program in found if os.access(program, os.X_OK)), None)
    if pgbench is None:
        return press(inserting, processes=CLIENTS, seconds=seconds).rate, f"insert and commit, c={CLIENTS}"
    return with_pgbench(pgbench, place, seconds), f"pgbench -N -c {CLIENTS}"


def with_pgbench(pgbench: Path, place: Place, seconds: float) -> float:
    where = place.connection()
    environment = {
        **os.environ,
        "PGHOST": where["host"],
        "PGPORT": where["port"],
        "PGUSER": where["user"],
        "PGDATABASE": where["dbname"],
        "PGPASSFILE": where["passfile"],
        "PGOPTIONS": f"-c search_path={SCHEMA}",
    }
    fill = [str(pgbench), "-i", "-q", "-s", "10"]
    run = [str(pgbench), "-N", "-c", str(CLIENTS), "-j", "2", "-T", str(max(1, round(seconds)))]
    subprocess.run(fill, env=environment, check=True, capture_output=True, timeout=60)
    said = subprocess.run(run, env=environment, check=True, capture_output=True, text=True, timeout=90)
    rate = re.search(r"^tps = ([\d.]+)", said.stdout, re.MULTILINE)
    if rate is None:
        raise RuntimeError(said.stdout + said.stderr)
    return float(rate[1])


def flushes() -> int:
    """How often the server has waited for the disk with its log, all of its processes together."""
    with connection.cursor() as cursor:
        if cursor.connection.info.server_version >= 180000:
            cursor.execute("SELECT coalesce(sum(fsyncs), 0) FROM pg_stat_io WHERE object = 'wal'")
        else:
            cursor.execute("SELECT wal_sync FROM pg_stat_wal")
        (times,) = cursor.fetchone()
    return int(times)


def inserting(number: int) -> Doing:
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE {SCHEMA}.told_{number} (id bigserial PRIMARY KEY, words text)")
        while True:
            cursor.execute(f"INSERT INTO {SCHEMA}.told_{number} (words) VALUES ('x')")  # noqa: S608 -- ours
            yield True
