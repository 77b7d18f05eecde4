"""The real site, as `wolaiban serve` runs it: started, asked, weighed, stopped."""

from __future__ import annotations

import contextlib
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from wolaiban.postgres.account import die_with_parent

PATIENCE = 90.0


@dataclass(frozen=True)
class Site:
    port: int
    process: subprocess.Popen[bytes]
    ready_after: float  # seconds until /healthz said that all is well

    def connect(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)

    def cpu(self) -> float:
        """Seconds of processor time that it and its PostgreSQL have used so far."""
        return sum(map(used, tree(self.process.pid)))

    def cpu_by_part(self) -> Counter[str]:
        """The same for the website, the worker and PostgreSQL, each by itself."""
        parts = Counter[str]()
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


def tree(root: int) -> list[int]:
    """A process and all that descend from it."""
    parents = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError):
                parents[int(entry.name)] = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
    found = [root]
    for pid in found:
        found += [child for child, parent in parents.items() if parent == pid]
    return found


def program(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/comm").read_text().strip()
    except OSError:
        return ""


def part(pid: int) -> str:
    if program(pid) == "postgres":
        return "PostgreSQL"
    try:
        return "worker" if b"worker_process" in Path(f"/proc/{pid}/cmdline").read_bytes() else "web"
    except OSError:  # it ended meanwhile, and so has nothing used
        return "web"


def used(pid: int) -> float:
    try:
        facts = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    ticks = sum(
        map(int, facts[11:15])
    )  # its own, and that of children that have ended: a connection that was closed
    return ticks / os.sysconf("SC_CLK_TCK")


def weight(pid: int) -> int:
    """Kilobytes, each shared page divided among those who share it."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:  # it ended meanwhile
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)
