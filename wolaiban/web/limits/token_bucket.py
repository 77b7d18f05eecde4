"""How fast one token may ask: so many requests a minute, then a wait, however many processes answer.

Counted in the database, but by the lot: a process takes a twentieth of the limit at a time and spends it from memory,
so that one request in fifteen writes, and not each (docs/decisions/0060-api.md).
"""

from __future__ import annotations

import math
import threading
import time
from datetime import timedelta
from typing import ClassVar

from wolaiban.process.errors import ProcessError
from wolaiban.web.limits import rate_limit

LOTS = 20
MINUTE = timedelta(minutes=1)


class TooFast(ProcessError):
    status: ClassVar[int] = 429
    code = "too_fast"
    message = "请求太频繁：每分钟最多 {limit} 次。请 {wait} 秒后再试。"

    def __init__(self, *, limit: int, wait: int) -> None:
        self.wait = wait
        super().__init__(limit=limit, wait=wait)


class Pace:
    """What this process has left of the lots it took, by token; a lot is good for a minute."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._left: dict[int, tuple[int, float]] = {}  # how many, until when

    def keep(self, key: int, *, limit: int) -> None:
        """Count one more, or raise TooFast. A limit of 0 is none."""
        if limit <= 0 or self._spent_one(key):
            return
        lot = math.ceil(limit / LOTS)
        if wait := rate_limit.take("api", str(key), limit=limit // lot, span=MINUTE):
            raise TooFast(limit=limit, wait=math.ceil(wait.total_seconds()))
        with self._lock:
            left, _ = self._left.get(key, (0, 0.0))
            self._left[key] = left + lot - 1, time.monotonic() + MINUTE.total_seconds()

    def _spent_one(self, key: int) -> bool:
        with self._lock:
            left, until = self._left.pop(key, (0, 0.0))
            if left == 0 or until < time.monotonic():
                return False
            self._left[key] = left - 1, until
            return True

    def forget(self) -> None:
        with self._lock:
            self._left.clear()


PACE = Pace()
