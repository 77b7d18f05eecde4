"""Processes that the crash tests start, find and kill; never any other."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

USER = """
import sys
from pathlib import Path
from wolaiban.postgres.joining import PrivateDatabase
with PrivateDatabase(Path(sys.argv[1])):
    print("ready", flush=True)
    sys.stdin.read()
"""


def own_folder() -> Path:
    """A data directory that also a server without rights can get to, as pytest's own folders are not."""
    folder = Path(tempfile.mkdtemp(prefix="wolaiban-test-", dir="/tmp"))
    folder.chmod(0o711)
    return folder


class Someone:
    """A command that uses the private database, in a process of its own."""

    def __init__(self, data_dir: Path, **environment: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", USER, str(data_dir)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        )
        assert self.process.stdout is not None
        assert self.process.stdout.readline() == b"ready\n"

    def leave(self) -> None:
        self.process.communicate(timeout=60)

    def kill(self) -> None:
        self.process.kill()
        self.process.communicate(timeout=60)


def of_data_dir(data_dir: Path) -> dict[int, str]:
    """The processes that work for this data directory, with their command lines: ours by name or by environment."""
    mark = os.fsencode(data_dir)
    found = {}
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit() or int(entry.name) == os.getpid():
            continue
        try:
            command = (entry / "cmdline").read_bytes()
            if mark in command or b"WOLAIBAN_DATA=" + mark in (entry / "environ").read_bytes():
                found[int(entry.name)] = command.replace(b"\0", b" ").decode("utf-8", "replace")
        except OSError:
            continue
    return {pid: command for pid, command in found.items() if command}


def pids(data_dir: Path, part: str) -> list[int]:
    return [pid for pid, command in of_data_dir(data_dir).items() if part in command]


def kill(*victims: int) -> None:
    for pid in victims:
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            continue


def soon(claim: Callable[[], object], within: float = 20.0) -> bool:
    """Whether it comes true before the time is up."""
    limit = time.monotonic() + within
    while time.monotonic() < limit:
        if claim():
            return True
        time.sleep(0.05)
    return bool(claim())


@contextmanager
def nothing_left(data_dir: Path) -> Iterator[None]:
    """However the test ends, end what it started."""
    try:
        yield
    finally:
        kill(*of_data_dir(data_dir))
