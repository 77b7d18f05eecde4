"""Turning pages of a list that is kept by its keys."""

from __future__ import annotations

from django.http import HttpRequest

from wolaiban.web.numbers import number_in


def cursor(request: HttpRequest, name: str = "after") -> int | None:
    """The key after which the page goes on; what is no key begins at the beginning."""
    return number_in(request.GET.get(name, ""))
