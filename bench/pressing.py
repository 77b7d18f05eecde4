"""Doing the same thing again and again, from several processes at once, and how long each took."""

from __future__ import annotations

import contextlib
import multiprocessing
import time
import traceback
from collections.abc import Callable, Generator
from dataclasses import dataclass
from multiprocessing.queues import Queue
from multiprocessing.synchronize import Barrier

from django.db import connection, connections

Doing = Generator[object, None, None]
Work = Callable[[int], Doing]
FORK = multiprocessing.get_context("fork")  # the children know what was read before them
PATIENCE = 60.0


@dataclass(frozen=True)
class Pressed:
    """How many were done in how long, how long each took, and what our side of it computed, in seconds."""

    times: list[float]
    lasted: float
    computed: float

    @property
    def rate(self) -> float:
        return len(self.times) / self.lasted if self.lasted else 0.0

    @property
    def pace(self) -> str:
        return f"{self.rate:.0f} /s, p50 {self.percentile(50):.1f} ms"

    def percentile(self, percent: float) -> float:
        """In milliseconds."""
        return percentile(self.times, percent)


@dataclass(frozen=True)
class Run:
    """What one process has to tell."""

    begin: float
    end: float
    computed: float
    times: list[float]


def percentile(times: list[float], percent: float) -> float:
    ordered = sorted(times)
    return 1000 * ordered[min(len(ordered) - 1, int(len(ordered) * percent / 100))]


def press(work: Work, *, processes: int, seconds: float, connected: bool = True) -> Pressed:
    """Let each process take one item of `work(its number)` after the other until time or work is up.

    Those who ask over HTTP need no connection of their own, and must not take those of the site.
    """
    connections.close_all()  # a connection cannot be shared
    answers: Queue[Run | str] = FORK.Queue()
    together = FORK.Barrier(processes)
    children = [
        FORK.Process(target=child, args=(work, number, seconds, connected, together, answers), daemon=True)
        for number in range(processes)
    ]
    for one in children:
        one.start()
    try:
        told = [answers.get(timeout=seconds + PATIENCE) for _ in children]
    finally:
        for one in children:
            one.join(5)
            if one.is_alive():
                one.kill()
    faults = [one for one in told if isinstance(one, str)]
    if faults:
        raise RuntimeError(faults[0])
    runs = [one for one in told if isinstance(one, Run)]
    lasted = max(run.end for run in runs) - min(run.begin for run in runs)
    return Pressed([each for run in runs for each in run.times], lasted, sum(run.computed for run in runs))


def child(
    work: Work,
    number: int,
    seconds: float,
    connected: bool,
    together: Barrier,
    answers: Queue[Run | str],
) -> None:
    try:
        if connected:
            connection.ensure_connection()
        times: list[float] = []
        with contextlib.closing(work(number)) as items:
            together.wait(PATIENCE)
            begin, computed = time.monotonic(), time.process_time()
            last = begin
            while last - begin < seconds and next(items, None) is not None:
                present = time.monotonic()
                times.append(present - last)
                last = present
        answers.put(Run(begin, last, time.process_time() - computed, times))
    except Exception:  # whatever it was, the parent raises it
        answers.put(traceback.format_exc())
    finally:
        connections.close_all()
