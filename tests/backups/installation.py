"""A real installation in a folder of its own, with matters in it, for backups to be taken of and brought back."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from tests.ground.processes import ROOT
from wolaiban.backups.server import Server
from wolaiban.postgres import place

HIRE = """
from datetime import date
from wolaiban.people.models import Post, User
from wolaiban.places.models import Unit
from wolaiban.traces.leaving import leave
shen = User.objects.create_user("shen", None, name="沈清", invented=True)
district = Unit.objects.get(kind="district")
post = Post.objects.create(user=shen, unit=district, function="district_office", starts=date(2020, 1, 1))
leave(shen, post, act="hired")
"""
REGISTER = """
import io
from PIL import Image
from wolaiban.cases.actions.registering import Report, Reporter, register
from wolaiban.uploads.cleaning import Cleaned
from wolaiban.people.actor import ANYBODY
from wolaiban.places.models import Unit
from wolaiban.process.words import Channel
unit = Unit.objects.get(code="110111001202")
for number in range({first}, {first} + {count}):
    picture = io.BytesIO()
    Image.new("RGB", (32, 32), (number, 9, 9)).save(picture, "PNG")
    photo = Cleaned(content=picture.getvalue(), media_type="image/png", name="photo.png")
    reporter = Reporter(name="赵一", phone="13900005678")
    register(Report(unit, f"第 {{number}} 件", [reporter], channel=Channel.ONLINE, photos=[photo]), by=ANYBODY)
"""


@dataclass
class Installation:
    folder: Path
    environment: dict[str, str] = field(default_factory=dict)
    registered: int = 0

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def shelf(self) -> Path:
        return self.folder / "shelf"

    def start(self, *arguments: str, **more: str) -> subprocess.Popen[str]:
        return self.start_saying(subprocess.PIPE, *arguments, **more)

    def start_saying(self, says: int | IO[str], *arguments: str, **more: str) -> subprocess.Popen[str]:
        """What says much for long says it to a file: a pipe that nobody empties makes it stand still."""
        mine = {
            "DATABASE_URL",
            "SECRET_KEY",
            "VAULT_KEYS",
            "RECEIPT_KEY",
            "LEDGER_KEY",
            "PGPASSFILE",
            "WOLAIBAN_PG_BIN",
        }
        environment = {name: value for name, value in os.environ.items() if name not in mine}
        environment |= {"WOLAIBAN_DATA": str(self.data), "PYTHONPATH": str(ROOT), **self.environment, **more}
        return subprocess.Popen(
            [sys.executable, "-m", "wolaiban.cli.main", *arguments],
            stdin=subprocess.DEVNULL,
            stdout=says,
            stderr=subprocess.STDOUT,
            text=True,
            env=environment,
        )

    def run(self, *arguments: str, **more: str) -> tuple[int, str]:
        process = self.start(*arguments, **more)
        said, _ = process.communicate(timeout=180)
        return process.returncode, said

    def must(self, *arguments: str, **more: str) -> str:
        code, said = self.run(*arguments, **more)
        assert code == 0, said
        return said

    def found(self) -> None:
        self.must("init", "--admin", "guan", "--admin-name", "管宁")
        self.must("manage", "shell", "--no-imports", "-c", HIRE)

    def found_as_others(self) -> None:
        """What `found` leaves, keys and all, copied from the first of this run that was founded so.

        Founding takes a dozen seconds of a processor. For a new folder and a database of its own, of the usual kind.
        """
        tests = Path(os.environ["WOLAIBAN_DATA"])
        first = tests / f"founded-{os.environ.get('PYTEST_XDIST_TESTRUNUID', os.getpid())}"
        with (tests / "founded.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if first.exists():
                copied(first, self.data)
                return
            for older in tests.glob("founded-*"):
                shutil.rmtree(older)
            self.found()
            copied(self.data, draft := tests / "founded-draft")
            draft.rename(first)

    def register(self, count: int) -> None:
        self.must(
            "manage", "shell", "--no-imports", "-c", REGISTER.format(first=self.registered, count=count)
        )
        self.registered += count

    def server(self) -> Server:
        """Its own PostgreSQL, as its superuser."""
        here = place.of(self.data)
        reached = {
            "PGHOST": str(here.socket),
            "PGPORT": "5432",
            "PGUSER": "postgres",
            "PGDATABASE": "wolaiban",
        }
        return Server(here.binaries(), reached, here.account(), "wolaiban", "wolaiban")

    def ask(self, sql: str) -> str:
        return self.server().must("psql", "--no-psqlrc", "-At", "-c", sql).strip()


def copied(data: Path, to: Path) -> None:
    """With owners and rights, which PostgreSQL looks at."""
    subprocess.run(["/bin/cp", "--archive", str(data), str(to)], check=True)
