"""大字版: bigger type and fewer choices, for whoever asked for it once, remembered for a year."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

COOKIE = "wolaiban_elder"
REMEMBERED = timedelta(days=365)


def is_elder(request: HttpRequest) -> bool:
    return request.COOKIES.get(COOKIE) == "yes"


@login_not_required
@require_POST
def elder(request: HttpRequest) -> HttpResponse:
    """Change over to the big type or back from it, and show the same page again."""
    answer = HttpResponseRedirect(_page_they_came_from(request))
    if request.POST.get("bigger"):
        answer.set_cookie(
            COOKIE, "yes", max_age=REMEMBERED, secure=settings.HTTPS, httponly=True, samesite="Lax"
        )
    else:
        answer.delete_cookie(COOKIE, samesite="Lax")
    return answer


def _page_they_came_from(request: HttpRequest) -> str:
    page = request.POST.get("page", "")
    ours = url_has_allowed_host_and_scheme(page, allowed_hosts=None, require_https=request.is_secure())
    return page if ours and page.startswith("/") else "/"
