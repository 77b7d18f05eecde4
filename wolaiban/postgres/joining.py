"""How a command comes to its database: join the running server or have one started, and let go at the end."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from types import TracebackType
from typing import Self

import psycopg
from django.conf import settings
from psycopg.conninfo import make_conninfo

import wolaiban
from wolaiban.installation import configuration
from wolaiban.installation import data_dir as data_folder
from wolaiban.installation.config_file import NAMED_BY
from wolaiban.postgres import place
from wolaiban.postgres.locks import FileLock
from wolaiban.postgres.place import Place
from wolaiban.postgres.postmaster import said_ready
from wolaiban.postgres.trouble import DatabaseTrouble, tail_of, tell

SPEAK_AFTER = 5.0
OPEN_WITHIN = 10.0
AGAIN_AFTER = 2.0


class PrivateDatabase:
    """A use of the private database of one data directory; a context manager.

    While it is open the server is kept running, by a keeper that this or another command started.
    """

    def __init__(self, data_dir: Path, *, scratch: bool = False) -> None:
        self.place: Place = place.of(data_dir)
        self.refusal = ""
        self.keeper: subprocess.Popen[bytes] | None = None
        self.due = 0.0  # not to be tended before
        try:
            prepare(data_dir, self.place, scratch=scratch)
            self.users = FileLock(self.place.home / "users.lock")
            self.owner = FileLock(self.place.home / "owner.lock")
        except OSError as error:
            raise DatabaseTrouble(
                f"无法使用数据目录 {data_dir}：{error.strerror}。请检查归属和权限，或用 WOLAIBAN_DATA 另选目录。"
            ) from None

    def __enter__(self) -> Self:
        self.users.wait_shared()
        try:
            self.wait_until_ready()
        except BaseException:
            self.leave()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.leave()

    def wait_until_ready(self) -> None:
        """Return when the server answers. Recovery may take minutes; a server that is ready must let us in."""
        began = ready = time.monotonic()
        spoken = False
        while True:
            self.tend()
            if self.answers():
                return
            now = time.monotonic()
            if said_ready(self.place) is None:
                ready = now
            elif now - ready > OPEN_WITHIN:
                raise DatabaseTrouble(f"数据库已运行，但不让连接：{self.refusal}")
            if not spoken and now - began > SPEAK_AFTER:
                sys.stderr.write("正在等待数据库启动（上次若未正常停止，需要一点时间恢复）……\n")
                spoken = True
            time.sleep(0.03)

    def tend(self) -> None:
        """See that a keeper is at work. Cheap. Raises `DatabaseTrouble` if the server could not be started."""
        if self.keeper is not None and self.keeper.poll() is not None:
            code, self.keeper = self.keeper.returncode, None
            if code == 1:
                raise DatabaseTrouble(tail_of(self.place.keeper_log, 20) or "数据库没有启动起来。")
        if self.keeper is None and not self.is_kept():
            self.keeper = start_keeper(self.place)

    def tend_patiently(self) -> None:
        """The same for a command at work. What hinders the server, a full disk say, may pass: it is not given up."""
        if time.monotonic() < self.due:
            return
        try:
            self.tend()
        except DatabaseTrouble as trouble:
            self.due = time.monotonic() + AGAIN_AFTER
            tell(f"{trouble}\n")

    def is_kept(self) -> bool:
        if self.owner.shared():
            self.owner.release()
            return False
        return True

    def answers(self) -> bool:
        if not self.place.is_made:
            return False
        try:
            psycopg.connect(make_conninfo(**self.place.connection()), connect_timeout=5).close()
        except psycopg.OperationalError as error:
            self.refusal = str(error).strip()
            return False
        return True

    def leave(self) -> None:
        """Let go. If nobody else uses the server, return only when it has stopped."""
        self.users.release()
        limit = time.monotonic() + 90
        while time.monotonic() < limit and self.is_kept() and not self.others_use_it():
            if self.keeper is not None:
                self.keeper.poll()
            time.sleep(0.02)
        if self.keeper is not None and not self.is_kept():
            self.keeper.wait()
        self.users.close()
        self.owner.close()

    def others_use_it(self) -> bool:
        """Whether the lock is held together by others; held alone, it is the keeper's, who is stopping."""
        if self.users.alone() or not self.users.shared():
            self.users.release()
            return False
        self.users.release()
        return True


def prepare(data_dir: Path, here: Place, *, scratch: bool) -> None:
    """The folder `database`, with a mark in it if its content need not survive a power cut."""
    data_folder.make(data_dir)
    data_folder.make(here.home)
    if scratch and not here.is_made:
        (here.home / "scratch").touch()


def start_keeper(here: Place) -> subprocess.Popen[bytes]:
    paths = [str(Path(wolaiban.__file__).parent.parent), os.environ.get("PYTHONPATH", "")]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, paths)), "PYTHONUTF8": "1"}
    environment[NAMED_BY] = str(configuration.reader().file.path or "")  # it works from "/"
    with here.keeper_log.open("wb") as log:
        return subprocess.Popen(
            [sys.executable, "-m", "wolaiban.postgres.keeper", str(here.home)],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd="/",
            env=environment,
            start_new_session=True,
        )


def uses_private_database() -> bool:
    return "passfile" in settings.DATABASES["default"].get("OPTIONS", {})
