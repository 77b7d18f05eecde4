"""How fast one token may ask: so many requests a minute, then a wait.

Counted in the memory of each web process: it stops a program that runs wild and costs nothing, and a few processes let
through a few times as much (docs/decisions/0060-api.md).
"""

from __future__ import annotations

import math
import threading
import time
from collections import Counter
from typing import ClassVar

from wolaiban.process.errors import ProcessError

MINUTE = 60


class TooFast(ProcessError):
    status: ClassVar[int] = 429
    code = "too_fast"
    message = "请求太频繁：每分钟最多 {limit} 次。请 {wait} 秒后再试。"

    def __init__(self, *, limit: int, wait: int) -> None:
        self.wait = wait
        super().__init__(limit=limit, wait=wait)


class Pace:
    """Counts by key within the minute of the clock; a new minute begins at nothing."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._minute = 0
        self._counts: Counter[int] = Counter()

    def keep(self, key: int, *, limit: int) -> None:
        """Count one more, or raise TooFast. A limit of 0 is none."""
        moment = time.time()
        with self._lock:
            if self._minute != int(moment // MINUTE):
                self._minute, self._counts = int(moment // MINUTE), Counter()
            self._counts[key] += 1
            asked = self._counts[key]
        if 0 < limit < asked:
            raise TooFast(limit=limit, wait=math.ceil(MINUTE - moment % MINUTE))

    def forget(self) -> None:
        with self._lock:
            self._counts.clear()


PACE = Pace()
