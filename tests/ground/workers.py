"""A real worker on the test's own database, for the tests that kill it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import quote, urlencode

from django.db import connection

PATIENCE = 180.0  # a busy machine takes its time; whoever waits for nothing is told in the end


# Has loaded what a worker loads and opened nothing; becomes one for each line that it is sent, and says which process.
READY = """
import os, signal, sys
import django
django.setup()
from procrastinate.contrib.django import app
from wolaiban.cli import worker_process
signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody asks how they ended
for _ in sys.stdin:
    worker = os.fork()
    if not worker:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        worker_process.main()
        os._exit(0)
    print(worker, flush=True)
"""


@contextmanager
def worker(**environment: str) -> Iterator[subprocess.Popen[bytes]]:
    """Killed, not asked, at the end. What it would publish goes to a folder of its own."""
    with started(["-m", "wolaiban.cli.worker_process"], environment) as process:
        yield process


@contextmanager
def started(
    arguments: list[str], environment: dict[str, str], *, pipes: int | None = None
) -> Iterator[subprocess.Popen[bytes]]:
    with TemporaryDirectory() as folder:
        own = {"DATABASE_URL": address(), "CHECKPOINTS_DIR": folder}
        process = subprocess.Popen(
            [sys.executable, *arguments], env={**os.environ, **own, **environment}, stdin=pipes, stdout=pipes
        )
        try:
            yield process
        finally:
            process.kill()
            process.wait()


@dataclass(frozen=True)
class Forked:
    """A worker that is nobody's child here."""

    pid: int

    def kill(self) -> None:
        with suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)

    def wait(self) -> None:
        until(lambda: not Path(f"/proc/{self.pid}").exists())


@contextmanager
def workers(**environment: str) -> Iterator[Callable[[], AbstractContextManager[Forked]]]:
    """For whoever needs many, one after the other: each a process of its own that begins within a moment.

    Loading takes a worker two seconds of a processor. How one starts from nothing is for `worker` to show.
    """
    with started(["-c", READY], environment, pipes=subprocess.PIPE) as ready:
        assert ready.stdin
        assert ready.stdout
        asked, told = ready.stdin, ready.stdout

        @contextmanager
        def one() -> Iterator[Forked]:
            asked.write(b"\n")
            asked.flush()
            forked = Forked(int(told.readline()))
            try:
                yield forked
            finally:
                forked.kill()
                forked.wait()

        yield one


def address() -> str:
    """The test's own database as DATABASE_URL says it, be it behind a socket or a port."""
    at = connection.get_connection_params()
    where = {name: at[name] for name in ("host", "port", "password", "passfile") if at.get(name)}
    return f"postgres://{quote(at['user'])}@/{quote(at['dbname'])}?{urlencode(where)}"


def until(what: Callable[[], object], patience: float = PATIENCE) -> None:
    end = time.monotonic() + patience
    while not what():
        assert time.monotonic() < end, f"waited {patience:.0f} s in vain"
        time.sleep(0.05)
