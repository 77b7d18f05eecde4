"""How often somebody may be wrong: from one network, and with one code from anywhere.

Each try is counted before it is known how it ends, and given back if it opens something; so a hundred at once are no
more than a hundred one after the other. A code that nobody holds is counted like any other. Whoever does not hold a
code cannot use up its tries: they would have to know it.
"""

from __future__ import annotations

from datetime import timedelta

from wolaiban.web.limits import rate_limit

HOUR, DAY, MONTH = timedelta(hours=1), timedelta(days=1), timedelta(days=30)
A_NETWORK = ("track network", 20, HOUR)
# Ten thousand ways to end a phone number: ten a day and thirty a month find one of them in 14 years, on average.
A_CODE = (("track code day", 10, DAY), ("track code month", 30, MONTH))


def count(network: str, code: str) -> timedelta | None:
    """Count one try; how long to wait if there was none left. The same work whatever the code.

    What is refused was no try of the code; of the network it was one.
    """
    waits = [_take(limit, key) for limit, key in _limits(network, code)]
    if not any(waits):
        return None
    for (kind, _, _), wait in zip(A_CODE, waits[1:], strict=True):
        if wait is None:
            rate_limit.give_back(kind, code)
    return max(wait for wait in waits if wait)


def forgive(network: str, code: str) -> None:
    """It was no miss."""
    for (kind, _, _), key in _limits(network, code):
        rate_limit.give_back(kind, key)


def _limits(network: str, code: str) -> list[tuple[tuple[str, int, timedelta], str]]:
    return [(A_NETWORK, network), *((limit, code) for limit in A_CODE)]


def _take(limit: tuple[str, int, timedelta], key: str) -> timedelta | None:
    kind, most, span = limit
    return rate_limit.take(kind, key, limit=most, span=span)
