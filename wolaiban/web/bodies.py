"""What a browser sends is taken in whole before a page sees it, or refused: half a photograph is never half a report.

Whoever drives to the studio through a valley breaks off in the middle of a form. Django would read as far as it came and
take the rest for left out. `Arrivals` knows what is on its way, for `connections`, which ends what never arrives.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from tempfile import SpooledTemporaryFile
from typing import IO, Any

PIECE = 16 * 1024
IN_MEMORY = 1024 * 1024
LARGEST = 100 * 1024 * 1024  # nine files of 10 MB, with what is written beside them
PATIENCE = 30.0  # seconds for the next piece: some 500 bytes a second, an old phone at the edge of a network

Environ = dict[str, Any]
Start = Callable[..., Any]
Application = Callable[[Environ, Start], Iterable[bytes]]


class BodyCutShort(Exception):
    """The body ended before it was whole."""


@dataclass(eq=False)
class RequestInHand:
    """One request in this process: its body on the way, or, once that is here, a page at work on it."""

    began: float = field(default_factory=time.monotonic)
    moved: float = field(default_factory=time.monotonic)  # when the latest piece came
    arrived: bool = False
    late: bool = False  # nobody waits for it any longer


class Arrivals:
    """The requests that this process is at now."""

    def __init__(self) -> None:
        self._now: set[RequestInHand] = set()
        self._lock = threading.Lock()

    @contextmanager
    def one(self) -> Iterator[RequestInHand]:
        arrival = RequestInHand()
        with self._lock:
            self._now.add(arrival)
        try:
            yield arrival
        finally:
            with self._lock:
                self._now.discard(arrival)

    def now(self) -> list[RequestInHand]:
        with self._lock:
            return list(self._now)


class WholeBodies:
    """A WSGI application that hands on requests whose body has come in whole."""

    def __init__(self, application: Application, arrivals: Arrivals) -> None:
        self.application = application
        self.arrivals = arrivals

    def __call__(self, environ: Environ, start: Start) -> Iterable[bytes]:
        length = int(environ.get("CONTENT_LENGTH") or 0)
        if length > LARGEST:
            most = LARGEST // 1024 // 1024
            return refused(
                environ, start, "413 Content Too Large", f"提交的内容超过 {most} MB，什么都没有改动。"
            )
        with self.arrivals.one() as arrival:
            if length:
                try:
                    environ["wsgi.input"] = taken_in(environ["wsgi.input"], length, arrival)
                except BodyCutShort:
                    status = "408 Request Timeout" if arrival.late else "400 Bad Request"
                    return refused(environ, start, status, "提交没有传完就断了，什么都没有改动。请再发一次。")
                except OSError:
                    words = "服务器现在存不下您提交的内容，什么都没有改动。请稍后再试。"
                    return refused(environ, start, "503 Service Unavailable", words)
            arrival.arrived, arrival.moved = True, time.monotonic()
            return self.application(environ, start)


def taken_in(sent: Any, length: int, arrival: RequestInHand) -> IO[bytes]:
    """The body, wherever it lies now. Raises Broken where less came than was announced, OSError where it has no room."""
    kept = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 -- closed with the request it is part of
    missing = length
    while missing:
        piece = sent.read(min(PIECE, missing))
        if not piece:
            kept.close()
            raise BodyCutShort
        kept.write(piece)
        missing -= len(piece)
        arrival.moved = time.monotonic()
    kept.seek(0)
    return kept


def refused(environ: Environ, start: Start, status: str, words: str) -> list[bytes]:
    """In words, as a page of one line or, for a program, as the problem it knows. The rest is not waited for."""
    from_program = environ.get("PATH_INFO", "").startswith("/api/")
    said = json.dumps({"type": "refused", "title": words, "status": int(status[:3])}, ensure_ascii=False)
    kind = "application/problem+json" if from_program else "text/plain; charset=utf-8"
    start(
        status,
        [
            ("Content-Type", kind),
            ("Cache-Control", "no-store"),
            ("Connection", "close"),
            ("Retry-After", "5"),
        ],
    )
    return [(said if from_program else words).encode()]
