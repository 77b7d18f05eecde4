"""An installation of the version before comes along with its data, and goes back by the backup from before."""

from __future__ import annotations

import gzip
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.backups.installation import Installation
from tests.ground.processes import ROOT, Someone, nothing_left, own_folder, soon
from tests.ground.test_serving import free_port
from tools import keep_release
from wolaiban.installation import durable
from wolaiban.postgres import place

pytestmark = pytest.mark.crash

KEPT = ROOT / "tests" / "ground" / "released"
BEFORE = "0.1.0"
FACTS: dict[str, Any] = json.loads((KEPT / f"{BEFORE}.json").read_text(encoding="utf-8"))
COUNTS = "SELECT (SELECT count(*) FROM cases_case), (SELECT count(*) FROM cases_event), (SELECT count(*) FROM people_user)"
HEADS = "SELECT md5(string_agg(hash, '' ORDER BY id)) FROM cases_event"


def its_program_is_here() -> bool:
    """Known to git: an archive of the tree has no past."""
    look = ["git", "-C", str(ROOT), "cat-file", "-e", f"{FACTS['commit']}^{{commit}}"]
    return subprocess.run(look, capture_output=True, check=False).returncode == 0


@pytest.fixture
def here() -> Iterator[Installation]:
    """As the version before left it: its keys, its database, nothing else."""
    folder = own_folder()
    with nothing_left(folder):
        installation = Installation(folder, {"BACKUP_DIR": str(folder / "shelf"), "HTTPS": "false"})
        (folder / "shelf").mkdir(mode=0o711)
        durable.make_folder(installation.data, mode=0o711)
        durable.make_folder(installation.data / "keys", mode=0o700)
        for name, key in FACTS["keys"].items():
            durable.put(installation.data / "keys" / name, key.encode())
        bring_in(installation, folder)
        yield installation
    shutil.rmtree(folder)


def bring_in(installation: Installation, folder: Path) -> None:
    user = Someone(installation.data)
    facts, programs = place.of(installation.data).connection(), place.of(installation.data).binaries()
    told = folder / "kept.sql"
    told.write_bytes(gzip.decompress((KEPT / f"{BEFORE}.sql.gz").read_bytes()))
    psql = [
        str(programs.folder / "psql"),
        "--no-psqlrc",
        "--quiet",
        "-v",
        "ON_ERROR_STOP=1",
        "-h",
        facts["host"],
    ]
    said = subprocess.run(
        [*psql, "-U", facts["user"], "-d", facts["dbname"], "-f", str(told)],
        env={"PGPASSFILE": facts["passfile"], "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )
    user.leave()
    assert said.returncode == 0, said.stderr


def standing(installation: Installation) -> tuple[str, str]:
    """How much there is, and the hashes of all that happened."""
    user = Someone(installation.data)
    found = installation.ask(COUNTS), installation.ask(HEADS)
    user.leave()
    return found


def look_after(installation: Installation) -> None:
    """What PostgreSQL does by itself, and an operator now and then: there no function is found without its schema."""
    user = Someone(installation.data)
    for chore in ("REINDEX SCHEMA public", "ANALYZE", "VACUUM"):
        installation.ask(chore)
    user.leave()


def test_it_comes_along_with_all_its_data(here: Installation) -> None:
    before = standing(here)

    refused, said = here.run("serve", "--port", str(free_port()))
    upgraded = here.must("init")
    verified = here.must("verify")
    examined = here.run("doctor")[1]
    again = here.must("init")
    look_after(here)

    assert refused == 1
    assert "个数据库变更尚未执行。请先运行 wolaiban init" in said
    assert "数据库已就绪（执行变更" in upgraded
    assert "没有发现问题" in verified
    assert "[正常] 数据库结构" in examined
    assert "数据库已是最新" in again
    assert standing(here) == before


def test_the_handbooks_way_back_brings_the_version_before_and_its_data_back(here: Installation) -> None:
    """The service of the version before runs while it is backed up; what the upgrade did is streamed, and left out."""
    if not its_program_is_here():
        pytest.skip("this copy has no past: git does not know the version before")
    older = Older(here)
    serving = older.start("serve", "--port", str(free_port()), "--processes", "1")
    assert soon(lambda: any((here.shelf / "wal").glob("*")), within=60)
    older.must("backup")
    serving.terminate()
    serving.wait(60)
    before, moment = standing(here), datetime.now(UTC)
    time.sleep(1.1)
    here.must("init")
    serving = here.start("serve", "--port", str(free_port()), "--processes", "1")
    assert soon(lambda: carried_off(here, since=moment), within=60)
    here.register(1)
    serving.terminate()
    serving.wait(60)
    after = here.folder / "after"
    here.data.rename(after)

    said = older.must(
        "restore", str(here.shelf), "--to", str(here.data), "--keys", str(after / "keys"),
        "--until", moment.isoformat(), "--verify",
    )  # fmt: skip

    assert "没有发现问题" in said
    assert standing(here) == before


def carried_off(here: Installation, since: datetime) -> bool:
    """Whether the log of changes on the shelf was written to since."""
    times = [file.stat().st_mtime for file in (here.shelf / "wal").glob("*")]
    return max(times, default=0.0) > since.timestamp() + 1


class Older:
    """The program of the version before, as git has it, on the same data."""

    def __init__(self, here: Installation) -> None:
        self.here = here
        self.program = here.folder / "older"
        keep_release.unpack(FACTS["commit"], self.program)

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        mine = {"DATABASE_URL", "SECRET_KEY", "VAULT_KEYS", "RECEIPT_KEY", "LEDGER_KEY", "PGPASSFILE"}
        given = {name: value for name, value in os.environ.items() if name not in mine}
        given |= {"WOLAIBAN_DATA": str(self.here.data), "PYTHONPATH": str(self.program)}
        return subprocess.Popen(
            [sys.executable, "-m", "wolaiban.cli.main", *arguments],
            env=given | self.here.environment,
            cwd=self.program,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def must(self, *arguments: str) -> str:
        process = self.start(*arguments)
        said, _ = process.communicate(timeout=240)
        assert process.returncode == 0, said
        return said
