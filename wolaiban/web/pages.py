"""Turning pages of a list that is kept by its keys."""

from __future__ import annotations

from django.http import HttpRequest

LARGEST_KEY = 2**63 - 1


def cursor(request: HttpRequest) -> int | None:
    """The key after which the page goes on; what is no key begins at the beginning."""
    given = request.GET.get("after", "")
    if not (given.isascii() and given.isdigit()) or len(given) > 19:
        return None
    key = int(given)
    return key if key <= LARGEST_KEY else None
