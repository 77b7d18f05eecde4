"""How often somebody may be wrong: from one network, and with one code from anywhere.

Each try is counted before it is known how it ends, and given back if it opens something; so a hundred at once are no
more than a hundred one after the other. A code that nobody holds is counted like any other. Whoever does not hold a
code cannot use up its tries: they would have to know it. Each `door` counts for itself: receipts, invitations.
"""

from __future__ import annotations

from datetime import timedelta

from wolaiban.web.limits import rate_limit

HOUR, DAY, MONTH = timedelta(hours=1), timedelta(days=1), timedelta(days=30)
TRACK, INVITATION = "track", "invitation"
A_NETWORK = ("network", 20, HOUR)
# Ten thousand ways to end a phone number: ten a day and thirty a month find one of them in 14 years, on average.
A_CODE = (("code day", 10, DAY), ("code month", 30, MONTH))


def count(network: str, code: str, *, door: str = TRACK) -> timedelta | None:
    """Count one try; how long to wait if there was none left. The same work whatever the code.

    What is refused was no try of the code; of the network it was one.
    """
    waits = [_take(limit, key, door) for limit, key in _limits(network, code)]
    if not any(waits):
        return None
    for (kind, _, _), wait in zip(A_CODE, waits[1:], strict=True):
        if wait is None:
            rate_limit.give_back(f"{door} {kind}", code)
    return max(wait for wait in waits if wait)


def forgive(network: str, code: str, *, door: str = TRACK) -> None:
    """It was no miss."""
    for (kind, _, _), key in _limits(network, code):
        rate_limit.give_back(f"{door} {kind}", key)


def _limits(network: str, code: str) -> list[tuple[tuple[str, int, timedelta], str]]:
    return [(A_NETWORK, network), *((limit, code) for limit in A_CODE)]


def _take(limit: tuple[str, int, timedelta], key: str, door: str) -> timedelta | None:
    kind, most, span = limit
    return rate_limit.take(f"{door} {kind}", key, limit=most, span=span)
