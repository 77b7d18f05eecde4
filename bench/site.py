"""The real site, as `wolaiban serve` runs it: started, asked, weighed, stopped."""

from __future__ import annotations

import contextlib
import http.client
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bench.computed import POSTGRESQL, Parts, tree, used
from wolaiban.postgres.account import die_with_parent

PATIENCE = 90.0
WEBSITE, WORKER = "website", "worker"
PARTS = (WEBSITE, WORKER, POSTGRESQL)


@dataclass(frozen=True)
class Site:
    port: int
    process: subprocess.Popen[bytes]
    ready_after: float  # seconds until /healthz said that all is well

    def connect(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)

    def computed(self) -> Parts:
        """What the website, the worker and PostgreSQL have used so far."""
        parts = Parts(dict.fromkeys(PARTS, 0.0))
        for pid in tree(self.process.pid):
            parts[part(pid)] += used(pid)
        return parts

    def memory(self) -> tuple[float, int]:
        """Megabytes of all its processes but PostgreSQL's, shared pages counted once; and how many there are."""
        weights = [weight(pid) for pid in tree(self.process.pid) if program(pid) != "postgres"]
        return sum(weights) / 1024, len(weights)


@contextlib.contextmanager
def served() -> Iterator[Site]:
    port = free_port()
    began = time.monotonic()
    command = [sys.executable, "-m", "wolaiban.cli.main", "serve", "--port", str(port)]
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        preexec_fn=die_with_parent(signal.SIGTERM),  # noqa: PLW1509 -- no thread was started before
    )
    try:
        while not well(port):
            if process.poll() is not None or time.monotonic() - began > PATIENCE:
                raise RuntimeError("the site did not start")
            time.sleep(0.02)
        yield Site(port, process, time.monotonic() - began)
    finally:
        process.terminate()
        process.wait(PATIENCE)


def well(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def program(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/comm").read_text().strip()
    except OSError:
        return ""


def part(pid: int) -> str:
    if program(pid) == "postgres":
        return POSTGRESQL
    try:
        return WORKER if b"worker_process" in Path(f"/proc/{pid}/cmdline").read_bytes() else WEBSITE
    except OSError:  # it ended meanwhile, and so has nothing used
        return WEBSITE


def weight(pid: int) -> int:
    """Kilobytes, each shared page divided among those who share it."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:  # it ended meanwhile
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)
