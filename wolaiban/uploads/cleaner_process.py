"""The process in which files of strangers are opened. It holds no key, writes no file, and dies of what is too dear.

Reads `KIND SIZE` and the file, answers with one line of JSON and what may be kept, until its input ends. Imports nothing
of Django, so that it starts in a moment. It is started by `cleaning` and killed by the kernel.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import sys
from typing import BinaryIO

from wolaiban.uploads.bounds import MEMORY, SECONDS_OF_FILE
from wolaiban.uploads.errors import Uncleanable

NICENESS = 5  # pages first
BACKSTOP = 20  # seconds of processor, should the timer fail


def main() -> None:
    _renew_time()
    _limit()
    given, answered = sys.stdin.buffer, sys.stdout.buffer
    while line := given.readline():
        kind, size = line.decode().split()
        content = given.read(int(size))
        before = _seconds()
        kept, told = _clean(content, kind)
        told |= {"size": len(kept), "seconds": round(_seconds() - before, 3)}
        _answer(answered, told, kept)
        _renew_time()


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (BACKSTOP, BACKSTOP))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.nice(NICENESS)


def _renew_time() -> None:
    """The kernel ends us (SIGPROF) when this much processor was used, in whatever code we are."""
    signal.setitimer(signal.ITIMER_PROF, SECONDS_OF_FILE)


def _seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def _clean(content: bytes, kind: str) -> tuple[bytes, dict[str, object]]:
    try:
        kept, kept_as = cleaned(content, kind)
    except Uncleanable as trouble:
        return b"", {"why": str(trouble)}
    return kept, {"kept_as": kept_as}


def cleaned(content: bytes, kind: str) -> tuple[bytes, str]:
    """What may be kept and the name of its kind, or `Uncleanable`. Libraries are loaded for the kind that comes."""
    if kind == "PDF":
        from wolaiban.uploads.pdf import clean_paper  # noqa: PLC0415 -- as said above

        return clean_paper(content), kind
    from wolaiban.uploads.audio import SOUND_KINDS, clean_sound  # noqa: PLC0415

    if kind in SOUND_KINDS:
        return clean_sound(content, SOUND_KINDS[kind]), kind
    from wolaiban.uploads.images import clean_picture  # noqa: PLC0415

    return clean_picture(content, kind)


def _answer(answered: BinaryIO, told: dict[str, object], kept: bytes) -> None:
    answered.write(json.dumps(told).encode() + b"\n")
    answered.write(kept)
    answered.flush()


if __name__ == "__main__":
    main()
