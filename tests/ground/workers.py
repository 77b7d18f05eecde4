"""A real worker on the test's own database, for the tests that kill it."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from tempfile import TemporaryDirectory
from urllib.parse import quote, urlencode

from django.db import connection

PATIENCE = 180.0  # a busy machine takes its time; whoever waits for nothing is told in the end


@contextmanager
def worker(**environment: str) -> Iterator[subprocess.Popen[bytes]]:
    """Killed, not asked, at the end. What it would publish goes to a folder of its own."""
    with TemporaryDirectory() as folder:
        own = {"DATABASE_URL": address(), "CHECKPOINTS_DIR": folder}
        process = subprocess.Popen(
            [sys.executable, "-m", "wolaiban.cli.worker_process"], env={**os.environ, **own, **environment}
        )
        try:
            yield process
        finally:
            process.kill()
            process.wait()


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
