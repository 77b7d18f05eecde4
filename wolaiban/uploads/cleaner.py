"""Our end of the cleaner's process: hands it one file after the other, and starts another when one was its last."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path
from types import TracebackType

import wolaiban
from wolaiban.uploads.bounds import LONGEST_FILE, SECONDS_OF_FILE
from wolaiban.uploads.errors import Uncleanable
from wolaiban.uploads.headers import ODD

COMMAND = (sys.executable, "-s", "-m", "wolaiban.uploads.cleaner_process")
# Where our code lies, and nothing that is secret: no key, no password of the database.
ENVIRONMENT = {
    "PYTHONPATH": str(Path(wolaiban.__file__).parents[1]),
    "LANG": "C.UTF-8",
    "MALLOC_ARENA_MAX": "1",
}


class Late(Exception):
    """The file was not opened in time by the clock on the wall."""


class Cleaner:
    """Cleans files in a process of their own. Use it as a context; `seconds` is what the last file has cost."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Cleaner:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end()

    def clean(self, content: bytes, kind: str) -> tuple[bytes, str]:
        """What may be kept and the name of its kind, or `Uncleanable`; also where opening it ended the process.

        `Late` where nobody can tell: the machine had no time for it.
        """
        process = self._process or self._start()
        late = threading.Event()

        def end() -> None:
            late.set()
            process.kill()

        watch = threading.Timer(LONGEST_FILE, end)
        watch.start()
        try:
            told, kept = _asked(process, content, kind)
        except (OSError, ValueError):
            self.seconds = SECONDS_OF_FILE
            self._end()
            if late.is_set():
                raise Late from None
            raise Uncleanable(ODD) from None
        finally:
            watch.cancel()
        self.seconds = float(told["seconds"])
        if "why" in told:
            raise Uncleanable(told["why"])
        return kept, told["kept_as"]

    def _start(self) -> subprocess.Popen[bytes]:
        pipe, nothing = subprocess.PIPE, subprocess.DEVNULL
        self._process = subprocess.Popen(
            COMMAND, stdin=pipe, stdout=pipe, stderr=nothing, env=ENVIRONMENT, cwd="/"
        )
        return self._process

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            with suppress(BrokenPipeError), process:  # closes the pipes and waits
                pass


def _asked(process: subprocess.Popen[bytes], content: bytes, kind: str) -> tuple[dict[str, str], bytes]:
    """ValueError or OSError if the process ended before it had answered."""
    assert process.stdin
    assert process.stdout
    process.stdin.write(f"{kind} {len(content)}\n".encode() + content)
    process.stdin.flush()
    told = json.loads(process.stdout.readline())
    kept = process.stdout.read(int(told["size"]))
    if len(kept) != int(told["size"]):
        raise ValueError("ended in the middle of its answer")
    return told, kept
