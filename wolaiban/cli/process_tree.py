"""The processes that `wolaiban serve` is made of: started, watched, started again, stopped together."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Sequence

from wolaiban.postgres.account import die_with_parent
from wolaiban.postgres.trouble import tell

PATIENCE = 25.0  # for a request or a job that is under way
LONGEST_PAUSE = 10.0
# The C library keeps what was freed, for each thread by itself: a checkpoint over a million cases left 150 MB behind.
FRUGAL = {"MALLOC_ARENA_MAX": "2", "MALLOC_MMAP_THRESHOLD_": str(1024 * 1024)}
LONG_LIFE = 30.0  # who lived this long fell by accident and is started again at once


class Child:
    """A process of ours in a session of its own: Ctrl-C reaches only us, and we end it with all it started."""

    def __init__(self, name: str, command: Sequence[str], keep_open: Sequence[int] = ()) -> None:
        self.name = name
        self.command = command
        self.keep_open = keep_open
        self.pause = 0.0
        self.due = 0.0
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        self.started = time.monotonic()
        self.process = subprocess.Popen(
            self.command,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            pass_fds=self.keep_open,
            env=FRUGAL | os.environ,
            preexec_fn=die_with_parent(signal.SIGTERM),  # noqa: PLW1509 -- no thread was started before
        )

    def tend(self) -> None:
        """If it fell, clear away what it left and start it again: at once, and ever slower if it keeps falling."""
        if self.process is None:
            if time.monotonic() >= self.due:
                self.start()
        elif self.process.poll() is not None:
            lived = time.monotonic() - self.started
            self.pause = 0.0 if lived > LONG_LIFE else min(LONGEST_PAUSE, self.pause * 2 + 0.2)
            self.due = time.monotonic() + self.pause
            tell(f"{self.name}意外停止（{self.process.returncode}），正在重新启动。\n")
            self.end_group(signal.SIGKILL)
            self.process = None

    def ask_to_stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()

    def wait(self, until: float) -> None:
        """Wait for it to finish what is under way, then leave nothing of it behind."""
        if self.process is None:
            return
        try:
            self.process.wait(max(0.1, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            tell(f"{self.name}没有按时停止，强行结束。\n")
        self.end_group(signal.SIGKILL)
        self.process.wait()

    def end_group(self, how: signal.Signals) -> None:
        if self.process is not None:
            try:
                os.killpg(self.process.pid, how)
            except ProcessLookupError:
                return


def stop_all(children: Sequence[Child]) -> None:
    until = time.monotonic() + PATIENCE
    for child in children:
        child.ask_to_stop()
    for child in children:
        child.wait(until)
