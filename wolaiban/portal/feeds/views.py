"""The shifts of whoever made this address, for a calendar program. What is shown to it may be seen by all who have the address."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from http import HTTPStatus
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from wolaiban.duty.actions.feeds import digest_of, note_read
from wolaiban.duty.calendar_file import MEDIA_TYPE, calendar_file
from wolaiban.duty.queries.own import feed_under, shifts_for_feed
from wolaiban.duty.rules import duty_hours
from wolaiban.web.limits import rate_limit
from wolaiban.web.limits.networks import network_of

HOUR = timedelta(hours=1)
MOST_READS = 60  # of one feed in an hour: programs ask every quarter of an hour at the most
MOST_MISSES = 60  # of one network: nobody guesses 256 bits, but nobody needs to try either
PLAIN = "text/plain; charset=utf-8"
LOGGED = "/calendar/"


@login_not_required
@require_safe
def duty_feed(request: HttpRequest, secret: str) -> HttpResponseBase:
    """404 where there never was such an address, 410 where it is over: programs then stop asking."""
    request.path = LOGGED  # what logs say of a request that fails: the address itself is the key
    digest = digest_of(secret)
    found = feed_under(digest)
    if found is None:
        wait = rate_limit.take("feed missed", network_of(request), limit=MOST_MISSES, span=HOUR)
        return _slower(wait) if wait else _says("没有这个日历地址。", HTTPStatus.NOT_FOUND)
    if wait := rate_limit.take("feed", digest.hex(), limit=MOST_READS, span=HOUR):
        return _slower(wait)
    if not found.is_open:
        return _says("这个日历地址已经停用。请登录后在“我的值班”里换一个。", HTTPStatus.GONE)
    note_read(found.feed)
    host = urlsplit(settings.SITE_URL).hostname or "wolaiban"
    body = calendar_file(
        shifts_for_feed(found.feed), duty_hours(), host=host, name=f"{settings.OFFICE_NAME}值班"
    )
    return _answer(request, body)


def _answer(request: HttpRequest, body: bytes) -> HttpResponseBase:
    """Kept by the program alone, and asked about each time: a swap is seen at the next look."""
    response = HttpResponse(body, content_type=MEDIA_TYPE)
    response["ETag"] = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    response["Cache-Control"] = "private, no-cache"
    response["Content-Disposition"] = 'inline; filename="duty.ics"'
    response["X-Robots-Tag"] = "noindex"
    return get_conditional_response(request, etag=response["ETag"], response=response) or response


def _says(words: str, status: int) -> HttpResponse:
    return HttpResponse(f"{words}\n", status=status, content_type=PLAIN)


def _slower(wait: timedelta) -> HttpResponse:
    response = _says("读得太勤了，过一会儿再来。", HTTPStatus.TOO_MANY_REQUESTS)
    response["Retry-After"] = str(max(1, round(wait.total_seconds())))
    return response
