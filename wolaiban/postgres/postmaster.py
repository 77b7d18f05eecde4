"""One run of the server: cleared of what an earlier run left, started, watched, stopped."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from pathlib import Path

from wolaiban.postgres import cluster
from wolaiban.postgres.account import die_with_parent
from wolaiban.postgres.binaries import Binaries
from wolaiban.postgres.place import Place, make_socket_folder

LOG_LIMIT = 5_000_000


class Postmaster:
    """PostgreSQL's first process. Only the keeper, which holds the owner's lock, may make one."""

    def __init__(self, place: Place, programs: Binaries) -> None:
        self.place = place
        clear_remains(place)
        cluster.write_settings(place)
        make_socket_folder(place)
        trim(place.log)
        command = [programs.postgres, "-D", str(place.cluster), "-k", str(place.socket), "-h", ""]
        with place.log.open("ab") as log:
            self.process = subprocess.Popen(
                command,
                stdout=log,
                stderr=log,
                start_new_session=True,  # Ctrl-C in the terminal is not for the database
                preexec_fn=die_with_parent(signal.SIGINT),  # noqa: PLW1509 -- the keeper has one thread
                **place.account().spawn_as(),
            )

    @property
    def is_running(self) -> bool:
        return self.process.poll() is None

    @property
    def is_ready(self) -> bool:
        return said_ready(self.place) == self.process.pid

    def stop(self) -> None:
        """Fast, then at once, then by force. After force the next start recovers from the log of changes."""
        for how, patience in ((signal.SIGINT, 60), (signal.SIGQUIT, 10), (signal.SIGKILL, 10)):
            if not self.is_running:
                break
            self.process.send_signal(how)
            try:
                self.process.wait(patience)
            except subprocess.TimeoutExpired:
                continue
        clear_remains(self.place)


def said_ready(place: Place) -> int | None:
    """The server that has written into its pid file, in the eighth line, that it takes connections."""
    try:
        lines = (place.cluster / "postmaster.pid").read_text(errors="replace").splitlines()
    except OSError:
        return None
    ready = len(lines) > 7 and lines[0].isdigit() and lines[7].startswith("ready")
    return int(lines[0]) if ready else None


def clear_remains(place: Place) -> None:
    """End what still runs in the cluster and remove its pid files, whatever they say.

    PostgreSQL trusts the number in its pid file: a number that another program has got since, or a file cut
    short by a power failure, would keep it from ever starting again. The caller holds the owner's lock, so what
    is found working in this folder was left by a keeper that was killed; when nothing works there, the files
    are stale by proof.
    """
    for how, patience in ((signal.SIGINT, 20), (signal.SIGQUIT, 5), (signal.SIGKILL, 10)):
        pids = servers_in(place.cluster)
        if not pids:
            break
        for pid in pids:
            end(pid, how)
        wait_until_gone(place.cluster, patience)
    (place.cluster / "postmaster.pid").unlink(missing_ok=True)
    if place.socket.is_dir():
        for left in place.socket.glob(".s.PGSQL.*"):
            left.unlink(missing_ok=True)


def wait_until_gone(folder: Path, patience: float) -> None:
    limit = time.monotonic() + patience
    while servers_in(folder) and time.monotonic() < limit:
        time.sleep(0.05)


def servers_in(folder: Path) -> list[int]:
    """The PostgreSQL processes, the first one and its children, whose working directory is this cluster."""
    found = []
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            works_here = os.path.samefile(entry / "cwd", folder)
            program = os.path.basename(os.readlink(entry / "exe")).removesuffix(" (deleted)")
        except OSError:  # it ended meanwhile, or belongs to somebody else
            continue
        if works_here and program == "postgres":
            found.append(int(entry.name))
    return found


def end(pid: int, how: signal.Signals) -> None:
    try:
        os.kill(pid, how)
    except ProcessLookupError:
        return


def trim(log: Path) -> None:
    """Keep one earlier log when it has grown long."""
    if log.exists() and log.stat().st_size > LOG_LIMIT:
        log.replace(log.with_suffix(".log.1"))
