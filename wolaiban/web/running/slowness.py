"""Pages that took long are written down by their pattern, a row for each and day: where it hurts, not who waited."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from datetime import timedelta

from django.conf import settings
from django.db import Error, connection
from django.http import HttpRequest, HttpResponse
from django.utils.timezone import localdate

from wolaiban.web.models import SlowPage

KEPT = timedelta(days=30)
COUNT = """
INSERT INTO web_slowpage AS s (day, route, times, longest, total) VALUES (%s, %s, 1, %s, %s)
ON CONFLICT (day, route) DO UPDATE SET times = s.times + 1, longest = greatest(s.longest, excluded.longest),
    total = s.total + excluded.total
"""
log = logging.getLogger(__name__)


class Stopwatch:
    """Stands outside of all that asks the database, so that their time counts."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        began = time.perf_counter()
        response = self.get_response(request)
        took = round((time.perf_counter() - began) * 1000)
        if took >= settings.SLOW_PAGE_MS and request.resolver_match is not None:
            note(f"/{request.resolver_match.route}", took)
        return response


def note(route: str, took: int) -> None:
    """A page is never refused because this could not be written."""
    try:
        with connection.cursor() as cursor:
            cursor.execute(COUNT, [localdate(), route[:200], took, took])
    except Error:
        log.warning("a slow page could not be noted", exc_info=True)


def sweep() -> int:
    """Forget what is older than a month; how many rows that were."""
    gone, _ = SlowPage.objects.filter(day__lt=localdate() - KEPT).delete()
    return gone
