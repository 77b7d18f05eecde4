"""Run a command on a throw-away server of the PostgreSQL that this system has, through DATABASE_URL.

    python tools/on_system_postgres.py COMMAND…

Shows that any PostgreSQL ≥ 15 will do, not only the one in the wheel. Where the system has none it is said and passed
over, except in CI, where it is an error.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import quote

from wolaiban.postgres import binaries
from wolaiban.postgres.joining import PrivateDatabase


def system_programs() -> Path | None:
    found = [binaries.look_at(folder) for folder in sorted(Path("/usr/lib/postgresql").glob("*/bin"))]
    return max((one.folder for one in found if one), default=None)


def main(command: list[str]) -> int:
    programs = system_programs()
    if programs is None:
        sys.stderr.write("本机没有安装 PostgreSQL（≥ 15），跳过在系统数据库上的测试。\n")
        return 1 if os.environ.get("CI") == "true" else 0
    os.environ["WOLAIBAN_PG_BIN"] = str(programs)
    with tempfile.TemporaryDirectory(prefix="wolaiban-system-") as folder:
        Path(folder).chmod(0o711)
        with PrivateDatabase(Path(folder), scratch=True) as database:
            where = database.place
            url = f"postgres://wolaiban@/{quote(str(where.socket))}/wolaiban"
            sys.stdout.write(f"在 {programs.parent.name} 版的系统 PostgreSQL 上：\n")
            sys.stdout.flush()
            environment = {**os.environ, "DATABASE_URL": url, "PGPASSFILE": str(where.passfile)}
            return subprocess.run(command, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
