"""Keep what an installation of a released version looks like, for the test that upgrades one.

    python tools/keep_release.py VERSION COMMIT

Founds an installation with the program of that commit, plays the written stories in it, and keeps the database as SQL
and the keys under tests/ground/released/. All in it is invented; the keys open nothing else.
"""

from __future__ import annotations

import gzip
import io
import json
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

from wolaiban.postgres import place
from wolaiban.postgres.joining import PrivateDatabase

ROOT = Path(__file__).resolve().parent.parent
KEPT = ROOT / "tests" / "ground" / "released"
FILL = """
from datetime import datetime, timezone, timedelta
from wolaiban.demo import filling
filling.fill(8, base=datetime(2026, 11, 26, 10, 40, tzinfo=timezone(timedelta(hours=8))))
from wolaiban.ledger import checkpoints
checkpoints.make()
"""


def unpack(commit: str, folder: Path) -> None:
    """The program of a commit, without anything else of the repository."""
    archive = ["git", "-C", str(ROOT), "archive", commit, "wolaiban", "pyproject.toml"]
    packed = subprocess.run(archive, capture_output=True, check=True).stdout
    with tarfile.open(fileobj=io.BytesIO(packed)) as files:
        files.extractall(folder, filter="data")


def run(program: Path, data: Path, *arguments: str) -> None:
    mine = {"DATABASE_URL", "SECRET_KEY", "VAULT_KEYS", "RECEIPT_KEY", "LEDGER_KEY"}
    given = {name: value for name, value in os.environ.items() if name not in mine}
    given |= {"PYTHONPATH": str(program), "WOLAIBAN_DATA": str(data), "WOLAIBAN_CONFIG": "", "HTTPS": "false"}
    command = [sys.executable, "-m", "wolaiban.cli.main", *arguments]
    subprocess.run(command, env=given, cwd=program, stdin=subprocess.DEVNULL, check=True)


def dumped(data: Path) -> bytes:
    here = place.of(data)
    with PrivateDatabase(data):
        facts = here.connection()
        programs = here.binaries()
        command = [
            str(programs.folder / "pg_dump"),
            "--no-owner",
            "--no-privileges",
            "-h",
            facts["host"],
            "-U",
            facts["user"],
        ]
        given = {"PGPASSFILE": facts["passfile"], "PATH": "/usr/bin:/bin"}
        return subprocess.run([*command, facts["dbname"]], env=given, capture_output=True, check=True).stdout


def main(version: str, commit: str) -> int:
    folder = Path(tempfile.mkdtemp(prefix="wolaiban-release-", dir="/tmp"))
    folder.chmod(0o711)
    program, data = folder / "program", folder / "data"
    unpack(commit, program)
    run(program, data, "init", "--admin", "guan1", "--admin-name", "管宁")
    run(program, data, "manage", "shell", "--no-imports", "-c", FILL)
    run(program, data, "verify")
    KEPT.mkdir(exist_ok=True)
    (KEPT / f"{version}.sql.gz").write_bytes(gzip.compress(dumped(data), 9, mtime=0))
    keys = {file.name: file.read_text(encoding="ascii") for file in sorted((data / "keys").iterdir())}
    facts = {"commit": commit, "keys": keys}
    (KEPT / f"{version}.json").write_text(f"{json.dumps(facts, indent=1)}\n", encoding="utf-8")
    shutil.rmtree(folder)
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]))
