"""Numbers that come with a request: keys, pages, versions. Whatever is none is treated as if nothing had been sent."""

from __future__ import annotations

LARGEST = 2**63 - 1  # what a column can hold


def number_in(given: str) -> int | None:
    """A whole number that is not negative, in plain digits; None for anything else."""
    if not (given.isascii() and given.isdigit()) or len(given) > len(str(LARGEST)):
        return None
    number = int(given)
    return number if number <= LARGEST else None
