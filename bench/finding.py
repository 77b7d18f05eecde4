"""What a key pressed in a search for a unit costs: `python -m bench.finding`, on the database that DATABASE_URL names.

Prints for each of some typed texts the median and the slowest of a hundred runs, in milliseconds.
"""

from __future__ import annotations

import statistics
import sys
from time import perf_counter, process_time

import django

TYPED = (
    "东",
    "东坟",
    "房山区城关街道东坟村3号",
    "dongfen",
    "df",
    "东汶村",
    "010-80000028",
    "燕山",
    "没有这个村",
)
RUNS = 100


def main() -> None:
    django.setup()
    from wolaiban.places.models import Unit  # noqa: PLC0415 -- after the set-up

    for text in TYPED:
        list(Unit.objects.sought(text) or Unit.objects.with_a_door().similar(text))
        taken, used = [], process_time()
        for _ in range(RUNS):
            start = perf_counter()
            list(Unit.objects.sought(text) or Unit.objects.with_a_door().similar(text))
            taken.append((perf_counter() - start) * 1000)
        used = (process_time() - used) * 1000 / RUNS
        median, slowest = statistics.median(taken), max(taken)
        sys.stdout.write(
            f"{text:24} processor {used:5.1f}  median {median:5.1f}  slowest {slowest:6.1f} ms\n"
        )


if __name__ == "__main__":
    main()
